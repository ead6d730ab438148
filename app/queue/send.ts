import { awsWire, type WireSettings } from '../aws/wire.ts'
import { presentTrace } from '../telemetry/scope.ts'

/** Puts a message on a queue; it is seen after `delaySeconds` (at most 900). Resolves once SQS has it. */
export type SendToQueue = (queueUrl: string, body: string, delaySeconds?: number) => Promise<void>

/** The longest that SQS keeps a message back. Seconds. */
export const LONGEST_DELAY = 900

/**
 * Sends to SQS by its JSON protocol. A message whose answer was lost is sent again, so it may be on the queue twice; whoever
 * reads queues takes every message as often as it comes. The present trace goes with it.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-json.html
 */
export function sqsQueue(settings: WireSettings): SendToQueue {
  const call = awsWire({ name: 'sqs', target: 'AmazonSQS', json: '1.0' }, settings)
  return async (QueueUrl, MessageBody, DelaySeconds = 0) => {
    await call('SendMessage', { QueueUrl, MessageBody, DelaySeconds, ...inTrace(presentTrace()) })
  }
}

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-message-system-attributes
function inTrace(trace: string | undefined) {
  if (trace === undefined) return {}
  return { MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: trace } } }
}
