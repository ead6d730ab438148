/**
 * Where CodexFlow runs on AWS, and how much of it: the one file that a deployment reads. Change it, look at
 * `npm run diff -- --stage <name>`, then deploy. No secret belongs here.
 */
export type Stage = {
  /** The one region in which work is done. */
  readonly region: string
  /** Twelve digits; absent: whatever account the credentials at hand belong to. */
  readonly account?: string
  /** The Slack app made from `manifest.yml`: Basic Information, Client ID. Nothing in it is secret. */
  readonly slack?: { readonly clientId: string }
  /** The GitHub App made from `app.yml`: its number, its name in addresses, and its client id. Nothing in it is secret. */
  readonly github?: { readonly appId: number; readonly slug: string; readonly clientId: string }
  /** Days that log lines are kept. */
  readonly logDays: 7 | 30 | 90 | 365
  /** Whether data outlives the stack: tables, keys and buckets can be deleted only by hand. */
  readonly keepData: boolean
  /**
   * Days that a daily backup is kept, beside the 35 days to every second of which the table can be brought back. 0: none; what a vault holds keeps
   * it from being deleted, so that a stage without `keepData` has none.
   */
  readonly backupDays: number
  /**
   * The model that writes hand-offs; absent: the fallback writers write. Somebody has opened it once in the Bedrock console.
   * An inference profile (an id that begins with `us.` or `eu.`) names the regions over which it spreads the calls.
   */
  readonly model?: {
    readonly id: string
    readonly regions?: readonly string[]
    readonly guardrail?: { readonly id: string; readonly version: string }
  }
  /** Requests a second, and at once, that the API takes of everybody together. */
  readonly throttle: { readonly rate: number; readonly burst: number }
  /** CloudFront with a firewall before the API. Costs some 20 dollars a month when nobody calls (docs/cost.md). */
  readonly edge: boolean
  /** A name of one's own, with the certificate for it in us-east-1 (CloudFront reads it there), or in `region` without `edge`. */
  readonly domain?: { readonly name: string; readonly certificateArn: string }
  /** Where people decide on releases of CodexFlow itself: a project of a workspace that uses it. Absent: nobody is asked in Slack. */
  readonly releases?: { readonly workspace: string; readonly project: string }
  /** Who hears of an alarm, beside CodexFlow itself. */
  readonly alarms: {
    readonly email?: string
    readonly pagerDutyUrl?: string
    /** A Slack workspace in which CodexFlow is installed, and a channel there that it was invited to, by their ids. Whoever reads it hears of all workspaces, so it is named here and by no workspace's owner. */
    readonly slack?: { readonly team: string; readonly channel: string }
  }
  /** A region that holds a copy of table, documents, exports and backups. Doubles the price of each write; two keys and a copy of each secret are some five dollars a month there. */
  readonly standby?: string
  /** Which of the two acts; absent: `region`. `npm run failover` moves it, and says when to write it here. */
  readonly active?: string
  /**
   * Functions in private subnets, with doors of their own to the services of AWS, one way out and a log of every connection. It costs
   * some 197 dollars a month (docs/cost.md) and protects little that IAM does not.
   */
  readonly network: boolean
  /**
   * Often an organisation has these for all accounts; GuardDuty and AWS Config are there once for an account and region, and a second one
   * is refused. `trail`: CloudTrail with data events of table and buckets, and whoever asks for a secret; 0.10 dollars for 100,000 of them.
   * `guardDuty`: some 4 dollars for a million events, little in a quiet account. `config`: AWS Config with seven rules; 0.003 dollars for
   * each change, some 5 dollars a month.
   */
  readonly audit: { readonly trail: boolean; readonly guardDuty: boolean; readonly config: boolean }
}

/** The region in which a stage acts. */
export function actsIn({ region, active }: Pick<Stage, 'region' | 'active'>): string {
  return active ?? region
}

/** Where CloudFront takes its firewall and its certificate from, whatever region the work is done in. */
export const EDGE_REGION = 'us-east-1'

/** The context of CDK that says which version of the secret `edge-header` CloudFront is to say. */
export const EDGE_VERSION = 'edge-version'

export type StageName = keyof typeof stages

export const stages = {
  /** For one developer: as cheap as it gets, and gone without a trace when it is destroyed with its data. */
  dev: {
    region: 'us-east-1',
    logDays: 7,
    keepData: false,
    backupDays: 0,
    throttle: { rate: 100, burst: 50 },
    edge: false,
    alarms: {},
    network: false,
    audit: { trail: false, guardDuty: false, config: false },
  },
  /** What production will be tomorrow, in small. */
  staging: {
    region: 'us-east-1',
    logDays: 30,
    keepData: true,
    backupDays: 7,
    model: { id: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', regions: ['us-east-1', 'us-east-2', 'us-west-2'] },
    throttle: { rate: 10_000, burst: 5_000 },
    edge: true,
    alarms: {},
    network: false,
    audit: { trail: false, guardDuty: false, config: false },
  },
  /** All that keeps data safe is on, and costs money before anybody calls: standby, edge, audit. `npm run deploy` says how much. */
  production: {
    region: 'us-east-1',
    logDays: 365,
    keepData: true,
    backupDays: 35,
    model: { id: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', regions: ['us-east-1', 'us-east-2', 'us-west-2'] },
    throttle: { rate: 10_000, burst: 5_000 },
    edge: true,
    alarms: {},
    standby: 'us-west-2',
    network: false,
    audit: { trail: true, guardDuty: true, config: true },
  },
} as const satisfies Record<string, Stage>
