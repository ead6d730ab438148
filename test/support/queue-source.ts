import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { SQSEvent } from 'aws-lambda'
import { type FauxqsServer, startFauxqs } from 'fauxqs'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { silentLog } from '../../app/log.ts'
import { type QueueSource, type QueueSourceOptions, startQueueSource } from '../../infra/local/aws/queue-source.ts'
import { createQueues, type LocalQueues, queueDepth } from '../../infra/local/aws/queues.ts'
import { type QueueName, queues as topologyQueues } from '../../infra/topology.ts'

// The topology's queues on an SQS of one's own, empty before each test, and sources that end with it.

export let server: FauxqsServer
export let sqs: SQSClient
export let queues: LocalQueues
let open: QueueSource[] = []

beforeAll(async () => {
  server = await startFauxqs({ port: 0, logger: false, host: '127.0.0.1' })
  sqs = new SQSClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${server.port}`,
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    maxAttempts: 1,
  })
  queues = await createQueues(sqs)
})
afterAll(() => server.stop())
beforeEach(() => server.purgeAll())
beforeEach(async () => {
  queues = await createQueues(sqs)
  open = []
})
afterEach(() => Promise.all(open.map((source) => source.stop())))

export async function send(queue: QueueName, ...bodies: readonly string[]) {
  for (const MessageBody of bodies) {
    await sqs.send(new SendMessageCommand({ QueueUrl: queues[queue].url, MessageBody }))
  }
}

type Take = (bodies: readonly string[], event: SQSEvent) => unknown

export function start(name: QueueName, take: Take, options: Partial<QueueSourceOptions> = {}): QueueSource {
  const source = startQueueSource({
    sqs,
    queue: queues[name],
    spec: topologyQueues[name],
    log: silentLog,
    retrySeconds: () => 0,
    invoke: async (_, event) => {
      const batch = event as SQSEvent
      return take(
        batch.Records.map((record) => record.body),
        batch,
      )
    },
    ...options,
  })
  open.push(source)
  return source
}

export const empty = { visible: 0, inFlight: 0, delayed: 0 }
export const depthOf = (name: QueueName) => queueDepth(sqs, queues[name].url)
