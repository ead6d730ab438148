import { describe, expect, it } from 'vitest'
import { Fault } from '../../../app/errors.ts'
import { LOCAL_KEY } from '../../../infra/local/aws/key-service.ts'
import { localSecretIds } from '../../../infra/local/aws/local-secrets.ts'
import type { AwsRequest } from '../../../infra/local/grants/aws-request.ts'
import { type Names, permissionsOf } from '../../../infra/local/grants/permissions-of.ts'
import { wordsOf } from '../../../infra/local/grants/words.ts'
import { queues } from '../../../infra/topology.ts'

const names: Names = {
  table: 'codexflow',
  bus: 'codexflow',
  queues: Object.fromEntries(
    Object.keys(queues).map((name) => [name, { url: `http://sqs/${name}` }]),
  ) as Names['queues'],
  scheduleGroup: 'waits',
  schedulerRole: 'arn:aws:iam::123456789012:role/scheduler',
  secrets: localSecretIds(),
  vaultKey: LOCAL_KEY,
  model: 'us.vendor.model-v1:0',
  guardrail: 'gr1',
}

const request = (service: string, given: Partial<AwsRequest>): AwsRequest => {
  return { service, method: 'POST', path: '/', target: undefined, body: '{}', ...given }
}
const json = (service: string, target: string, input: object) =>
  request(service, { target, body: JSON.stringify(input) })
const dynamo = (operation: string, input: object) => json('dynamodb', `DynamoDB_20120810.${operation}`, input)
const topic = (name: string, action = 'Publish') => {
  const form = new URLSearchParams({ Action: action, TopicArn: `arn:aws:sns:us-east-1:123456789012:${name}` })
  return request('sns', { body: form.toString() })
}
const schedule = (RoleArn: string, GroupName = 'waits') =>
  request('scheduler', { path: '/schedules/abc', body: JSON.stringify({ GroupName, Target: { RoleArn } }) })
const converse = (model: string, input: object = {}) =>
  request('bedrock', { path: `/model/${encodeURIComponent(model)}/converse`, body: JSON.stringify(input) })

const asked = (of: AwsRequest) => permissionsOf(of, names).map(wordsOf)
const here = { TableName: 'codexflow' }
const kms = (operation: string, KeyId: string, application = 'codexflow vault') =>
  json('kms', `TrentService.${operation}`, { KeyId, EncryptionContext: { application } })
const guardrailConfig = { guardrailIdentifier: 'gr1' }

describe('what AWS asks for before it answers', () => {
  it.each<[string, AwsRequest, string[]]>([
    ['a read', dynamo('GetItem', here), ['dynamodb:GetItem on table']],
    ['many reads', dynamo('BatchGetItem', { RequestItems: { codexflow: {} } }), ['dynamodb:BatchGetItem on table']],
    ['a query', dynamo('Query', here), ['dynamodb:Query on table']],
    [
      'a query of an index, and nothing on the table',
      dynamo('Query', { ...here, IndexName: 'owed' }),
      ['dynamodb:Query on index owed'],
    ],
    [
      'a transaction: what its parts need',
      dynamo('TransactWriteItems', {
        TransactItems: [{ Put: here }, { Update: here }, { Delete: here }, { ConditionCheck: here }],
      }),
      [
        'dynamodb:PutItem on table',
        'dynamodb:UpdateItem on table',
        'dynamodb:DeleteItem on table',
        'dynamodb:ConditionCheckItem on table',
      ],
    ],
    [
      'a message to a queue',
      json('sqs', 'AmazonSQS.SendMessage', { QueueUrl: 'http://sqs/follow-ups' }),
      ['sqs:SendMessage on queue follow-ups'],
    ],
    [
      'several messages: what one needs',
      json('sqs', 'AmazonSQS.SendMessageBatch', { QueueUrl: 'http://sqs/inbox' }),
      ['sqs:SendMessage on queue inbox'],
    ],
    [
      'events',
      json('events', 'AWSEvents.PutEvents', { Entries: [{ EventBusName: 'codexflow' }] }),
      ['events:PutEvents on bus'],
    ],
    ['a mail, whichever the workspace', topic('codexflow-handoffs-t0'), ['sns:Publish on mail-topics']],
    [
      'a schedule, and the role that it is handed',
      schedule(names.schedulerRole),
      ['scheduler:CreateSchedule on schedules', 'iam:PassRole on scheduler-role'],
    ],
    [
      'a secret',
      json('secretsmanager', 'secretsmanager.GetSecretValue', { SecretId: 'codexflow/laptop/keys' }),
      ['secretsmanager:GetSecretValue on secret keys'],
    ],
    [
      'what a rotation prepares',
      json('secretsmanager', 'secretsmanager.PutSecretValue', { SecretId: 'codexflow/laptop/keys' }),
      ['secretsmanager:PutSecretValue on secret keys'],
    ],
    ['a token that is sealed', kms('Encrypt', LOCAL_KEY), ['kms:Encrypt on vault-key']],
    ['a token that is opened', kms('Decrypt', LOCAL_KEY), ['kms:Decrypt on vault-key']],
    ['words', converse('us.vendor.model-v1:0'), ['bedrock:InvokeModel on model']],
    [
      'words behind a guardrail',
      converse('us.vendor.model-v1:0', { guardrailConfig }),
      ['bedrock:InvokeModel on model', 'bedrock:ApplyGuardrail on guardrail'],
    ],
  ])('%s', (_, of, permissions) => expect(asked(of)).toEqual(permissions))
})

describe('what nobody has thought about is a fault that says so', () => {
  it.each<[string, AwsRequest, string]>([
    ['a service', request('s3', { method: 'GET', path: '/bucket/key' }), 'GET /bucket/key'],
    ['an operation', dynamo('Scan', here), 'Scan'],
    [
      'an operation of another version',
      json('dynamodb', 'DynamoDB_20111205.GetItem', here),
      'DynamoDB_20111205.GetItem',
    ],
    ['another table', dynamo('PutItem', { TableName: 'other' }), 'dynamodb:PutItem on the table other'],
    [
      'another table in a transaction',
      dynamo('TransactWriteItems', { TransactItems: [{ Put: here }, { Delete: { TableName: 'other' } }] }),
      'dynamodb:DeleteItem on the table other',
    ],
    [
      'a part of a transaction',
      dynamo('TransactWriteItems', { TransactItems: [{ Get: here }] }),
      'a transaction with Get',
    ],
    ['an index', dynamo('Query', { ...here, IndexName: 'new' }), 'the index new'],
    ['another queue', json('sqs', 'AmazonSQS.SendMessage', { QueueUrl: 'http://sqs/x' }), 'the queue http://sqs/x'],
    ['taking messages', json('sqs', 'AmazonSQS.ReceiveMessage', { QueueUrl: 'http://sqs/inbox' }), 'ReceiveMessage'],
    ['another bus', json('events', 'AWSEvents.PutEvents', { Entries: [{ EventBusName: 'b' }] }), 'the bus b'],
    ['another topic', topic('somebody-elses'), 'the topic somebody-elses'],
    ['making a topic', topic('codexflow-handoffs', 'CreateTopic'), 'CreateTopic'],
    ['another group', schedule(names.schedulerRole, 'default'), 'the group default'],
    ['another role', schedule('arn:aws:iam::1:role/admin'), 'the role arn:aws:iam::1:role/admin'],
    [
      'deleting a schedule',
      request('scheduler', { method: 'DELETE', path: '/schedules/abc' }),
      'DELETE /schedules/abc',
    ],
    ['another secret', json('secretsmanager', 'secretsmanager.GetSecretValue', { SecretId: 'x' }), 'the secret x'],
    ['deleting a secret', json('secretsmanager', 'secretsmanager.DeleteSecret', {}), 'DeleteSecret'],
    ['another key', kms('Decrypt', 'alias/data'), 'the key alias/data'],
    ['what else the key has sealed', kms('Decrypt', LOCAL_KEY, 'backups'), 'another context'],
    ['a key of data', kms('GenerateDataKey', LOCAL_KEY), 'GenerateDataKey'],
    ['another model', converse('vendor.other'), 'the model vendor.other'],
    [
      'another guardrail',
      converse('us.vendor.model-v1:0', { guardrailConfig: { guardrailIdentifier: 'gr2' } }),
      'the guardrail gr2',
    ],
    ['no JSON', request('dynamodb', { target: 'DynamoDB_20120810.GetItem', body: '' }), 'a request that is not JSON'],
  ])('%s', (_, of, what) => {
    expect(() => asked(of)).toThrow(Fault)
    expect(() => asked(of)).toThrow(expect.objectContaining({ data: { service: of.service, what } }))
  })
})
