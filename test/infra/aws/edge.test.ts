import { describe, expect, it } from 'vitest'
import { LINK_BODY_CAP } from '../../../app/github/link/door.ts'
import { GITHUB_BODY_CAP } from '../../../app/github/verify.ts'
import { SLACK_BODY_CAP } from '../../../app/slack/verify.ts'
import { entrances } from '../../../infra/entrances.ts'
import type { Stage } from '../../../infra/stages.ts'
import { routes } from '../../../infra/topology.ts'
import { blockedBy, type Seen } from '../../support/aws/firewall.ts'
import { refersTo } from '../../support/aws/in-template.ts'
import { flat } from '../../support/aws/statements.ts'
import { synthesised } from '../../support/aws/synthesis.ts'

const domain = { name: 'flow.example.org', certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1' }
const the = (type: string, change: Partial<Stage> = {}) => {
  const found = synthesised('production', change).resources.filter((resource) => resource.type === type)
  expect(found.length, type).toBe(1)
  return found[0]!
}
const firewall = () => the('AWS::WAFv2::WebACL').is
const distribution = (change: Partial<Stage> = {}) => the('AWS::CloudFront::Distribution', change).is.DistributionConfig

describe('the ways in', () => {
  it('are named one by one, each with the size that its door takes', () => {
    expect(Object.keys(entrances).sort()).toEqual([...new Set(routes.map(({ path }) => path))].sort())
    const sizes = Object.entries(entrances).flatMap(([path, { bodyBytes }]) =>
      bodyBytes > 0 ? [[path, bodyBytes]] : [],
    )
    expect(Object.fromEntries(sizes)).toEqual({
      '/slack/events': SLACK_BODY_CAP,
      '/github/webhooks': GITHUB_BODY_CAP,
      '/github/link': LINK_BODY_CAP,
    })
  })

  it('have limits of their own where people press, and those only once the routes are there', () => {
    const { is, raw } = the('AWS::ApiGatewayV2::Stage')
    expect(Object.keys(is.RouteSettings)).toEqual(routes.map(({ method, path }) => `${method} ${path}`))
    const limits = (route: string) => [
      is.RouteSettings[route].ThrottlingRateLimit,
      is.RouteSettings[route].ThrottlingBurstLimit,
    ]
    expect([limits('POST /slack/events'), limits('GET /github/link'), limits('GET /health')]).toEqual([
      [10_000, 5_000],
      [50, 100],
      [20, 20],
    ])
    const made = synthesised('production').resources.filter(({ type }) => type === 'AWS::ApiGatewayV2::Route')
    expect(made.filter(({ id }) => !raw.DependsOn.includes(id))).toEqual([])
  })

  it('are no wider than the stage', () => {
    const { RouteSettings } = synthesised('dev').resources.find(({ type }) => type === 'AWS::ApiGatewayV2::Stage')!.is
    expect(RouteSettings['GET /github/link']).toMatchObject({ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 50 })
  })

  it('write no line in which a code could stand', () => {
    const { AccessLogSettings } = the('AWS::ApiGatewayV2::Stage').is
    expect(AccessLogSettings.Format).not.toMatch(/querystring|\$context\.path|header|cookie/i)
    expect(
      the('AWS::Logs::Delivery').is.RecordFields.filter((field: string) => /query|cookie|referer/i.test(field)),
    ).toEqual([])
  })
})

describe('the edge', () => {
  it('passes everything on as it came, keeps nothing, and speaks TLS alone', () => {
    const { DefaultCacheBehavior: passes, Origins, HttpVersion, WebACLId } = distribution()
    expect({
      HttpVersion,
      viewers: passes.ViewerProtocolPolicy,
      keeps: passes.CachePolicyId,
      passes: passes.OriginRequestPolicyId,
    }).toEqual({
      HttpVersion: 'http2and3',
      viewers: 'https-only',
      // CachingDisabled and AllViewerExceptHostHeader, by the names that CloudFront gave them.
      keeps: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      passes: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
    })
    expect(Origins[0].CustomOriginConfig).toMatchObject({
      OriginProtocolPolicy: 'https-only',
      OriginSSLProtocols: ['TLSv1.2'],
    })
    expect(flat(WebACLId)).toMatch(/^FirewallAcl[0-9A-F]{8}\.Arn$/)
  })

  it('tells the API who it is with a secret that stands in no template', () => {
    const [{ HeaderName, HeaderValue }] = distribution().Origins[0].OriginCustomHeaders
    expect([HeaderName, flat(HeaderValue)]).toEqual([
      'x-codexflow-edge',
      '{{resolve:secretsmanager:codexflow/production/edge-header:SecretString:secret::}}',
    ])
    const [secret] = synthesised('production').resources.filter(
      ({ is }) => is.Name === 'codexflow/production/edge-header',
    )
    expect(secret?.is.GenerateSecretString).toMatchObject({ GenerateStringKey: 'secret', PasswordLength: 64 })
  })

  it('finds that secret in its own region, wherever the work is done', () => {
    const { resources } = synthesised('production', { region: 'eu-west-1' })
    const [secret] = resources.filter(({ is }) => is.Name === 'codexflow/production/edge-header')
    expect(secret?.is.ReplicaRegions.map(({ Region }: { Region: string }) => Region)).toEqual([
      'us-west-2',
      'us-east-1',
    ])
  })

  it('makes answers safe that say nothing of it themselves', () => {
    expect(the('AWS::CloudFront::ResponseHeadersPolicy').is.ResponseHeadersPolicyConfig.SecurityHeadersConfig).toEqual({
      ContentSecurityPolicy: {
        ContentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
        Override: false,
      },
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'DENY', Override: true },
      ReferrerPolicy: { Override: true, ReferrerPolicy: 'no-referrer' },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, IncludeSubdomains: false, Override: true },
    })
  })

  it('bears a name of one’s own, with TLS 1.2 at least', () => {
    expect(distribution({ domain })).toMatchObject({
      Aliases: [domain.name],
      ViewerCertificate: { AcmCertificateArn: domain.certificateArn, MinimumProtocolVersion: 'TLSv1.2_2021' },
    })
    expect(the('AWS::ApiGatewayV2::Api', { domain }).is.DisableExecuteApiEndpoint).toBe(false)
    expect(synthesised('production', { domain }).found).toEqual([])
  })

  it('is told to the functions as the address at which they answer', () => {
    const { resources } = synthesised('production')
    const asking = resources.filter(({ is }) => is.Environment?.Variables.CODEXFLOW_SECRET_EDGE_HEADER !== undefined)
    expect(asking.map(({ is }) => is.FunctionName.replace('codexflow-production-', '')).toSorted()).toEqual([
      'github-door',
      'github-link',
      'slack-door',
      'slack-install',
    ])
    const told = resources.find(({ type }) => type === 'AWS::Lambda::Function')!.is.Environment.Variables.CODEXFLOW_URL
    expect(flat(told)).toMatch(/^https:\/\/codexflow-production-edge:.*DomainName/)
  })

  it('stands in us-east-1 wherever the work is done, and both ends know each other', () => {
    const far = synthesised('production', { region: 'eu-west-1' })
    const [edge] = far.resources.filter(({ type }) => type === 'AWS::CloudFront::Distribution')
    expect(edge?.stack).toBe('codexflow-production-edge')
    expect(flat(edge?.is.DistributionConfig.Origins[0].DomainName)).toMatch(/\.execute-api\.eu-west-1\./)
    const stacks = far.app.node.children.map((child) => [child.node.id, (child as { region?: string }).region])
    expect(Object.fromEntries(stacks)).toMatchObject({
      'codexflow-production-edge': 'us-east-1',
      'codexflow-production': 'eu-west-1',
    })
  })

  it('lets CloudFront write its log, whose streams are named as AWS names them', () => {
    const policy = JSON.parse(flat(the('AWS::Logs::ResourcePolicy').is.PolicyDocument)) as {
      Statement: { Principal: { Service: string }; Resource: string }[]
    }
    expect(policy.Statement.map(({ Principal, Resource }) => [Principal.Service, Resource])).toEqual([
      [
        'delivery.logs.amazonaws.com',
        'arn:aws:logs:us-east-1:AWS::AccountId:log-group:/codexflow/production/edge:log-stream:*',
      ],
    ])
  })
})

describe('without an edge', () => {
  const change: Partial<Stage> = {
    edge: false,
    domain: { ...domain, certificateArn: 'arn:aws:acm:us-east-1:1:certificate/2' },
  }
  it('the API bears the name itself, and answers to no other', () => {
    const { resources } = synthesised('production', change)
    expect(resources.filter(({ type }) => /CloudFront|WAFv2/.test(type))).toEqual([])
    expect(JSON.stringify(resources.map(({ is }) => is))).not.toMatch(/edge-header|EDGE_HEADER/)
    expect(the('AWS::ApiGatewayV2::Api', change).is.DisableExecuteApiEndpoint).toBe(true)
    const { id, is } = the('AWS::ApiGatewayV2::DomainName', change)
    expect(is.DomainNameConfigurations[0]).toMatchObject({ SecurityPolicy: 'TLS_1_2', EndpointType: 'REGIONAL' })
    expect(refersTo(the('AWS::ApiGatewayV2::ApiMapping', change).is.DomainName, id)).toBe(true)
  })
})

describe('the firewall', () => {
  const said = (path: string, bytes: number): Seen => ({
    path,
    headers: { 'content-length': String(bytes) },
    bodyBytes: bytes,
  })
  it.each(['/slack/events', '/github/webhooks', '/github/link'])('takes at %s just what its door takes', (path) => {
    const most = entrances[path]!.bodyBytes
    const refused = 'too-large 413'
    expect([most - 1, most].map((bytes) => blockedBy(firewall(), said(path, bytes)))).toEqual([undefined, undefined])
    expect([most + 1, 2 * most, 10 * most].map((bytes) => blockedBy(firewall(), said(path, bytes)))).toEqual([
      refused,
      refused,
      refused,
    ])
  })

  it.each(['/slack/install', '/github/oauth', '/health'])('takes no body at %s', (path) => {
    expect([0, 1].map((bytes) => blockedBy(firewall(), said(path, bytes)))).toEqual([undefined, 'too-large 413'])
  })

  it('has as few rules as there are answers, for each costs a dollar a month', () => {
    const names = firewall().Rules.map(({ Name }: { Name: string }) => Name.replace(/^AWSManagedRules/, 'AWS '))
    expect(names).toEqual([
      ...['too-large', 'too-many', 'too-many-signed'],
      ...['AWS AmazonIpReputationList', 'AWS CommonRuleSet', 'AWS KnownBadInputsRuleSet', 'AWS SQLiRuleSet'],
      'bad-body',
    ])
  })

  it('lets a webhook say what it will, and no form', () => {
    const labels = ['awswaf:managed:aws:core-rule-set:CrossSiteScripting_Body']
    expect(blockedBy(firewall(), { path: '/github/webhooks', labels })).toBeUndefined()
    expect(blockedBy(firewall(), { path: '/slack/events', labels })).toBeUndefined()
    expect(blockedBy(firewall(), { path: '/github/link', labels })).toBe('bad-body 403')
  })

  it('blocks by no rule of AWS that looks into a body: each of those only leaves a label', () => {
    const groups = firewall().Rules.flatMap(({ Statement }: { Statement: { ManagedRuleGroupStatement?: unknown } }) =>
      Statement.ManagedRuleGroupStatement === undefined ? [] : [Statement.ManagedRuleGroupStatement],
    )
    expect(groups.map(({ Name }: { Name: string }) => Name)).toEqual([
      'AWSManagedRulesAmazonIpReputationList',
      'AWSManagedRulesCommonRuleSet',
      'AWSManagedRulesKnownBadInputsRuleSet',
      'AWSManagedRulesSQLiRuleSet',
    ])
    const counted = groups.flatMap(
      (group: { RuleActionOverrides: { Name: string; ActionToUse: object }[] }) => group.RuleActionOverrides,
    )
    expect(
      counted.every(
        ({ Name, ActionToUse }: { Name: string; ActionToUse: object }) => /_BODY$/.test(Name) && 'Count' in ActionToUse,
      ),
    ).toBe(true)
  })

  it('slows one address down after 2,000 requests in five minutes, and Slack and GitHub much later', () => {
    const rates = firewall().Rules.filter(({ Statement }: { Statement: object }) => 'RateBasedStatement' in Statement)
    expect(
      rates.map(
        ({
          Name,
          Action,
          Statement: { RateBasedStatement: is },
        }: {
          Name: string
          Action: { Block: { CustomResponse: { ResponseCode: number } } }
          Statement: { RateBasedStatement: { Limit: number; EvaluationWindowSec: number; AggregateKeyType: string } }
        }) =>
          [Name, is.Limit, is.EvaluationWindowSec, is.AggregateKeyType, Action.Block.CustomResponse.ResponseCode].join(
            ' ',
          ),
      ),
    ).toEqual(['too-many 2000 300 IP 429', 'too-many-signed 60000 300 IP 429'])
  })

  it('writes down what it refused, but no signature, no cookie, no code', () => {
    const { RedactedFields, LoggingFilter } = the('AWS::WAFv2::LoggingConfiguration').is
    expect(RedactedFields).toEqual([
      ...['authorization', 'cookie', 'x-hub-signature-256', 'x-hub-signature', 'x-slack-signature'].map((Name) => ({
        SingleHeader: { Name },
      })),
      { QueryString: {} },
    ])
    expect(LoggingFilter.DefaultBehavior).toBe('DROP')
  })
})
