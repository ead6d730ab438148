import {
  type MessageAttributeValue,
  SendMessageCommand,
  type SQSClient,
  SQSServiceException,
} from '@aws-sdk/client-sqs'
import * as z from 'zod'
import { ApiError } from './api-error.ts'

/**
 * The one system attribute that a sender may give a message. fauxqs knows none: on its way through it is an ordinary attribute
 * of the same name.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export const TRACE_HEADER = 'AWSTraceHeader'

/** Puts a message on a queue, in a trace where there is one. Rejects with what SQS says. */
export async function sendTraced(
  sqs: SQSClient,
  { url, body, delaySeconds = 0, trace }: TracedMessage,
): Promise<{ readonly MessageId: string | undefined; readonly MD5OfMessageBody: string | undefined }> {
  const MessageAttributes: Record<string, MessageAttributeValue> =
    trace === undefined ? {} : { [TRACE_HEADER]: { DataType: 'String', StringValue: trace } }
  const { MessageId, MD5OfMessageBody } = await sqs.send(
    new SendMessageCommand({ QueueUrl: url, MessageBody: body, DelaySeconds: delaySeconds, MessageAttributes }),
  )
  return { MessageId, MD5OfMessageBody }
}

export type TracedMessage = {
  readonly url: string
  readonly body: string
  readonly delaySeconds?: number | undefined
  readonly trace?: string | undefined
}

const request = z.strictObject({
  QueueUrl: z.string(),
  MessageBody: z.string(),
  DelaySeconds: z.number().optional(),
  MessageSystemAttributes: z
    .strictObject({ [TRACE_HEADER]: z.strictObject({ DataType: z.literal('String'), StringValue: z.string().min(1) }) })
    .optional(),
})

/** SQS's `SendMessage` as the functions call it, passed on to fauxqs. Throws an `ApiError` that names what it does not know. */
export async function passOn(sqs: SQSClient, body: unknown) {
  const parsed = request.safeParse(body)
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new ApiError(400, 'InvalidParameterValue', issues.join('; '))
  }
  const { QueueUrl: url, MessageBody, DelaySeconds: delaySeconds, MessageSystemAttributes } = parsed.data
  const trace = MessageSystemAttributes?.[TRACE_HEADER].StringValue
  try {
    return await sendTraced(sqs, { url, body: MessageBody, delaySeconds, trace })
  } catch (error) {
    if (!(error instanceof SQSServiceException)) throw error
    throw new ApiError(error.$metadata.httpStatusCode ?? 500, error.name, error.message)
  }
}
