import type { Message } from '@aws-sdk/client-sqs'
import type { SQSMessageAttributes, SQSRecord } from 'aws-lambda'
import { Fault } from '../../../app/errors.ts'
import { TRACE_HEADER } from './traced-messages.ts'

/**
 * A message as Lambda hands it over.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export function toQueueRecord(message: Message, queueArn: string): SQSRecord {
  const { MessageId: messageId, ReceiptHandle: receiptHandle, Attributes: of = {} } = message
  const { [TRACE_HEADER]: trace, ...attributes } = message.MessageAttributes ?? {}
  if (messageId === undefined || receiptHandle === undefined) {
    throw new Fault('SQS handed out a message without id or receipt handle', { queueArn })
  }
  return {
    messageId,
    receiptHandle,
    body: message.Body ?? '',
    attributes: {
      ...of,
      ...(trace?.StringValue === undefined ? {} : { AWSTraceHeader: trace.StringValue }),
      ApproximateReceiveCount: of.ApproximateReceiveCount ?? '1',
      SentTimestamp: of.SentTimestamp ?? '0',
      SenderId: of.SenderId ?? '',
      ApproximateFirstReceiveTimestamp: of.ApproximateFirstReceiveTimestamp ?? '0',
    },
    messageAttributes: toMessageAttributes(attributes),
    md5OfBody: message.MD5OfBody ?? '',
    ...(message.MD5OfMessageAttributes === undefined ? {} : { md5OfMessageAttributes: message.MD5OfMessageAttributes }),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: queueArn.split(':')[3] ?? 'us-east-1',
  }
}

function toMessageAttributes(of: NonNullable<Message['MessageAttributes']>): SQSMessageAttributes {
  const entries = Object.entries(of).map(([name, value]) => [
    name,
    {
      ...(value.StringValue === undefined ? {} : { stringValue: value.StringValue }),
      ...(value.BinaryValue === undefined ? {} : { binaryValue: Buffer.from(value.BinaryValue).toString('base64') }),
      stringListValues: [],
      binaryListValues: [],
      dataType: value.DataType ?? 'String',
    },
  ])
  return Object.fromEntries(entries)
}
