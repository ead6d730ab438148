import { randomUUID } from 'node:crypto'
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { App, AwsLambdaReceiver } from '@slack/bolt'

/** The baseline of the Slack door: Bolt as its documentation sets it up for Lambda, and one item put before the answer. */
const receiver = new AwsLambdaReceiver({ signingSecret: process.env['SLACK_SIGNING_SECRET'] ?? '' })
const app = new App({
  receiver,
  // As ours does it; with a token alone Bolt would call Slack before its first answer.
  authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B0BOT', botUserId: 'U0BOT' }),
})
const endpoint = process.env['CODEXFLOW_DYNAMODB_ENDPOINT'] ?? ''
const client = new DynamoDBClient({
  region: 'us-east-1',
  endpoint,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
})

app.command('/codexflow', async ({ command, ack }) => {
  const item = { pk: { S: `bench#${randomUUID()}` }, sk: { S: 'TASK' }, text: { S: command.text } }
  await client.send(
    new PutItemCommand({
      TableName: process.env['CODEXFLOW_TABLE'] ?? '',
      Item: item,
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
  )
  await ack({ response_type: 'ephemeral', text: 'In progress now.' })
})

export const handler = receiver.toHandler()
