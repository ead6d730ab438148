import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import type { Log } from '../log.ts'

/**
 * Works through a batch of SQS messages, side by side; those that failed, and only those, are received again. One that
 * cannot be read fails too: after the last receive it is kept among the dead letters, where a person finds it whole.
 */
export async function eachMessage(
  event: SQSEvent,
  work: (body: string) => Promise<void>,
  log: Log,
): Promise<SQSBatchResponse> {
  const failures = await Promise.all(
    event.Records.map(async ({ messageId, body }) => {
      try {
        await work(body)
        return []
      } catch (error) {
        log.error('a message could not be worked on', { messageId, error })
        return [{ itemIdentifier: messageId }]
      }
    }),
  )
  return { batchItemFailures: failures.flat() }
}
