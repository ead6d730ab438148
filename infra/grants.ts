import type { FunctionName, QueueName } from './topology.ts'

/**
 * What each function may do, beside `topology.ts`: exactly the calls to AWS that its code makes, by our own nouns. `infra/aws`
 * makes its role of it; `infra/local` refuses every other call, and a full run of the tests fails over a grant that nothing
 * used. What the platform does for a function (its queue, its stream, its logs, its traces) follows from the topology, and
 * what a resource asks for beside it (the key under which it is encrypted) from the resource. Data only.
 */
export type Grant =
  | { readonly on: 'table'; readonly may: readonly ItemAction[] }
  /** An index of the table is a resource of its own. */
  | { readonly on: 'index'; readonly name: IndexName; readonly may: readonly ['dynamodb:Query'] }
  | { readonly on: 'queue'; readonly name: QueueName; readonly may: readonly ['sqs:SendMessage'] }
  | { readonly on: 'bus'; readonly may: readonly ['events:PutEvents'] }
  /** The topics by which mail goes out: each workspace's own, all beginning with `MAIL_TOPICS`. */
  | { readonly on: 'mail-topics'; readonly may: readonly ['sns:Publish'] }
  /** One-off schedules, and the role in which they fire, which goes with each. */
  | { readonly on: 'schedules'; readonly may: readonly ['scheduler:CreateSchedule'] }
  | { readonly on: 'scheduler-role'; readonly may: readonly ['iam:PassRole'] }
  /** The one model that is configured, by the Converse API. */
  | { readonly on: 'model'; readonly may: readonly ['bedrock:InvokeModel'] }
  | { readonly on: 'guardrail'; readonly may: readonly ['bedrock:ApplyGuardrail'] }

/** On items of the table. A transaction needs what its parts need. Nothing ever scans. */
export type ItemAction =
  | 'dynamodb:GetItem'
  | 'dynamodb:BatchGetItem'
  | 'dynamodb:Query'
  | 'dynamodb:PutItem'
  | 'dynamodb:UpdateItem'
  | 'dynamodb:DeleteItem'
  | 'dynamodb:ConditionCheckItem'

/** The indexes of `app/dynamo/table.ts`. */
export const indexNames = ['by-project', 'by-assignee', 'owed'] as const
export type IndexName = (typeof indexNames)[number]

/** One action on one resource. */
export type Permission = { readonly [On in Grant['on']]: Single<Extract<Grant, { on: On }>> }[Grant['on']]
type Single<G extends Grant> = Omit<G, 'may'> & { readonly action: G['may'][number] }

/** What the names of the topics begin with that mail goes out by. */
export const MAIL_TOPICS = 'codexflow-handoffs'

export const grants = {
  'slack-door': [
    items('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'),
    ...views('by-project', 'by-assignee'),
    ...messages('digests', 'follow-ups'),
  ],
  'slack-install': [items('GetItem', 'PutItem', 'DeleteItem')],
  'github-door': [...messages('inbox')],
  'github-link': [items('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'DeleteItem')],
  health: [],
  'github-worker': [
    items('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'),
    ...messages('follow-ups', 'statements', 'visits'),
    ...longWaits(),
  ],
  'follow-up': [
    items('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'),
    ...views('by-project', 'by-assignee'),
    ...messages('alarms', 'deliveries', 'digests', 'follow-ups', 'imports', 'visits'),
    ...longWaits(),
    mail(),
  ],
  relay: [items('GetItem', 'Query', 'PutItem', 'DeleteItem'), ...messages('follow-ups'), events()],
  propagate: [items('GetItem', 'Query', 'PutItem', 'UpdateItem')],
  orchestrate: [
    items('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'),
    ...messages('alarms', 'deliveries', 'digests'),
    ...longWaits(),
    mail(),
    ...words(),
  ],
  deliver: [
    items('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'),
    ...messages('deliveries'),
    ...longWaits(),
    mail(),
  ],
  redraw: [items('GetItem', 'Query', 'PutItem', 'UpdateItem'), ...messages('deliveries'), ...longWaits(), mail()],
  publish: [
    items('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'),
    ...messages('statements'),
    ...longWaits(),
  ],
  digest: [
    items('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'),
    ...views('by-assignee'),
    ...messages('digests'),
    ...longWaits(),
  ],
  alarm: [items('GetItem', 'PutItem'), ...messages('alarms'), ...longWaits()],
  import: [
    items('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'),
    ...messages('follow-ups', 'imports', 'statements'),
  ],
  // It does what orchestrating and propagating left undone.
  reconcile: [
    items('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'),
    ...views('owed'),
    ...messages('alarms', 'deliveries', 'digests'),
    ...longWaits(),
    mail(),
    ...words(),
  ],
  sweep: [items('GetItem', 'Query', 'PutItem', 'UpdateItem'), ...messages('visits'), ...longWaits()],
  visit: [items('GetItem', 'Query', 'PutItem', 'DeleteItem'), ...messages('inbox', 'visits'), ...longWaits()],
  rounds: [items('Query'), ...messages('visits'), ...longWaits()],
  incident: [],
} as const satisfies Record<FunctionName, readonly Grant[]>

/** Where a resource may be named by a pattern, and why it cannot be named. In actions there is none. */
export const wildcards: readonly { readonly resource: string; readonly why: string }[] = [
  { resource: 'mail-topics', why: 'Each workspace has a topic of its own, made long after the deployment.' },
  { resource: 'schedules', why: 'A one-off schedule is named by a hash of what it is for, and is gone once it fired.' },
  { resource: 'traces', why: 'X-Ray knows no resources: its two writing actions take `*` alone.' },
  { resource: 'log-streams', why: 'Lambda names each stream of a log group anew; the group is named.' },
]

type Bare<Action extends string> = Action extends `${string}:${infer Name}` ? Name : never

function items(...names: readonly Bare<ItemAction>[]): Grant {
  return { on: 'table', may: names.map((name): ItemAction => `dynamodb:${name}`) }
}

function views(...names: readonly IndexName[]): readonly Grant[] {
  return names.map((name) => ({ on: 'index', name, may: ['dynamodb:Query'] }))
}

function messages(...names: readonly QueueName[]): readonly Grant[] {
  return names.map((name) => ({ on: 'queue', name, may: ['sqs:SendMessage'] }))
}

function events(): Grant {
  return { on: 'bus', may: ['events:PutEvents'] }
}

function mail(): Grant {
  return { on: 'mail-topics', may: ['sns:Publish'] }
}

/** For what SQS does not keep back for so long. */
function longWaits(): readonly Grant[] {
  return [
    { on: 'schedules', may: ['scheduler:CreateSchedule'] },
    { on: 'scheduler-role', may: ['iam:PassRole'] },
  ]
}

/** What writing words takes, where a model is configured. */
function words(): readonly Grant[] {
  return [
    { on: 'model', may: ['bedrock:InvokeModel'] },
    { on: 'guardrail', may: ['bedrock:ApplyGuardrail'] },
  ]
}
