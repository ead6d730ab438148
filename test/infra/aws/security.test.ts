import { describe, expect, it } from 'vitest'
import { EVERYWHERE, OPEN_ENDED } from '../../../infra/aws/wildcards.ts'
import { type Stage, type StageName, stages } from '../../../infra/stages.ts'
import { refersTo } from '../../support/aws/in-template.ts'
import type { Part } from '../../support/aws/part.ts'
import { sizeOf } from '../../support/aws/size.ts'
import { type Statement, statementsIn } from '../../support/aws/statements.ts'
import { type Resource, type Synthesis, synthesised } from '../../support/aws/synthesis.ts'

const names = Object.keys(stages) as StageName[]

describe.each(names)('what %s allows', (name) => {
  const allowed = () => statementsIn(synthesised(name)).filter(({ effect }) => effect === 'Allow')

  it('names each action', () => {
    expect(allowed().filter((one) => one.actions.some((action) => action.includes('*')) && !isRootOfKey(one))).toEqual(
      [],
    )
  })

  it('names each resource, but for a short list with reasons', () => {
    const wide = allowed().filter((one) => !isBoundary(one) && !isKey(one) && one.resources.includes('*'))
    expect(wide.filter(({ actions }) => !actions.every((action) => Object.hasOwn(EVERYWHERE, action)))).toEqual([])
    const open = allowed().flatMap(({ resources }) => resources.filter((one) => one !== '*' && one.includes('*')))
    expect(open.filter((one) => !OPEN_ENDED.some(({ resource }) => resource.test(one)))).toEqual([])
  })

  it('is bounded for all that the application runs, by just what it is granted', () => {
    const application = `codexflow-${name}`
    const { resources } = synthesised(name)
    const [boundary, ...others] = resources.filter(({ type }) => type === 'AWS::IAM::ManagedPolicy')
    expect(others).toEqual([])
    const roles = resources.filter(({ type, stack }) => type === 'AWS::IAM::Role' && stack === application)
    expect(roles.filter(({ is }) => !refersTo(is.PermissionsBoundary, boundary!.id))).toEqual([])
    const attached = resources.filter(({ is }) => refersTo(is.ManagedPolicyArns, boundary!.id))
    expect(attached).toEqual([])
    const { most, granted } = boundsOf(name, synthesised(name))
    expect(granted.filter((action) => !most.includes(action))).toEqual([])
    expect(most.filter((action) => /^(iam|sts|organizations):/.test(action))).toEqual(['iam:PassRole'])
  })

  it('is open to nobody unnamed', () => {
    const anybody = allowed().filter(({ principal }) => principal.split(' ').includes('*'))
    expect(anybody.filter((one) => !isOfThisAccount(one))).toEqual([])
  })
})

it('bounds the application by nothing that it does not use, where it has all its parts', () => {
  const model = { id: 'a.model-v1:0', guardrail: { id: 'abc', version: '1' } }
  const { most, granted } = boundsOf('production', synthesised('production', { model }))
  expect(most).toEqual(granted)
})

it('lists no wildcard that nothing needs', () => {
  const all = [...names.map((name) => synthesised(name)), synthesised('dev', { network: true })]
  const allowed = all.flatMap(statementsIn).filter(({ effect }) => effect === 'Allow')
  const wide = allowed.filter((one) => !isBoundary(one) && one.resources.includes('*'))
  const everywhere = new Set(wide.flatMap(({ actions }) => actions))
  expect(Object.keys(EVERYWHERE).filter((action) => !everywhere.has(action))).toEqual([])
  const open = allowed.flatMap(({ resources }) => resources)
  expect(OPEN_ENDED.filter(({ resource }) => !open.some((one) => resource.test(one)))).toEqual([])
})

describe.each(names)('what %s keeps', (name) => {
  const of = (...types: string[]) => synthesised(name).resources.filter(({ type }) => types.includes(type))
  const bare = (resources: readonly Resource[]) => resources.map(({ stack, id }) => `${stack}/${id}`)

  it('is encrypted: queues, buckets, topics, the table', () => {
    expect(
      bare([
        ...of('AWS::SQS::Queue').filter(
          ({ is }) => is.SqsManagedSseEnabled !== true && is.KmsMasterKeyId === undefined,
        ),
        ...of('AWS::S3::Bucket').filter(({ is }) => is.BucketEncryption === undefined),
        ...of('AWS::SNS::Topic').filter(({ is }) => is.KmsMasterKeyId === undefined),
        ...of('AWS::DynamoDB::GlobalTable').filter(({ is }) => is.SSESpecification?.SSEType !== 'KMS'),
      ]),
    ).toEqual([])
  })

  it('is reached over TLS only', () => {
    const refusals = statementsIn(synthesised(name)).filter(isForTlsAlone)
    const open = of('AWS::SQS::Queue', 'AWS::S3::Bucket', 'AWS::SNS::Topic').filter(
      ({ stack, id }) => !refusals.some((one) => one.in.stack === stack && refersTo(one.in.is, id)),
    )
    expect(bare(open)).toEqual([])
  })

  it('is closed to the public', () => {
    const shut = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true }
    for (const { id, is } of of('AWS::S3::Bucket')) expect(is.PublicAccessBlockConfiguration, id).toEqual(shut)
  })

  it('has an end: every log group, every bucket of logs', () => {
    expect(bare(of('AWS::Logs::LogGroup').filter(({ is }) => typeof is.RetentionInDays !== 'number'))).toEqual([])
    expect(bare(of('AWS::S3::Bucket').filter(({ is }) => is.LifecycleConfiguration === undefined))).toEqual([])
  })

  it('outlives the stack, or goes with it, as the stage says', () => {
    const { keepData } = stages[name]
    const lasting = of('AWS::DynamoDB::GlobalTable', 'AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::Logs::LogGroup')
    const ends = ({ stack, type }: Resource) =>
      !keepData || (type === 'AWS::KMS::Key' && !/-(data|standby)$/.test(stack))
    // What a first attempt has made and failed with goes along: its name would be in the way of the second.
    const otherwise = lasting.filter(
      (one) => one.raw.DeletionPolicy !== (ends(one) ? 'Delete' : 'RetainExceptOnCreate'),
    )
    expect(bare(otherwise)).toEqual([])
  })

  it('can be taken up again by the next deployment, where a stack that is destroyed leaves it: its name is written out', () => {
    const left = of('AWS::Logs::LogGroup').filter(({ stack }) => !/-(data|standby)$/.test(stack))
    expect(left.length).toBeGreaterThan(20)
    expect(bare(left.filter(({ is }) => typeof is.LogGroupName !== 'string'))).toEqual([])
  })
})

describe.each(names)('what %s runs', (name) => {
  const of = (type: string) => synthesised(name).resources.filter((resource) => resource.type === type)

  it('has a retry and a last place for each target', () => {
    const targets = [
      ...of('AWS::Events::Rule').flatMap(({ is }) => is.Targets),
      ...of('AWS::Scheduler::Schedule').map(({ is }) => is.Target),
    ]
    for (const { RetryPolicy, DeadLetterConfig } of targets) {
      expect(RetryPolicy).toEqual({
        MaximumEventAgeInSeconds: expect.any(Number),
        MaximumRetryAttempts: expect.any(Number),
      })
      expect(isQueue(synthesised(name), DeadLetterConfig?.Arn)).toBe(true)
    }
    for (const { id, is } of of('AWS::SNS::Subscription').filter(({ is }) => is.Protocol === 'sqs')) {
      expect(isQueue(synthesised(name), is.RedrivePolicy), id).toBe(true)
    }
    for (const { id, is } of of('AWS::Lambda::EventSourceMapping')) {
      expect(is.FunctionResponseTypes, id).toEqual(['ReportBatchItemFailures'])
      if (is.StartingPosition === undefined) continue
      expect(is.MaximumRetryAttempts, id).toEqual(expect.any(Number))
      expect(is.MaximumRecordAgeInSeconds, id).toEqual(expect.any(Number))
      expect(is.DestinationConfig?.OnFailure?.Destination, id).toBeDefined()
    }
  })

  it('is called by its alias, so that a version can be exchanged', () => {
    const aliases = of('AWS::Lambda::Alias')
    for (const { id } of of('AWS::Lambda::Function')) {
      expect(aliases.filter(({ is }) => refersTo(is.FunctionName, id)).length, id).toBe(1)
    }
    const callers = [
      ...of('AWS::ApiGatewayV2::Integration').map(({ is }) => is.IntegrationUri),
      ...of('AWS::Lambda::EventSourceMapping').map(({ is }) => is.FunctionName),
      ...of('AWS::Lambda::Permission').map(({ is }) => is.FunctionName),
      ...of('AWS::Scheduler::Schedule').map(({ is }) => is.Target.Arn),
    ]
    expect(callers.filter((caller) => !aliases.some(({ id }) => refersTo(caller, id)))).toEqual([])
  })

  it('is told no secret by its environment', () => {
    const told = of('AWS::Lambda::Function').flatMap(({ is }) => Object.entries(is.Environment?.Variables ?? {}))
    expect(told.length).toBeGreaterThan(0)
    expect(told.filter(([variable, value]) => looksSecret(variable, value))).toEqual([])
  })

  it('fits into its stacks, of 500 resources and a megabyte at most', () => {
    for (const [stack, template] of Object.entries(synthesised(name).templates)) {
      expect(Object.keys(template.Resources).length, stack).toBeLessThan(500)
      expect(JSON.stringify(template, undefined, 1).length, stack).toBeLessThan(1_000_000)
    }
  })
})

// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html,
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
describe('a stage that names all that it can', () => {
  const all: Partial<Stage> = {
    region: 'ap-southeast-2',
    standby: 'ap-southeast-4',
    network: true,
    model: { id: 'apac.anthropic.claude-sonnet-4-5-20250929-v1:0', guardrail: { id: 'abcdefgh1234', version: '12' } },
    slack: { clientId: '1234567890123.1234567890123' },
    github: { appId: 1_234_567, slug: 'codexflow-of-an-organisation', clientId: 'Iv23liABCDEFGHIJKLMN' },
    releases: { workspace: 'T0123456789', project: 'CODEXFLOW' },
    alarms: { slack: { team: 'T0123456789', channel: 'C0123456789' } },
  }
  const of = (type: string) => synthesised('production', all).resources.filter((resource) => resource.type === type)

  it('leaves room in the 4 KB of a function’s environment', () => {
    const sizes = of('AWS::Lambda::Function').map(({ is }) =>
      Object.entries(is.Environment?.Variables ?? {}).reduce((sum, [key, is]) => sum + key.length + sizeOf(is), 0),
    )
    expect(Math.max(...sizes)).toBeLessThan(3_600)
  })

  it('leaves room in the 10,240 characters of a role’s policies, and the 6,144 of its bound', () => {
    const policies = of('AWS::IAM::Role').map(({ is }) =>
      (is.Policies ?? []).reduce((sum: number, { PolicyDocument }: Part) => sum + sizeOf(PolicyDocument), 0),
    )
    expect(Math.max(...policies)).toBeLessThan(8_000)
    expect(of('AWS::IAM::ManagedPolicy').map(({ is }) => sizeOf(is.PolicyDocument) < 6_144)).toEqual([true])
  })
})

// A key's own policy leaves to the account's policies who may use it: AWS has it so, or nobody could ever repair it.
// A key, or its copy in another region, which has a policy of its own.
function isKey({ in: { type } }: Statement): boolean {
  return type === 'AWS::KMS::Key' || type === 'AWS::KMS::ReplicaKey'
}

function isRootOfKey(statement: Statement): boolean {
  const { actions, principal } = statement
  return isKey(statement) && actions.join() === 'kms:*' && /^arn:aws:iam::AWS::AccountId:root$/.test(principal)
}

// A key may be used by whoever in this account may use what it seals: the policies of roles say who that is.
function isOfThisAccount({ in: { type }, condition }: Statement): boolean {
  const { 'kms:CallerAccount': account, 'kms:ViaService': through } = condition.StringEquals ?? {}
  return type === 'AWS::KMS::Key' && account?.Ref === 'AWS::AccountId' && isServices(through)
}

function isServices(through: unknown): boolean {
  const services = [through].flat()
  return (
    services.length > 0 && services.every((service) => /^[a-z]+\.[a-z0-9-]+\.amazonaws\.com$/.test(String(service)))
  )
}

function boundsOf(name: StageName, synthesis: Synthesis): { readonly most: string[]; readonly granted: string[] } {
  const all = statementsIn(synthesis).filter((one) => one.effect === 'Allow' && one.in.stack === `codexflow-${name}`)
  const actions = (some: readonly Statement[]) => [...new Set(some.flatMap((one) => one.actions))].sort()
  const ofRoles = all.filter((one) => /^AWS::IAM::(Role|Policy)$/.test(one.in.type) && one.principal === '')
  return { most: actions(all.filter(isBoundary)), granted: actions(ofRoles) }
}

// It allows nothing, as long as nobody attaches it.
function isBoundary({ in: { type } }: Statement): boolean {
  return type === 'AWS::IAM::ManagedPolicy'
}

function isForTlsAlone({ effect, principal, condition }: Statement): boolean {
  return effect === 'Deny' && principal === '*' && condition.Bool?.['aws:SecureTransport'] === 'false'
}

function isQueue({ resources }: Synthesis, reference: unknown): boolean {
  return resources.some(({ type, id }) => type === 'AWS::SQS::Queue' && refersTo(reference, id))
}

const OF_SECRETS = /SECRET|TOKEN|PASSWORD|PRIVATE|CREDENTIAL|(^|_)KEYS?(_|$)/
const SECRETS = /xox[a-z]-|-----BEGIN|gh[pous]_|AKIA|resolve:(secretsmanager|ssm-secure)|[A-Za-z0-9+/=_-]{40}/

// A variable may say where a secret lies, never what it is.
function looksSecret(variable: string, value: unknown): boolean {
  if (typeof value !== 'string')
    return SECRETS.test(JSON.stringify(value).replaceAll(/"(Ref|Fn::[A-Za-z]+)":("[^"]*"|\["[^"]*","[^"]*"\])/g, ''))
  return SECRETS.test(value) || (OF_SECRETS.test(variable) && !/^(arn:|codexflow[-/])/.test(value))
}
