import { CfnLoggingConfiguration, CfnWebACL } from 'aws-cdk-lib/aws-wafv2'
import { Construct } from 'constructs'
import { entrances } from '../entrances.ts'
import type { Stage, StageName } from '../stages.ts'
import { bodyRules, MANAGED } from './firewall-groups.ts'
import { logOf } from './log.ts'
import { nameOf } from './names.ts'

type Rule = CfnWebACL.RuleProperty
type Statement = CfnWebACL.StatementProperty

/** Requests of one address in five minutes. */
export const PER_ADDRESS = 2_000
/**
 * The same where Slack and GitHub knock: they speak for everybody from a few addresses, some 200 requests a second at a
 * great company's busiest. Whoever else knocks there is refused by the signature.
 */
export const PER_ADDRESS_SIGNED = 60_000
/** Numbers in the headers of which nothing may stand in a log: what is signed with, and what a browser is known by. */
const UNSPOKEN = ['authorization', 'cookie', 'x-hub-signature-256', 'x-hub-signature', 'x-slack-signature']

const signed = Object.keys(entrances).filter((path) => entrances[path]?.signed)

/** AWS WAF before CloudFront: `docs/decisions` says why webhooks are judged by other rules than pages. */
export class Firewall extends Construct {
  readonly arn: string

  constructor(scope: Construct, id: string, { name, stage }: { readonly name: StageName; readonly stage: Stage }) {
    super(scope, id)
    const acl = new CfnWebACL(this, 'Acl', {
      name: nameOf(name, 'edge'),
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: seen(nameOf(name, 'edge')),
      // What is looked into is small: pages take forms of 2,000 bytes, and webhooks are not looked into.
      associationConfig: { requestBody: { CLOUDFRONT: { defaultSizeInspectionLimit: 'KB_16' } } },
      customResponseBodies: {
        slower: {
          contentType: 'APPLICATION_JSON',
          content: '{"error":"Too many requests. Try again in a few minutes."}',
        },
        larger: { contentType: 'APPLICATION_JSON', content: '{"error":"The body is too large."}' },
      },
      rules: [
        tooLarge(),
        tooMany('too-many', PER_ADDRESS, { notStatement: { statement: oneOf(signed) } }),
        tooMany('too-many-signed', PER_ADDRESS_SIGNED, oneOf(signed)),
        ...MANAGED.map(managed),
        badBody(),
      ].map((rule, priority): Rule => ({ ...rule, priority })),
    })
    this.arn = acl.attrArn
    // WAF writes only to groups whose name begins so.
    const log = logOf(this, 'Log', `aws-waf-logs-${nameOf(name, 'edge')}`, stage)
    new CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: acl.attrArn,
      logDestinationConfigs: [log.logGroupRef.logGroupArn],
      redactedFields: [...UNSPOKEN.map((header) => ({ singleHeader: { Name: header } })), { queryString: {} }],
      // What was let through stands in CloudFront's own log.
      loggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [
          {
            Behavior: 'KEEP',
            Requirement: 'MEETS_ANY',
            Conditions: [{ ActionCondition: { Action: 'BLOCK' } }, { ActionCondition: { Action: 'COUNT' } }],
          },
        ],
      },
    })
  }
}

type Unplaced = Omit<Rule, 'priority'>

// One rule for all ways in, because AWS charges for each rule; its log says the path.
function tooLarge(): Unplaced {
  const name = 'too-large'
  const sizes = [...new Set(Object.values(entrances).map(({ bodyBytes }) => bodyBytes))]
  const taking = (bytes: number) => Object.keys(entrances).filter((path) => entrances[path]?.bodyBytes === bytes)
  const statements = sizes.map((bytes) => ({
    andStatement: { statements: [oneOf(taking(bytes)), longerThan(bytes)] },
  }))
  return {
    name,
    statement: { orStatement: { statements } },
    action: { block: { customResponse: { responseCode: 413, customResponseBodyKey: 'larger' } } },
    visibilityConfig: seen(name),
  }
}

// The body itself is seen only in its beginning, so what its sender says of its length counts where it may be long; whoever lies is cut
// off by HTTP, and whoever says nothing meets the door's own limit.
function longerThan(bytes: number): Statement {
  if (bytes >= 8_192) return saidLongerThan(bytes)
  const body = within({ body: { oversizeHandling: 'MATCH' } })
  return { sizeConstraintStatement: { ...body, comparisonOperator: 'GT', size: bytes } }
}

// WAF compares no numbers. A power of ten is passed by what has as many digits and is another number, or has more.
function saidLongerThan(bytes: number): Statement {
  const digits = String(bytes)
  if (!/^10+$/.test(digits)) throw new Error(`The firewall tells only powers of ten apart, and ${bytes} is none.`)
  const length = within({ singleHeader: { Name: 'content-length' } })
  const exactly = { ...length, positionalConstraint: 'EXACTLY', searchString: digits }
  return {
    andStatement: {
      statements: [
        { sizeConstraintStatement: { ...length, comparisonOperator: 'GE', size: digits.length } },
        { notStatement: { statement: { byteMatchStatement: exactly } } },
      ],
    },
  }
}

function tooMany(name: string, limit: number, scopeDownStatement: Statement): Unplaced {
  return {
    name,
    statement: {
      rateBasedStatement: { limit, evaluationWindowSec: 300, aggregateKeyType: 'IP', scopeDownStatement },
    },
    action: { block: { customResponse: { responseCode: 429, customResponseBodyKey: 'slower' } } },
    visibilityConfig: seen(name),
  }
}

// What looks into bodies only counts, and says so with a label.
function managed(group: (typeof MANAGED)[number]): Unplaced {
  return {
    name: group.name,
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name: group.name,
        ruleActionOverrides: bodyRules(group).map((name) => ({ name, actionToUse: { count: {} } })),
      },
    },
    overrideAction: { none: {} },
    visibilityConfig: seen(group.name),
  }
}

// Of the bodies that a group found bad, those are refused that nobody signed.
function badBody(): Unplaced {
  const labels = MANAGED.flatMap((group) => Object.values(group.bodies).map((label) => `${group.labels}:${label}`))
  const labelled = labels.map((key) => ({ labelMatchStatement: { scope: 'LABEL', key } }))
  return {
    name: 'bad-body',
    statement: {
      andStatement: {
        statements: [{ orStatement: { statements: labelled } }, { notStatement: { statement: oneOf(signed) } }],
      },
    },
    action: { block: {} },
    visibilityConfig: seen('bad-body'),
  }
}

function isPath(path: string): Statement {
  return {
    byteMatchStatement: { ...within({ uriPath: {} }), positionalConstraint: 'EXACTLY', searchString: path },
  }
}

function oneOf(paths: readonly string[]): Statement {
  const [only, ...others] = paths.map(isPath)
  // WAF takes no choice of one.
  return only !== undefined && others.length === 0 ? only : { orStatement: { statements: paths.map(isPath) } }
}

function within(fieldToMatch: CfnWebACL.FieldToMatchProperty) {
  return { fieldToMatch, textTransformations: [{ priority: 0, type: 'NONE' }] }
}

// Samples would hold what the log leaves out.
function seen(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false }
}
