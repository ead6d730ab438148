import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { SQSEvent } from 'aws-lambda'
import { startFauxqs } from 'fauxqs'
import { describe, expect, it } from 'vitest'
import { silentLog } from '../../../app/log.ts'
import { createQueues, queueDepth } from '../../../infra/local/aws/queues.ts'
import { freePort } from '../../../infra/local/world/free-port.ts'
import { queues as topologyQueues } from '../../../infra/topology.ts'
import { depthOf, empty, queues, send, server, sqs, start } from '../../support/queue-source.ts'

describe('a queue source', () => {
  it('hands over messages as Lambda does', async () => {
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: queues.inbox.url,
        MessageBody: '{"ü":1}',
        MessageAttributes: {
          text: { DataType: 'String', StringValue: 'é' },
          bytes: { DataType: 'Binary', BinaryValue: Buffer.from([1, 255]) },
        },
      }),
    )
    const events: SQSEvent[] = []
    start('inbox', (_, event) => void events.push(event))
    await expect.poll(() => depthOf('inbox')).toEqual(empty)
    const lists = { stringListValues: [], binaryListValues: [] }
    expect(events).toEqual([
      {
        Records: [
          {
            messageId: expect.any(String),
            receiptHandle: expect.any(String),
            body: '{"ü":1}',
            attributes: {
              ApproximateReceiveCount: '1',
              SentTimestamp: expect.stringMatching(/^\d{13}$/),
              SenderId: expect.any(String),
              ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
            },
            messageAttributes: {
              text: { ...lists, dataType: 'String', stringValue: 'é' },
              bytes: { ...lists, dataType: 'Binary', binaryValue: 'Af8=' },
            },
            md5OfBody: expect.stringMatching(/^[0-9a-f]{32}$/),
            md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
            eventSource: 'aws:sqs',
            eventSourceARN: queues.inbox.arn,
            awsRegion: 'us-east-1',
          },
        ],
      },
    ])
  })

  it('brings back what was reported as failed, and nothing else', async () => {
    await send('inbox', 'good', 'bad', 'fine')
    const seen: string[] = []
    start('inbox', (bodies, event) => {
      seen.push(...bodies)
      const failed = event.Records.filter((r) => r.body === 'bad' && r.attributes.ApproximateReceiveCount === '1')
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) }
    })
    await expect.poll(() => depthOf('inbox')).toEqual(empty)
    expect(seen.sort()).toEqual(['bad', 'bad', 'fine', 'good'])
  })

  it.each<[string, () => unknown]>([
    ['throws', () => Promise.reject(new Error('no'))],
    ['reports an identifier that is none', () => ({ batchItemFailures: [{ itemIdentifier: 'unknown' }] })],
    ['reports without identifiers', () => ({ batchItemFailures: [{}] })],
  ])(
    'brings all back when the function %s, and leaves them to the dead letters after five receives',
    async (_, fail) => {
      await send('inbox', 'a', 'b')
      let received = 0
      start('inbox', (bodies) => {
        received += bodies.length
        return fail()
      })
      await expect.poll(() => queueDepth(sqs, queues.inbox.deadUrl)).toEqual({ visible: 2, inFlight: 0, delayed: 0 })
      expect(received).toBe(10)
      expect(await depthOf('inbox')).toEqual(empty)
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: queues.inbox.deadUrl, MaxNumberOfMessages: 10 }),
      )
      expect(Messages.map(({ Body }) => Body).sort()).toEqual(['a', 'b'])
    },
  )

  it('waits before it tries again', async () => {
    await send('inbox', 'a')
    const receives: number[] = []
    start('inbox', () => Promise.reject(new Error('no')), {
      retrySeconds: (receive) => {
        receives.push(receive)
        return 600
      },
    })
    await expect.poll(() => receives).toEqual([1])
    expect(await depthOf('inbox')).toEqual({ visible: 0, inFlight: 1, delayed: 0 })
  })

  it('runs two batches at a time and no more', async () => {
    await send('orchestration', 'a', 'b', 'c')
    const gate = Promise.withResolvers<void>()
    let running = 0
    let most = 0
    const source = start('orchestration', async () => {
      most = Math.max(most, ++running)
      if (running === 2) gate.resolve()
      await gate.promise
      running--
    })
    await expect.poll(() => depthOf('orchestration')).toEqual(empty)
    expect(most).toBe(2)
    await source.stop()
  })

  it('keeps a message to itself for as long as its function runs', async () => {
    await send('deliveries', 'slow')
    const gate = Promise.withResolvers<void>()
    const seen: string[] = []
    start(
      'deliveries',
      async (bodies) => {
        seen.push(...bodies)
        await gate.promise
      },
      { leaseSeconds: 1 },
    )
    await expect.poll(() => seen).toEqual(['slow'])
    const otherLook = () => sqs.send(new ReceiveMessageCommand({ QueueUrl: queues.deliveries.url, WaitTimeSeconds: 2 }))
    expect((await otherLook()).Messages ?? []).toEqual([])
    gate.resolve()
    await expect.poll(() => depthOf('deliveries')).toEqual(empty)
    expect(seen).toEqual(['slow'])
  })

  it('finishes what runs when it is stopped, and takes nothing more', async () => {
    await send('orchestration', 'first')
    const gate = Promise.withResolvers<void>()
    const entered = Promise.withResolvers<void>()
    const seen: string[] = []
    const source = start('orchestration', async (bodies) => {
      seen.push(...bodies)
      entered.resolve()
      await gate.promise
    })
    await entered.promise
    const stopped = source.stop()
    await send('orchestration', 'second')
    gate.resolve()
    await stopped
    expect(seen).toEqual(['first'])
    expect(await depthOf('orchestration')).toEqual({ visible: 1, inFlight: 0, delayed: 0 })
  })

  it('gets what a killed process had taken within its lease, not the queue’s long visibility', async () => {
    await send('orchestration', 'held')
    const at = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)
    const script = `
      const { SQSClient } = await import('@aws-sdk/client-sqs')
      const { startQueueSource } = await import(${at('../../../infra/local/aws/queue-source.ts')})
      startQueueSource({
        sqs: new SQSClient({ region: 'us-east-1', endpoint: 'http://127.0.0.1:${server.port}',
          credentials: { accessKeyId: 'x', secretAccessKey: 'x' } }),
        queue: ${JSON.stringify(queues.orchestration)},
        spec: ${JSON.stringify(topologyQueues.orchestration)},
        log: { info() {}, warn() {}, error() {} },
        leaseSeconds: 2,
        invoke: () => { console.log('taken'); return new Promise(() => {}) },
      })`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    const seen: string[] = []
    start('orchestration', (bodies) => void seen.push(...bodies))
    await expect.poll(() => seen).toEqual(['held'])
  })

  it('outlives SQS', async () => {
    const first = await startFauxqs({ port: await freePort(), logger: false, host: '127.0.0.1' })
    const client = new SQSClient({
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${first.port}`,
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
      maxAttempts: 1,
    })
    const [warnings, infos, seen]: [string[], string[], string[]] = [[], [], []]
    const log = { ...silentLog, warn: (m: string) => warnings.push(m), info: (m: string) => infos.push(m) }
    const queue = (await createQueues(client)).inbox
    const source = start('inbox', (bodies) => void seen.push(...bodies), { sqs: client, queue, log })
    await first.stop()
    await expect.poll(() => warnings).toContain('the queue cannot be read: trying on')
    const second = await startFauxqs({ port: first.port, logger: false, host: '127.0.0.1' })
    await createQueues(client)
    await client.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'after' }))
    await expect.poll(() => seen).toEqual(['after'])
    expect(infos).toContain('the queue is read again')
    await source.stop()
    await second.stop()
  })
})
