import type { SecretName } from './secrets.ts'
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
  /** A secret of `secrets.ts`: what is in force, and what was before; and what comes, for who rotates it. */
  | { readonly on: 'secret'; readonly name: SecretName; readonly may: readonly SecretAction[] }
  /** The key that seals the workspaces' tokens, and in the vault's own context alone. */
  | { readonly on: 'vault-key'; readonly may: readonly KeyAction[] }
  /** The one model that is configured, by the Converse API. */
  | { readonly on: 'model'; readonly may: readonly ['bedrock:InvokeModel'] }
  | { readonly on: 'guardrail'; readonly may: readonly ['bedrock:ApplyGuardrail'] }
  /** The pipeline that asks people whether a release may go on. */
  | { readonly on: 'pipeline'; readonly may: readonly ['codepipeline:PutApprovalResult'] }

/** On items of the table. A transaction needs what its parts need. Nothing ever scans. */
export type ItemAction =
  | 'dynamodb:GetItem'
  | 'dynamodb:BatchGetItem'
  | 'dynamodb:Query'
  | 'dynamodb:PutItem'
  | 'dynamodb:UpdateItem'
  | 'dynamodb:DeleteItem'
  | 'dynamodb:ConditionCheckItem'

/** Installing seals, and renewing a token; sending opens. */
export type KeyAction = 'kms:Encrypt' | 'kms:Decrypt'

/** Reading a secret, and what its rotation does beside that. */
export const secretActions = [
  'secretsmanager:GetSecretValue',
  'secretsmanager:DescribeSecret',
  'secretsmanager:PutSecretValue',
  'secretsmanager:UpdateSecretVersionStage',
] as const
export type SecretAction = (typeof secretActions)[number]

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
    ...reads('slack-signing', 'slack-app', 'keys', 'edge-header'),
    vault('kms:Encrypt', 'kms:Decrypt'),
  ],
  'slack-install': [
    items('GetItem', 'PutItem', 'DeleteItem'),
    ...reads('slack-app', 'keys', 'edge-header'),
    vault('kms:Encrypt'),
  ],
  'github-door': [...messages('inbox'), ...reads('github-webhook', 'edge-header')],
  'github-link': [
    items('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'DeleteItem'),
    ...reads('github-oauth', 'keys', 'edge-header'),
  ],
  health: [],
  'github-worker': [
    items('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'),
    ...messages('follow-ups', 'statements', 'visits'),
    ...longWaits(),
    ...reads('github-app'),
  ],
  'follow-up': [
    items('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'),
    ...views('by-project', 'by-assignee'),
    ...messages('alarms', 'deliveries', 'digests', 'follow-ups', 'imports', 'statements', 'visits'),
    ...longWaits(),
    mail(),
    ...reads('slack-app', 'github-app', 'keys'),
    vault('kms:Encrypt', 'kms:Decrypt'),
  ],
  relay: [items('GetItem', 'Query', 'PutItem', 'DeleteItem'), ...messages('follow-ups'), events()],
  propagate: [items('GetItem', 'Query', 'PutItem', 'UpdateItem')],
  orchestrate: [
    items('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'),
    ...messages('alarms', 'deliveries', 'digests'),
    ...longWaits(),
    mail(),
    ...words(),
    ...reads('slack-app', 'github-app', 'keys'),
    vault('kms:Encrypt', 'kms:Decrypt'),
  ],
  deliver: [
    items('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'),
    ...messages('deliveries'),
    ...longWaits(),
    mail(),
    ...reads('slack-app', 'github-app', 'keys'),
    vault('kms:Encrypt', 'kms:Decrypt'),
  ],
  redraw: [
    items('GetItem', 'Query', 'PutItem', 'UpdateItem'),
    ...messages('deliveries'),
    ...longWaits(),
    mail(),
    ...reads('slack-app', 'github-app', 'keys'),
    vault('kms:Encrypt', 'kms:Decrypt'),
  ],
  publish: [
    items('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'),
    ...messages('statements'),
    ...longWaits(),
    ...reads('github-app', 'keys'),
  ],
  digest: [
    items('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'),
    ...views('by-assignee'),
    ...messages('digests'),
    ...longWaits(),
    ...reads('slack-app'),
    vault('kms:Encrypt', 'kms:Decrypt'),
  ],
  alarm: [items('GetItem', 'PutItem'), ...messages('alarms'), ...longWaits()],
  import: [
    items('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'),
    ...messages('follow-ups', 'imports', 'statements'),
    ...reads('github-app'),
  ],
  // It does what orchestrating and propagating left undone.
  reconcile: [
    items('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'),
    ...views('owed'),
    ...messages('alarms', 'deliveries', 'digests'),
    ...longWaits(),
    mail(),
    ...words(),
    ...reads('slack-app', 'github-app', 'keys'),
    vault('kms:Encrypt', 'kms:Decrypt'),
  ],
  sweep: [
    items('GetItem', 'Query', 'PutItem', 'UpdateItem'),
    ...messages('visits'),
    ...longWaits(),
    ...reads('github-app'),
  ],
  visit: [
    items('GetItem', 'Query', 'PutItem', 'DeleteItem'),
    ...messages('inbox', 'visits'),
    ...longWaits(),
    ...reads('slack-app', 'github-app'),
    vault('kms:Encrypt', 'kms:Decrypt'),
  ],
  rounds: [items('Query'), ...messages('visits'), ...longWaits(), ...reads('github-app')],
  incident: [items('GetItem', 'PutItem'), ...reads('slack-app'), vault('kms:Encrypt', 'kms:Decrypt')],
  release: [
    items('GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'),
    { on: 'pipeline', may: ['codepipeline:PutApprovalResult'] },
    vault('kms:Encrypt', 'kms:Decrypt'),
  ],
  rotate: [...rotated('github-webhook', 'keys'), ...reads('github-app')],
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

function reads(...names: readonly SecretName[]): readonly Grant[] {
  return names.map((name) => ({ on: 'secret', name, may: ['secretsmanager:GetSecretValue'] }))
}

function rotated(...names: readonly SecretName[]): readonly Grant[] {
  return names.map((name) => ({ on: 'secret', name, may: secretActions }))
}

function vault(...may: readonly KeyAction[]): Grant {
  return { on: 'vault-key', may }
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
