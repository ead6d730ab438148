import type { ServiceName } from './price-sources.ts'

/** A price of AWS in us-east-1. */
export type Price = {
  readonly service: ServiceName
  readonly what: string
  /** Dollars for `per` of `unit`. */
  readonly usd: number
  readonly per: number
  readonly unit: string
  /** So many each month cost nothing, for as long as the account exists; trials of new accounts are not counted. */
  readonly free?: number
  /** Where it was read, when not where the others of its service were. */
  readonly read?: string
}

const MILLION = 1_000_000

/** Every price that the bill uses, by a name of ours. */
export const prices = {
  invocations: { service: 'Lambda', what: 'invocations', usd: 0.2, per: MILLION, unit: 'invocations', free: MILLION },
  compute: {
    service: 'Lambda',
    what: 'time of the functions (arm64)',
    usd: 0.0000133334,
    per: 1,
    unit: 'GB-seconds',
    free: 400_000,
    read: 'cloudchipr.com, 2024: unchanged since 2021',
  },
  reads: { service: 'DynamoDB', what: 'reads, on demand', usd: 0.125, per: MILLION, unit: 'read units' },
  writes: { service: 'DynamoDB', what: 'writes, on demand', usd: 0.625, per: MILLION, unit: 'write units' },
  replicatedWrites: {
    service: 'DynamoDB',
    what: 'the same writes in the standby region',
    usd: 0.625,
    per: MILLION,
    unit: 'write units',
    read: 'airbyte.com, 2025-07: two thirds off in November 2024',
  },
  stored: {
    service: 'DynamoDB',
    what: 'storage, indexes included',
    usd: 0.25,
    per: 1,
    unit: 'GB-months',
    free: 25,
    read: 'aws.amazon.com/dynamodb/pricing, copy of unknown date',
  },
  replicatedStored: {
    service: 'DynamoDB',
    what: 'storage in the standby region',
    usd: 0.25,
    per: 1,
    unit: 'GB-months',
    read: 'aws.amazon.com/dynamodb/pricing, copy of unknown date',
  },
  recovery: {
    service: 'DynamoDB',
    what: 'point-in-time recovery',
    usd: 0.2,
    per: 1,
    unit: 'GB-months',
    read: 'known; no dated source found',
  },
  backups: {
    service: 'Backup',
    what: 'daily backups that are kept: each is a whole copy',
    usd: 0.1,
    per: 1,
    unit: 'GB-months',
  },
  queueRequests: {
    service: 'SQS',
    what: 'sends, receives and deletes of messages',
    usd: 0.4,
    per: MILLION,
    unit: 'requests',
  },
  emptyReceives: {
    service: 'SQS',
    what: 'asking queues that are empty',
    usd: 0.4,
    per: MILLION,
    unit: 'requests',
    free: MILLION,
  },
  events: { service: 'EventBridge', what: 'events on the bus', usd: 1, per: MILLION, unit: 'events' },
  archived: { service: 'EventBridge', what: 'events into the archive', usd: 0.1, per: 1, unit: 'GB' },
  schedules: {
    service: 'EventBridge',
    what: 'schedules that fire',
    usd: 1,
    per: MILLION,
    unit: 'invocations',
    free: 14 * MILLION,
  },
  mails: { service: 'SNS', what: 'e-mails', usd: 2, per: 100_000, unit: 'e-mails', free: 1_000 },
  requests: { service: 'API Gateway', what: 'requests of the HTTP API', usd: 1, per: MILLION, unit: 'requests' },
  edgeRequests: {
    service: 'CloudFront',
    what: 'HTTPS requests',
    usd: 0.01,
    per: 10_000,
    unit: 'requests',
    free: 10 * MILLION,
  },
  firewall: { service: 'WAF', what: 'the web ACL', usd: 5, per: 1, unit: 'ACLs' },
  firewallRules: { service: 'WAF', what: 'its rules', usd: 1, per: 1, unit: 'rules' },
  firewallRequests: { service: 'WAF', what: 'requests looked at', usd: 0.6, per: MILLION, unit: 'requests' },
  files: { service: 'S3', what: 'documents, exports, access logs', usd: 0.023, per: 1, unit: 'GB-months' },
  keys: { service: 'KMS', what: 'keys: of what is stored, and of the vault', usd: 1, per: 1, unit: 'keys' },
  keyRequests: {
    service: 'KMS',
    what: 'requests for table and secrets',
    usd: 0.03,
    per: 10_000,
    unit: 'requests',
    free: 20_000,
  },
  secrets: { service: 'Secrets Manager', what: 'secrets', usd: 0.4, per: 1, unit: 'secrets' },
  secretCalls: { service: 'Secrets Manager', what: 'reads of secrets', usd: 0.05, per: 10_000, unit: 'calls' },
  logged: {
    service: 'CloudWatch',
    what: 'log lines: ours, the platform’s, the API’s',
    usd: 0.5,
    per: 1,
    unit: 'GB',
    free: 5,
    read: 'cloudburn.io, 2026-02, and factualminds.com, 2026-06',
  },
  logsKept: {
    service: 'CloudWatch',
    what: 'log lines that are kept, compressed',
    usd: 0.03,
    per: 1,
    unit: 'GB-months',
    read: 'known; no dated source found',
  },
  metrics: {
    service: 'CloudWatch',
    what: 'metrics of our own',
    usd: 0.3,
    per: 1,
    unit: 'metrics',
    free: 10,
    read: 'signoz.io, 2026-02',
  },
  alarms: { service: 'CloudWatch', what: 'alarms', usd: 0.1, per: 1, unit: 'alarms', free: 10 },
  compositeAlarms: { service: 'CloudWatch', what: 'alarms made of others', usd: 0.5, per: 1, unit: 'alarms' },
  dashboards: { service: 'CloudWatch', what: 'dashboards', usd: 3, per: 1, unit: 'dashboards', free: 3 },
  traces: { service: 'X-Ray', what: 'traces', usd: 5, per: MILLION, unit: 'traces', free: 100_000 },
  sent: { service: 'Data transfer', what: 'to Slack and GitHub', usd: 0.09, per: 1, unit: 'GB', free: 100 },
  gateways: { service: 'VPC', what: 'NAT gateways: Slack and GitHub are outside', usd: 0.045, per: 1, unit: 'hours' },
  gatewayBytes: { service: 'VPC', what: 'data through them', usd: 0.045, per: 1, unit: 'GB' },
  endpoints: {
    service: 'VPC',
    what: 'interface endpoints (those of DynamoDB and S3 are free)',
    usd: 0.01,
    per: 1,
    unit: 'hours',
  },
  managementEvents: { service: 'GuardDuty', what: 'management events looked at', usd: 4, per: MILLION, unit: 'events' },
  dataEvents: {
    service: 'CloudTrail',
    what: 'data events: each call to the table',
    usd: 0.1,
    per: 100_000,
    unit: 'events',
  },
  configuration: {
    service: 'Config',
    what: 'recorded changes, each seen by its rules',
    usd: 0.003,
    per: 1,
    unit: 'items',
  },
  modelInput: { service: 'Bedrock', what: 'tokens of questions', usd: 3.3, per: MILLION, unit: 'tokens' },
  modelCached: {
    service: 'Bedrock',
    what: 'tokens of the prompt, read from its cache',
    usd: 0.33,
    per: MILLION,
    unit: 'tokens',
    read: 'clauder-navi.com, 2026: a tenth of the input',
  },
  modelOutput: {
    service: 'Bedrock',
    what: 'tokens of answers',
    usd: 16.5,
    per: MILLION,
    unit: 'tokens',
    read: 'clauder-navi.com, 2026: 15.00, and a tenth more in one region or geography',
  },
} as const satisfies Readonly<Record<string, Price>>
export type PriceName = keyof typeof prices

/** Who may write the words; `stages.ts` names the first. The same tokens cost other dollars, and a prompt that is too short is not cached. */
export const models = {
  'Claude Sonnet 4.5': { prices: { modelInput: 3.3, modelCached: 0.33, modelOutput: 16.5 }, leastCached: 1_024 },
  'Claude Haiku 4.5': { prices: { modelInput: 1.1, modelCached: 0.11, modelOutput: 5.5 }, leastCached: 4_096 },
} as const satisfies Readonly<Record<string, Model>>
export type ModelName = keyof typeof models
export type Model = {
  readonly prices: Readonly<Partial<Record<PriceName, number>>>
  /** Tokens: https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html */
  readonly leastCached: number
}
