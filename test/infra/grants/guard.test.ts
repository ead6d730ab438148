import { once } from 'node:events'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import type { Context } from 'aws-lambda'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { awsWire } from '../../../app/aws/wire.ts'
import { sqsQueue } from '../../../app/queue/send.ts'
import { oneOffSchedules } from '../../../app/scheduler/schedule.ts'
import { type Grant, grants } from '../../../infra/grants.ts'
import { LOCAL_KEY } from '../../../infra/local/aws/key-service.ts'
import { localSecretIds } from '../../../infra/local/aws/local-secrets.ts'
import type { Handler } from '../../../infra/local/functions/lambda.ts'
import { guarded } from '../../../infra/local/grants/guard.ts'
import type { Names } from '../../../infra/local/grants/permissions-of.ts'
import { wordsOf } from '../../../infra/local/grants/words.ts'
import { type FunctionName, queues } from '../../../infra/topology.ts'

let server: Server
let endpoint: string
/** What reached AWS. */
let reached: string[]
let used: string[]
beforeAll(async () => {
  server = createServer((asked, response) => {
    reached.push(String(asked.headers['x-amz-target'] ?? asked.url))
    asked.resume().on('end', () => response.end('{}'))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())
beforeEach(() => {
  reached = []
  used = []
})

const aws = { region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' }, maxAttempts: 1 }
const wire = () => ({ ...aws, endpoint, chance: () => 0, wait: async () => {} })
const read = { TableName: 'codexflow', Key: { pk: { S: 'a' } } }

const SCHEDULER = 'arn:aws:iam::123456789012:role/scheduler'
const queueUrl = (name: string) => `${endpoint}/${name}`
const names = (): Names => ({
  table: 'codexflow',
  bus: 'codexflow',
  queues: Object.fromEntries(Object.keys(queues).map((name) => [name, { url: queueUrl(name) }])) as Names['queues'],
  scheduleGroup: 'waits',
  schedulerRole: SCHEDULER,
  secrets: localSecretIds(),
  vaultKey: LOCAL_KEY,
  model: 'a-model',
})
const run = (name: FunctionName, granted: readonly Grant[], handler: () => Promise<unknown>) => {
  const guard = guarded({
    names: names(),
    grants: { ...grants, [name]: granted },
    used: (by, permission) => used.push(`${by}: ${wordsOf(permission)}`),
  })
  return guard(name, handler as Handler)({} as never, {} as Context)
}

const READS: readonly Grant[] = [{ on: 'table', may: ['dynamodb:GetItem'] }]
const readByWire = () =>
  awsWire({ name: 'dynamodb', target: 'DynamoDB_20120810', json: '1.0' }, wire())('GetItem', read)
const readBySdk = async () => void (await new DynamoDBClient({ ...aws, endpoint }).send(new GetItemCommand(read)))

describe('a function that makes a call to AWS', () => {
  it.each([
    ['on our own wire', readByWire],
    ['by a client of the SDK', readBySdk],
  ])('that is granted gets its answer, and it is written down (%s)', async (_, call) => {
    await run('relay', READS, call)
    expect([reached, used]).toEqual([['DynamoDB_20120810.GetItem'], ['relay: dynamodb:GetItem on table']])
  })

  it.each([
    ['on our own wire', readByWire],
    ['by a client of the SDK', readBySdk],
  ])('that is not granted fails before anything is sent, and hears what to do (%s)', async (_, call) => {
    await expect(run('relay', [], call)).rejects.toMatchObject({
      name: 'Fault',
      message: 'a function may not do this on AWS: grant it in infra/grants.ts, or do without',
      data: { function: 'relay', permission: 'dynamodb:GetItem on table' },
    })
    expect([reached, used]).toEqual([[], []])
  })

  it('that is not granted fails even where it would have lived with the refusal', async () => {
    const lenient = () => readBySdk().catch(() => 'never mind')
    await expect(run('relay', [], lenient)).rejects.toThrow('grant it in infra/grants.ts')
  })

  it('that nobody has thought about fails likewise', async () => {
    const scan = () => awsWire({ name: 'dynamodb', target: 'DynamoDB_20120810', json: '1.0' }, wire())('Scan', read)
    await expect(run('relay', READS, scan)).rejects.toMatchObject({ data: { service: 'dynamodb', what: 'Scan' } })
    const other = () => awsWire({ name: 'kinesis', target: 'Kinesis', json: '1.1' }, wire())('PutRecord', {})
    await expect(run('relay', READS, other)).rejects.toMatchObject({ data: { service: 'kinesis' } })
    expect(reached).toEqual([])
  })

  it('to one queue may not call another', async () => {
    const granted: readonly Grant[] = [{ on: 'queue', name: 'inbox', may: ['sqs:SendMessage'] }]
    const send = (queue: string) => () => sqsQueue(wire())(queueUrl(queue), 'hello')
    await run('visit', granted, send('inbox'))
    await expect(run('visit', granted, send('visits'))).rejects.toMatchObject({
      data: { function: 'visit', permission: 'sqs:SendMessage on queue visits' },
    })
    expect(reached).toEqual(['AmazonSQS.SendMessage'])
  })

  it('which is a form is known too', async () => {
    const TopicArn = 'arn:aws:sns:us-east-1:123456789012:codexflow-handoffs'
    const mail = () => new SNSClient({ ...aws, endpoint }).send(new PublishCommand({ TopicArn, Message: 'x' }))
    // What the server answers is no answer of SNS, but the call was made.
    await run('deliver', [{ on: 'mail-topics', may: ['sns:Publish'] }], mail).catch(() => {})
    expect([reached, used]).toEqual([['/'], ['deliver: sns:Publish on mail-topics']])
  })

  it('which is a path is known too, and needs all that it asks for', async () => {
    const settings = { region: 'us-east-1', endpoint, group: 'waits', roleArn: SCHEDULER }
    const half: readonly Grant[] = [{ on: 'schedules', may: ['scheduler:CreateSchedule'] }]
    const later = () => oneOffSchedules(settings)('alarm', 0, 'arn:aws:sqs:us-east-1:123456789012:alarms', '{}')
    await expect(run('alarm', half, later)).rejects.toMatchObject({
      data: { function: 'alarm', permission: 'iam:PassRole on scheduler-role' },
    })
    expect(reached).toEqual([])
  })

  it('which bears a token in place of a signature is known too', async () => {
    const ask = async () => {
      const headers = { authorization: 'Bearer x', 'amz-sdk-request': 'attempt=1' }
      const asked = request(`${endpoint}/model/a-model/converse`, { method: 'POST', headers })
      const answered = once(asked, 'response')
      asked.write('{"a":')
      asked.end('1}')
      await answered
    }
    await run('orchestrate', [{ on: 'model', may: ['bedrock:InvokeModel'] }], ask)
    await expect(run('orchestrate', [], ask)).rejects.toMatchObject({
      data: { function: 'orchestrate', permission: 'bedrock:InvokeModel on model' },
    })
    expect(reached).toEqual(['/model/a-model/converse'])
  })
})

it('A call by fetch is not read, so it is none that anybody knows', async () => {
  const authorization = 'AWS4-HMAC-SHA256 Credential=x/20261128/us-east-1/dynamodb/aws4_request, Signature=x'
  const call = async () => (await fetch(`${endpoint}/x`, { method: 'POST', headers: { authorization } })).text()
  await expect(run('relay', READS, call)).rejects.toMatchObject({
    data: { service: 'dynamodb by fetch', what: 'POST /x' },
  })
  const other = async () => (await fetch(`${endpoint}/x`, { headers: { authorization: 'Bearer x' } })).text()
  expect(await run('relay', READS, other)).toBe('{}')
})

describe('functions in one process', () => {
  it('are told apart, however their calls interleave, and whoever is no function is not asked', async () => {
    const slowly = async () => {
      for (let times = 0; times < 3; times++) {
        await turn()
        await readByWire()
      }
    }
    const [may, mayNot] = await Promise.allSettled([run('relay', READS, slowly), run('digest', [], slowly)])
    await readBySdk()
    expect([may.status, mayNot.status, reached.length]).toEqual(['fulfilled', 'rejected', 4])
  })
})
