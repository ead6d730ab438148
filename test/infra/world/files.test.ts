import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest'
import { readRun } from '../../../infra/local/world/run-file.ts'
import { type WorldFolder, worldFolder } from '../../support/world-folder.ts'

let folder: WorldFolder
beforeEach(() => {
  folder = worldFolder()
})
afterEach(() => folder.remove())

it('keeps table file, queues and secrets over a restart', async () => {
  const options = { inMemory: false } as const
  const first = await folder.open(options)
  await sqs(first.urls.sqs, 'CreateQueue', { QueueName: 'kept' })
  await dynamo(first.urls.dynamodb, 'CreateTable', TABLE)
  await first.stop()
  const second = await folder.open(options)
  expect(second.secrets).toEqual(first.secrets)
  expect(await sqs(second.urls.sqs, 'ListQueues', {})).toMatchObject({ QueueUrls: [expect.stringMatching(/\/kept$/)] })
  expect(await dynamo(second.urls.dynamodb, 'ListTables', {})).toEqual({ TableNames: ['kept'] })
  await second.stop()
})

it('says which port is taken and what to do, and leaves nothing behind', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => {
    taken.close()
  })
  await once(taken, 'listening')
  const address = taken.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  for (const part of ['dynamodb', 'sqs', 'slack', 'github', 'bridge'] as const) {
    const ports = { github: 0, slack: 0, dynamodb: 0, sqs: 0, bridge: 0, [part]: port }
    await expect(folder.open({ ports })).rejects.toThrow(
      `Port ${port} (${part}) is taken by another program. End that program, or choose another port with CODEXFLOW_PORT_${part.toUpperCase()}.`,
    )
  }
  expect(readRun(folder.dir)).toBeUndefined()
})

it('starts anew when the record of the last world cannot be read', async () => {
  writeFileSync(join(folder.dir, 'run.json'), '{"pid": 1')
  const world = await folder.open()
  expect(world.adopted).toBe(false)
  await world.stop()
})

const TABLE = {
  TableName: 'kept',
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
}
const SIGNED = 'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/x/aws4_request, SignedHeaders=host, Signature=0'

const sqs = (url: string, action: string, body: unknown) => aws(url, `AmazonSQS.${action}`, '1.0', body)
const dynamo = (url: string, action: string, body: unknown) => aws(url, `DynamoDB_20120810.${action}`, '1.0', body)

async function aws(url: string, target: string, version: string, body: unknown): Promise<unknown> {
  const headers = {
    'content-type': `application/x-amz-json-${version}`,
    'x-amz-target': target,
    authorization: SIGNED,
    'x-amz-date': '20260101T000000Z',
  }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  const answer: unknown = await response.json()
  expect([response.status, answer]).toEqual([200, answer])
  return answer
}
