import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { Probot } from 'probot'

/**
 * What Probot takes for the work of the GitHub door: Probot as its documentation sets it up, which verifies and parses, and
 * a handler that puts the delivery on the queue with the AWS SDK. Silent, so that it is not measured for its log.
 */
const probot = new Probot({
  appId: 1,
  privateKey: process.env['GITHUB_PRIVATE_KEY'] ?? '',
  secret: process.env['GITHUB_WEBHOOK_SECRET'] ?? '',
  logLevel: 'fatal',
})
const client = new SQSClient({
  region: 'us-east-1',
  endpoint: process.env['CODEXFLOW_SQS_ENDPOINT'] ?? '',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
})
const loaded = probot.load((app) => {
  app.on('pull_request.closed', async ({ id, name, payload }) => {
    const MessageBody = JSON.stringify({ id, name, payload })
    await client.send(new SendMessageCommand({ QueueUrl: process.env['CODEXFLOW_QUEUE_INBOX'] ?? '', MessageBody }))
  })
})

export async function handler(event: { headers: Record<string, string>; body: string }): Promise<unknown> {
  await loaded
  await probot.webhooks.verifyAndReceive({
    id: event.headers['x-github-delivery'] ?? '',
    name: 'pull_request',
    payload: event.body,
    signature: event.headers['x-hub-signature-256'] ?? '',
  })
  return { statusCode: 202 }
}
