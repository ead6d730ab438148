import type { SecretName } from './secrets.ts'

/**
 * The single truth of the wiring: which functions exist, what wakes each of them, and what happens when one fails.
 * `infra/local` realises it on a laptop and `infra/aws` on AWS. Data only: no code of either side belongs here.
 */

/**
 * Where in the picture of the system a function stands: `doors` take requests from outside; `tasks` keep the log and
 * what follows from it; `words` write; `deliveries` bring and keep true what people read; `watch` finds what was missed.
 */
export type RoomName = 'doors' | 'tasks' | 'words' | 'deliveries' | 'watch'

/** A Lambda function: `handlers/<name>.ts` exports `handler`. */
export type FunctionSpec = { readonly room: RoomName; readonly timeoutSeconds: number; readonly memoryMb: number }

/** One HTTP route of the API (API Gateway HTTP API, payload format 2.0). */
export type RouteSpec = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly function: FunctionName
}

/** An SQS queue with dead letters of its own (`<name>-dead`), read by one function with partial batch failures. */
export type QueueSpec = {
  readonly function: FunctionName
  readonly batchSize: number
  /** Receives before a message goes to the dead letters. */
  readonly maxReceives: number
  /** Whether one-off schedules put messages on it, for waits that are longer than a queue can hold. */
  readonly scheduled?: true
}

/** An SNS topic that others write to, AWS's own services among them, and the one queue that it feeds with each message as it came. */
export type TopicSpec = { readonly queue: QueueName }

/** A rule of the bus: the EventBridge pattern, and the one queue it feeds. */
export type RuleSpec = { readonly pattern: EventPattern; readonly queue: QueueName }

/**
 * The part of EventBridge's pattern language that we use: exact values, `prefix`, `exists`, `anything-but`, nested.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export type EventPattern = { readonly [key: string]: EventPattern | readonly PatternValue[] }
export type PatternValue =
  | string
  | number
  | boolean
  | null
  | { readonly prefix: string }
  | { readonly exists: boolean }
  | { readonly 'anything-but': string | number | readonly (string | number)[] }

/** A DynamoDB stream event source mapping. `filter` is matched against the whole stream record, as Lambda does. */
export type StreamSpec = {
  readonly function: FunctionName
  readonly filter: EventPattern
  readonly batchSize: number
  readonly maxAttempts: number
  readonly bisectOnError: boolean
  /** What failed and is older than that is given up. A stream remembers a day; the rest of it is for those who repair. */
  readonly maxAgeHours: number
  /** The whole record is kept there when we give up: a bucket on AWS, a folder on a laptop. */
  readonly onFailure: 'stream-failures'
}

/** A recurring EventBridge schedule. */
export type ScheduleSpec = { readonly everyMinutes: number; readonly atStart: boolean; readonly function: FunctionName }

/** A secret that Secrets Manager has changed by a function, step by step. */
export type RotationSpec = { readonly everyDays: number; readonly function: FunctionName }

export const functions = {
  'slack-door': { room: 'doors', timeoutSeconds: 10, memoryMb: 1024 },
  'slack-install': { room: 'doors', timeoutSeconds: 20, memoryMb: 512 },
  'github-door': { room: 'doors', timeoutSeconds: 10, memoryMb: 512 },
  'github-link': { room: 'doors', timeoutSeconds: 25, memoryMb: 512 },
  health: { room: 'doors', timeoutSeconds: 3, memoryMb: 128 },
  'github-worker': { room: 'tasks', timeoutSeconds: 30, memoryMb: 1024 },
  'follow-up': { room: 'tasks', timeoutSeconds: 30, memoryMb: 512 },
  relay: { room: 'tasks', timeoutSeconds: 30, memoryMb: 512 },
  propagate: { room: 'tasks', timeoutSeconds: 60, memoryMb: 512 },
  // It waits for the model most of its time, which is paid for by the megabyte.
  orchestrate: { room: 'words', timeoutSeconds: 60, memoryMb: 512 },
  deliver: { room: 'deliveries', timeoutSeconds: 60, memoryMb: 512 },
  redraw: { room: 'deliveries', timeoutSeconds: 60, memoryMb: 512 },
  publish: { room: 'deliveries', timeoutSeconds: 60, memoryMb: 512 },
  digest: { room: 'deliveries', timeoutSeconds: 60, memoryMb: 512 },
  alarm: { room: 'deliveries', timeoutSeconds: 30, memoryMb: 512 },
  import: { room: 'tasks', timeoutSeconds: 60, memoryMb: 512 },
  reconcile: { room: 'watch', timeoutSeconds: 300, memoryMb: 512 },
  sweep: { room: 'watch', timeoutSeconds: 300, memoryMb: 512 },
  visit: { room: 'watch', timeoutSeconds: 120, memoryMb: 512 },
  rounds: { room: 'watch', timeoutSeconds: 300, memoryMb: 512 },
  incident: { room: 'watch', timeoutSeconds: 30, memoryMb: 512 },
  release: { room: 'watch', timeoutSeconds: 30, memoryMb: 512 },
  rotate: { room: 'watch', timeoutSeconds: 60, memoryMb: 512 },
} as const satisfies Record<string, FunctionSpec>
export type FunctionName = keyof typeof functions

export const routes: readonly RouteSpec[] = [
  { method: 'POST', path: '/slack/events', function: 'slack-door' },
  { method: 'GET', path: '/slack/install', function: 'slack-install' },
  { method: 'GET', path: '/slack/oauth', function: 'slack-install' },
  { method: 'POST', path: '/github/webhooks', function: 'github-door' },
  { method: 'GET', path: '/github/link', function: 'github-link' },
  { method: 'POST', path: '/github/link', function: 'github-link' },
  { method: 'GET', path: '/github/oauth', function: 'github-link' },
  { method: 'GET', path: '/health', function: 'health' },
]

export const queues = {
  /** Verified GitHub deliveries that some source acts on. */
  inbox: { function: 'github-worker', batchSize: 10, maxReceives: 5 },
  /** What a Slack command could not finish inside its acknowledgement. */
  'follow-ups': { function: 'follow-up', batchSize: 1, maxReceives: 5 },
  /** Tasks whose readiness or assignee moved: words may have to be written or taken back. */
  orchestration: { function: 'orchestrate', batchSize: 1, maxReceives: 5 },
  /** Notices that were written, every wait of a delivery that re-drives itself, and what threads are to be told. */
  deliveries: { function: 'deliver', batchSize: 5, maxReceives: 5, scheduled: true },
  /** Tasks that were begun, finished, cancelled or reopened: what people were told about them shows it. */
  redraws: { function: 'redraw', batchSize: 5, maxReceives: 5 },
  /** Tasks of which something changed, and what stands about them on GitHub: to be looked at whether it is still true. */
  statements: { function: 'publish', batchSize: 10, maxReceives: 5, scheduled: true },
  /** People whose working day begins, or who changed when it does. */
  digests: { function: 'digest', batchSize: 5, maxReceives: 5, scheduled: true },
  /** Tasks for which something falls due by the clock: nobody has answered, nobody has decided. */
  alarms: { function: 'alarm', batchSize: 5, maxReceives: 5, scheduled: true },
  /** Connected repositories: how they stand with GitHub, and what was missed there. */
  visits: { function: 'visit', batchSize: 1, maxReceives: 5, scheduled: true },
  /** The history of a repository, slice by slice: each message brings in one and puts the next. */
  imports: { function: 'import', batchSize: 1, maxReceives: 5 },
  /** Alarms of the operators that began or ended. */
  incidents: { function: 'incident', batchSize: 1, maxReceives: 5 },
  /** Pipelines that wait for people, and what people decided. */
  releases: { function: 'release', batchSize: 1, maxReceives: 5 },
} as const satisfies Record<string, QueueSpec>
export type QueueName = keyof typeof queues

export const topics = {
  /** What CloudWatch says of every alarm. People and a pager hear it from here too, beside all that is ours. */
  alarms: { queue: 'incidents' },
  /** What CodePipeline says when it waits for an approval. */
  approvals: { queue: 'releases' },
} as const satisfies Record<string, TopicSpec>
export type TopicName = keyof typeof topics

/** Event source of everything the relay publishes. */
export const TASK_EVENTS = 'codexflow.tasks'

export const rules = {
  'wake-the-orchestrator': {
    pattern: {
      source: [TASK_EVENTS],
      'detail-type': [
        ...['TaskReady', 'TaskUnready', 'TaskReopened', 'TaskReassigned', 'TaskBlocked', 'TaskUnblocked'],
        ...['HandoffAccepted', 'HandoffDeclined', 'HandoffUnanswered', 'QuestionAsked'],
        ...['ApprovalRequested', 'ApprovalReminded', 'ApprovalSettled'],
      ],
    },
    queue: 'orchestration',
  },
  'deliver-what-was-written': {
    pattern: { source: [TASK_EVENTS], 'detail-type': ['HandoffWritten', 'BlockNoticeWritten', 'MessageWritten'] },
    queue: 'deliveries',
  },
  'redraw-what-was-told': {
    pattern: {
      source: [TASK_EVENTS],
      'detail-type': [
        ...['TaskStarted', 'ReviewStarted', 'TaskCompleted', 'TaskCancelled', 'TaskReopened'],
        ...['HandoffAccepted', 'ApprovalVoted'],
      ],
    },
    queue: 'redraws',
  },
  'state-it-on-github': {
    pattern: {
      source: [TASK_EVENTS],
      'detail-type': [
        ...['TaskCreated', 'TaskReassigned', 'TaskStarted', 'ReviewStarted', 'TaskReturned', 'TaskCompleted'],
        ...['TaskCancelled', 'TaskReopened', 'TaskReady', 'TaskUnready', 'TaskUnblocked', 'BlockerDetected'],
        ...['BlockerAdded', 'BlockerRemoved', 'BlockerSettled', 'PullRequestRecorded', 'CodeMerged', 'CodeReverted'],
        ...[
          'TestsPassed',
          'TestsFailed',
          'TestsPending',
          'DeploymentSucceeded',
          'DeploymentFailed',
          'DeploymentPending',
        ],
        ...['DeploymentSuperseded', 'IssueRecorded', 'ResourcesRecorded', 'ReviewRecorded'],
        ...['HandoffWritten', 'BlockNoticeWritten', 'HandoffAccepted'],
        ...['ApprovalRequested', 'ApprovalVoted', 'ApprovalSettled'],
      ],
    },
    queue: 'statements',
  },
  'answer-the-pipeline': {
    pattern: { source: [TASK_EVENTS], 'detail-type': ['ApprovalSettled'] },
    queue: 'releases',
  },
} as const satisfies Record<string, RuleSpec>
export type RuleName = keyof typeof rules

export const streams = {
  relay: {
    function: 'relay',
    // Tasks, and acts that wait for the audit.
    filter: { dynamodb: { NewImage: { kind: { S: ['task', 'act'] } } } },
    batchSize: 25,
    maxAttempts: 10,
    bisectOnError: true,
    maxAgeHours: 12,
    onFailure: 'stream-failures',
  },
  propagate: {
    function: 'propagate',
    filter: { dynamodb: { NewImage: { kind: { S: ['task'] }, owedPropagation: { N: [{ exists: true }] } } } },
    batchSize: 10,
    maxAttempts: 10,
    bisectOnError: true,
    maxAgeHours: 12,
    onFailure: 'stream-failures',
  },
} as const satisfies Record<string, StreamSpec>

export const schedules = {
  reconcile: { everyMinutes: 15, atStart: true, function: 'reconcile' },
  /** Webhook deliveries that failed: GitHub never repeats them by itself. */
  sweep: { everyMinutes: 15, atStart: true, function: 'sweep' },
  /** Each installation once a day, in an hour of its own; all of them after a start. */
  rounds: { everyMinutes: 60, atStart: true, function: 'rounds' },
} as const satisfies Record<string, ScheduleSpec>

/** Those that are ours to change: the others are given out by Slack and GitHub on a page. */
export const rotations = {
  'github-webhook': { everyDays: 30, function: 'rotate' },
  keys: { everyDays: 30, function: 'rotate' },
} as const satisfies Partial<Record<SecretName, RotationSpec>>

/** SQS visibility: six times the time-out of the function that reads the queue, as Lambda asks for.
 *  https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
export function visibilitySeconds(queue: QueueName): number {
  return 6 * functions[queues[queue].function].timeoutSeconds
}
