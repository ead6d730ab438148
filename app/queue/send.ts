import { awsClient } from '../aws-client.ts'
import { lazily } from '../lazily.ts'

export type QueueSettings = { readonly region: string; readonly endpoint?: string | undefined }

/** Puts a message on a queue; it is seen after `delaySeconds` (at most 900). Resolves once SQS has it. */
export type SendToQueue = (queueUrl: string, body: string, delaySeconds?: number) => Promise<void>

/** The longest that SQS keeps a message back. Seconds. */
export const LONGEST_DELAY = 900

/** Sends to SQS; the SDK is loaded with the first message. */
export function sqsQueue(settings: QueueSettings): SendToQueue {
  const connect = lazily(() => connected(settings))
  return async (QueueUrl, MessageBody, DelaySeconds = 0) => {
    const { sdk, client } = await connect()
    await client.send(new sdk.SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds }))
  }
}

async function connected({ region, endpoint }: QueueSettings) {
  const sdk = await import('@aws-sdk/client-sqs')
  return { sdk, client: new sdk.SQSClient(awsClient({ region, endpoint })) }
}
