import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import type { SQSRecord } from 'aws-lambda'
import type { Log } from '../../../app/log.ts'
import type { FunctionName, QueueSpec } from '../../topology.ts'
import type { Invoke } from '../functions/lambda.ts'
import { createNudge } from '../nudge.ts'
import { toQueueRecord } from './queue-records.ts'
import { failuresIn } from './stream-batch.ts'

/** One function reading one queue. */
export type QueueSource = {
  /** What it reads, and for whom. */
  readonly reads: { readonly arn: string; readonly function: FunctionName; readonly batchSize: number }
  /** Takes no more, finishes the batches under way, and gives back what was received meanwhile. */
  stop(): Promise<void>
}

export type QueueSourceOptions = {
  readonly sqs: SQSClient
  readonly queue: { readonly url: string; readonly arn: string }
  readonly spec: QueueSpec
  readonly invoke: Invoke
  readonly log: Log
  /** Batches at the same time. */
  readonly concurrency?: number
  /**
   * For how long a received message is ours; renewed while its function runs. Shorter than the queue's own visibility,
   * so that after a crash the work comes again within seconds and not minutes.
   */
  readonly leaseSeconds?: number
  /** Seconds until a message is tried again that has failed `receives` times. */
  readonly retrySeconds?: (receives: number) => number
}

/** Starts an SQS event source mapping with partial batch failures. An absent queue or SQS is waited for. */
export function startQueueSource(options: QueueSourceOptions): QueueSource {
  const { sqs, queue, spec, log } = options
  const concurrency = options.concurrency ?? 2
  const leaseSeconds = options.leaseSeconds ?? 10
  const retrySeconds = options.retrySeconds ?? ((receives) => Math.min(30, 2 ** (receives - 1)))
  const running = new Set<Promise<void>>()
  const pause = createNudge()
  let stopping = false
  let trouble = ''

  const setVisibility = async (records: readonly SQSRecord[], seconds: (record: SQSRecord) => number) => {
    if (records.length === 0) return
    const Entries = records.map((record) => ({
      Id: record.messageId,
      ReceiptHandle: record.receiptHandle,
      VisibilityTimeout: seconds(record),
    }))
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queue.url, Entries }))
  }

  const finish = async (records: readonly SQSRecord[]) => {
    if (records.length === 0) return
    const Entries = records.map(({ messageId, receiptHandle }) => ({ Id: messageId, ReceiptHandle: receiptHandle }))
    const { Failed = [] } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queue.url, Entries }))
    if (Failed.length > 0) log.warn('finished messages could not be deleted: they come again', { Failed })
  }

  const handle = async (records: readonly SQSRecord[]) => {
    const renewal = setInterval(
      () => {
        // A renewal that fails means at worst that the message is handled twice.
        setVisibility(records, () => leaseSeconds).catch(() => {})
      },
      (leaseSeconds * 1000) / 3,
    )
    const failed = await options
      .invoke(spec.function, { Records: records })
      .then((answer) => failedAmong(records, answer))
      .catch(() => records)
      .finally(() => clearInterval(renewal))
    await finish(records.filter((record) => !failed.includes(record)))
    await setVisibility(failed, (record) => retrySeconds(Number(record.attributes.ApproximateReceiveCount)))
  }

  const receive = async (): Promise<readonly SQSRecord[]> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queue.url,
        MaxNumberOfMessages: spec.batchSize,
        // Short enough for a quick stop: an aborted receive would leave its messages invisible to everybody.
        WaitTimeSeconds: 1,
        VisibilityTimeout: leaseSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    )
    return Messages.map((message) => toQueueRecord(message, queue.arn))
  }

  const run = async () => {
    while (!stopping) {
      try {
        if (running.size >= concurrency) {
          await Promise.race(running)
          continue
        }
        const records = await receive()
        if (trouble !== '') log.info('the queue is read again', { queue: queue.url })
        trouble = ''
        if (records.length === 0) continue
        if (stopping) {
          await setVisibility(records, () => 0)
          break
        }
        const batch = handle(records)
          .catch((error: unknown) => log.warn('a batch could not be settled: it comes again', { error }))
          .finally(() => running.delete(batch))
        running.add(batch)
      } catch (error) {
        if (String(error) !== trouble) log.warn('the queue cannot be read: trying on', { queue: queue.url, error })
        trouble = String(error)
        if (!stopping) await pause.wait(500)
      }
    }
    await Promise.all(running)
  }
  const ended = run()

  return {
    reads: { arn: queue.arn, function: spec.function, batchSize: spec.batchSize },
    stop: async () => {
      stopping = true
      pause.now()
      await ended
    },
  }
}

/** An identifier that we did not hand out fails the whole batch, as on Lambda. */
function failedAmong(records: readonly SQSRecord[], answer: unknown): readonly SQSRecord[] {
  const identifiers = failuresIn(answer)
  const known = new Set<unknown>(records.map(({ messageId }) => messageId))
  if (identifiers.some((identifier) => !known.has(identifier))) return records
  return records.filter(({ messageId }) => identifiers.includes(messageId))
}
