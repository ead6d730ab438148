import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import type { Log } from '../log.ts'
import { inScope } from '../telemetry/scope.ts'

/** How often a message is received before it is kept among the dead letters; the topology says the same. */
export const MAX_RECEIVES = 5

/** Whether a message was received before, so that some of its work may be done; and whether it will not come again. */
export type Receive = { readonly isAgain: boolean; readonly isLast: boolean }

/**
 * Works through a batch of SQS messages, side by side; those that failed, and only those, are received again. One that
 * cannot be read fails too: after the last receive it is kept among the dead letters, where a person finds it whole. Each is worked on in a scope of its own, in the trace of whoever sent it.
 */
export async function eachMessage(
  event: SQSEvent,
  work: (body: string, receive: Receive) => Promise<void>,
  log: Log,
): Promise<SQSBatchResponse> {
  const failures = await Promise.all(
    event.Records.map(({ messageId, body, attributes }) =>
      inScope(attributes?.AWSTraceHeader, async () => {
        try {
          const times = Number(attributes?.ApproximateReceiveCount ?? 1)
          await work(body, { isAgain: times > 1, isLast: times >= MAX_RECEIVES })
          return []
        } catch (error) {
          log.error('a message could not be worked on', { messageId, error })
          return [{ itemIdentifier: messageId }]
        }
      }),
    ),
  )
  return { batchItemFailures: failures.flat() }
}
