import { Fault } from '../../../app/errors.ts'
import { type ItemAction, indexNames, MAIL_TOPICS, type Permission, secretActions } from '../../grants.ts'
import { type SecretName, VAULT } from '../../secrets.ts'
import type { QueueName } from '../../topology.ts'
import type { AwsRequest } from './aws-request.ts'

/** What our nouns are called where the functions run. */
export type Names = {
  readonly table: string
  readonly bus: string
  readonly queues: Readonly<Record<QueueName, { readonly url: string }>>
  /** Of one-off schedules. */
  readonly scheduleGroup: string
  /** ARN of the role in which schedules fire. */
  readonly schedulerRole: string
  /** What each secret is called. */
  readonly secrets: Readonly<Record<SecretName, string>>
  /** The key of the vault. */
  readonly vaultKey: string
  /** Id of the model. Absent: there is none. */
  readonly model?: string | undefined
  readonly guardrail?: string | undefined
}

/**
 * The permissions that AWS asks for before it answers a request. Throws a `Fault` for whatever is not known here, be it
 * the service, the operation or the resource: what nobody has thought about is not granted.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function permissionsOf(request: AwsRequest, names: Names): readonly Permission[] {
  switch (request.service) {
    case 'dynamodb':
      return onTable(operationOf(request, 'DynamoDB_20120810'), inputOf(request), names)
    case 'sqs':
      return [onQueue(operationOf(request, 'AmazonSQS'), inputOf(request), names)]
    case 'events':
      return onBus(operationOf(request, 'AWSEvents'), inputOf(request), names)
    case 'sns':
      return [onTopic(request)]
    case 'scheduler':
      return onSchedule(request, names)
    case 'secretsmanager':
      return [onSecret(operationOf(request, 'secretsmanager'), inputOf(request), names)]
    case 'kms':
      return [onKey(operationOf(request, 'TrentService'), inputOf(request), names)]
    case 'codepipeline':
      if (operationOf(request, 'CodePipeline_20150709') !== 'PutApprovalResult')
        throw unknown(request.service, request.target ?? '')
      return [{ on: 'pipeline', action: 'codepipeline:PutApprovalResult' }]
    case 'bedrock':
      return onModel(request, names)
    default:
      throw unknown(request.service, request.target ?? `${request.method} ${request.path}`)
  }
}

type Input = Readonly<Record<string, unknown>>

/** Operations whose permission has their name. */
const PLAIN: readonly ItemAction[] = [
  'dynamodb:GetItem',
  'dynamodb:Query',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
]

/**
 * A transaction needs what its parts need, and nothing of its own.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
const PARTS: Readonly<Record<string, ItemAction>> = {
  Put: 'dynamodb:PutItem',
  Update: 'dynamodb:UpdateItem',
  Delete: 'dynamodb:DeleteItem',
  ConditionCheck: 'dynamodb:ConditionCheckItem',
}

function onTable(operation: string, input: Input, names: Names): readonly Permission[] {
  const on = (action: ItemAction, table: unknown): Permission => {
    if (table !== names.table) throw unknown('dynamodb', `${action} on the table ${String(table)}`)
    return { action, on: 'table' }
  }
  if (operation === 'BatchGetItem') {
    return Object.keys(input['RequestItems'] as object).map((table) => on('dynamodb:BatchGetItem', table))
  }
  if (operation === 'TransactWriteItems') {
    const parts = (input['TransactItems'] as Readonly<Record<string, Input | undefined>>[]).flatMap(Object.entries)
    return parts.map(([kind, part]) =>
      on(known(PARTS[kind], 'dynamodb', `a transaction with ${kind}`), part?.['TableName']),
    )
  }
  const action = known(
    PLAIN.find((each) => each === `dynamodb:${operation}`),
    'dynamodb',
    operation,
  )
  const plain = on(action, input['TableName'])
  const index = input['IndexName']
  if (index === undefined) return [plain]
  // The index is a resource of its own; reading it asks for nothing on the table.
  if (action !== 'dynamodb:Query') throw unknown('dynamodb', `${operation} on an index`)
  return [
    {
      action,
      on: 'index',
      name: known(
        indexNames.find((name) => name === index),
        'dynamodb',
        `the index ${String(index)}`,
      ),
    },
  ]
}

// Several messages at once need the permission for one.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
function onQueue(operation: string, { QueueUrl }: Input, { queues }: Names): Permission {
  if (operation !== 'SendMessage' && operation !== 'SendMessageBatch') throw unknown('sqs', operation)
  const name = (Object.keys(queues) as QueueName[]).find((each) => queues[each].url === QueueUrl)
  return { action: 'sqs:SendMessage', on: 'queue', name: known(name, 'sqs', `the queue ${String(QueueUrl)}`) }
}

function onBus(operation: string, { Entries }: Input, { bus }: Names): readonly Permission[] {
  if (operation !== 'PutEvents') throw unknown('events', operation)
  return (Entries as Input[]).map(({ EventBusName }) => {
    if (EventBusName !== bus) throw unknown('events', `the bus ${String(EventBusName)}`)
    return { action: 'events:PutEvents', on: 'bus' }
  })
}

// SNS speaks AWS's query protocol: a form.
function onTopic({ body }: AwsRequest): Permission {
  const form = new URLSearchParams(body)
  const topic = form.get('TopicArn')?.split(':').at(-1)
  if (form.get('Action') !== 'Publish') throw unknown('sns', String(form.get('Action')))
  if (topic?.startsWith(MAIL_TOPICS) !== true) throw unknown('sns', `the topic ${topic}`)
  return { action: 'sns:Publish', on: 'mail-topics' }
}

// Whoever makes a schedule hands it the role in which it fires.
// https://docs.aws.amazon.com/scheduler/latest/UserGuide/security_iam_id-based-policies.html
function onSchedule(request: AwsRequest, { scheduleGroup, schedulerRole }: Names): readonly Permission[] {
  const { method, path } = request
  if (method !== 'POST' || !/^\/schedules\/[^/]+$/.test(path)) throw unknown('scheduler', `${method} ${path}`)
  const { GroupName, Target } = inputOf(request)
  if (GroupName !== scheduleGroup) throw unknown('scheduler', `the group ${String(GroupName)}`)
  const { RoleArn } = Target as Input
  if (RoleArn !== schedulerRole) throw unknown('scheduler', `the role ${String(RoleArn)}`)
  return [
    { action: 'scheduler:CreateSchedule', on: 'schedules' },
    { action: 'iam:PassRole', on: 'scheduler-role' },
  ]
}

function onSecret(operation: string, { SecretId }: Input, { secrets }: Names): Permission {
  const action = secretActions.find((each) => each === `secretsmanager:${operation}`)
  const name = (Object.keys(secrets) as SecretName[]).find((each) => secrets[each] === SecretId)
  return {
    action: known(action, 'secretsmanager', operation),
    on: 'secret',
    name: known(name, 'secretsmanager', `the secret ${String(SecretId)}`),
  }
}

// The role may use the key in this context alone: what else it has encrypted stays shut.
function onKey(operation: string, { KeyId, EncryptionContext }: Input, { vaultKey }: Names): Permission {
  if (operation !== 'Encrypt' && operation !== 'Decrypt') throw unknown('kms', operation)
  if (KeyId !== vaultKey) throw unknown('kms', `the key ${String(KeyId)}`)
  if ((EncryptionContext as Input | undefined)?.['application'] !== VAULT) throw unknown('kms', 'another context')
  return { action: `kms:${operation}`, on: 'vault-key' }
}

// Converse needs what `InvokeModel` needs, and a guardrail beside it a permission of its own.
// https://docs.aws.amazon.com/bedrock/latest/userguide/inference-prereq.html
function onModel(request: AwsRequest, { model, guardrail }: Names): readonly Permission[] {
  const id = /^\/model\/([^/]+)\/converse$/.exec(request.path)?.[1]
  if (request.method !== 'POST' || id === undefined) throw unknown('bedrock', `${request.method} ${request.path}`)
  if (decodeURIComponent(id) !== model) throw unknown('bedrock', `the model ${decodeURIComponent(id)}`)
  const used = inputOf(request)['guardrailConfig'] as Input | undefined
  if (used === undefined) return [{ action: 'bedrock:InvokeModel', on: 'model' }]
  if (used['guardrailIdentifier'] !== guardrail)
    throw unknown('bedrock', `the guardrail ${String(used['guardrailIdentifier'])}`)
  return [
    { action: 'bedrock:InvokeModel', on: 'model' },
    { action: 'bedrock:ApplyGuardrail', on: 'guardrail' },
  ]
}

function operationOf({ service, target }: AwsRequest, prefix: string): string {
  if (target?.startsWith(`${prefix}.`) !== true) throw unknown(service, String(target))
  return target.slice(prefix.length + 1)
}

function inputOf({ service, body }: AwsRequest): Input {
  try {
    return JSON.parse(body) as Input
  } catch {
    throw unknown(service, 'a request that is not JSON')
  }
}

function known<T>(found: T | undefined, service: string, what: string): T {
  if (found === undefined) throw unknown(service, what)
  return found
}

function unknown(service: string, what: string): Fault {
  return new Fault(
    'a call to AWS that nobody has thought about: say what it needs in infra/local/grants/permissions-of.ts',
    {
      service,
      what,
    },
  )
}
