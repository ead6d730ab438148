import { ListSubscriptionsCommand, type SNSClient } from '@aws-sdk/client-sns'
import { GetQueueAttributesCommand, ListQueuesCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import { secretsManagerCall } from '../../../app/aws/secrets-manager.ts'
import { localSecretId } from '../../../infra/local/aws/local-secrets.ts'
import type { Runtime } from '../../../infra/local/functions/runtime.ts'
import type { SecretName } from '../../../infra/secrets.ts'
import type { FunctionName } from '../../../infra/topology.ts'
import { mapped, type WiredQueue, type Wiring, wiredStream } from './wiring.ts'

/** A function that ran, and how much memory it was told to have. */
export type Ran = { readonly name: FunctionName; readonly memoryMb: number }

/**
 * The wiring of a runtime that runs: its queues and topics as SQS and SNS tell them, its doors as they answer, its functions as they were
 * woken (`ran`), and the rest as the parts that were started say it.
 */
export async function onLaptop(
  runtime: Runtime,
  { sqs, sns }: { readonly sqs: SQSClient; readonly sns: SNSClient },
  ran: readonly Ran[],
): Promise<Wiring> {
  const { realised } = runtime
  const routes: Record<string, string> = {}
  for (const { method, path } of realised.routes) {
    const answer = await fetch(`${runtime.url}${path}`, { method, ...(method === 'POST' ? { body: '{}' } : {}) })
    routes[`${method} ${path}`] = await answer.text()
  }
  const queues: Record<string, WiredQueue> = {}
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'codexflow-' }))
  const all = await Promise.all(QueueUrls.map((url) => attributesOf(sqs, url)))
  for (const { url, attributes } of all) {
    if (attributes.RedrivePolicy === undefined) continue
    const redrive = JSON.parse(attributes.RedrivePolicy) as { deadLetterTargetArn: string; maxReceiveCount: number }
    const dead = all.find((other) => other.attributes.QueueArn === redrive.deadLetterTargetArn)
    const [source, ...more] = realised.queueSources.filter(({ arn }) => arn === attributes.QueueArn)
    if (more.length > 0) throw new Error(`${url} has more than one reader`)
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: '{}' }))
    queues[nameIn(attributes.QueueArn)] = {
      function: source?.function ?? 'nobody',
      batchSize: source?.batchSize ?? 0,
      visibilitySeconds: Number(attributes.VisibilityTimeout),
      dead: nameIn(redrive.deadLetterTargetArn),
      retentionDays: { dead: Number(dead?.attributes.MessageRetentionPeriod) / 86_400 },
      maxReceives: Number(redrive.maxReceiveCount),
    }
  }
  const secrets = secretsManagerCall({
    region: 'us-east-1',
    endpoint: runtime.endpoints.secrets,
    chance: () => 0,
    wait: async () => {},
  })
  for (const name of Object.keys(realised.rotations))
    await secrets('RotateSecret', { SecretId: localSecretId(name as SecretName) })
  await runtime.settled()
  return {
    functions: Object.fromEntries(
      ran.map(({ name, memoryMb }) => [name, { timeoutSeconds: realised.timeoutSeconds(name), memoryMb }]),
    ),
    routes,
    queues,
    topics: await topicsOf(sns),
    rules: mapped(realised.rules, ({ pattern, queue }) => ({ pattern, queue })),
    streams: mapped(realised.streams, wiredStream),
    schedules: mapped(realised.schedules, ({ everyMinutes, function: woken }) => ({ everyMinutes, function: woken })),
    rotations: mapped(realised.rotations, ({ everyDays, function: woken }) => ({ everyDays, function: woken })),
  }
}

async function attributesOf(sqs: SQSClient, url: string) {
  const asked = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }))
  return {
    url,
    attributes: { ...asked.Attributes } as Partial<
      Record<'QueueArn' | 'VisibilityTimeout' | 'RedrivePolicy' | 'MessageRetentionPeriod', string>
    >,
  }
}

async function topicsOf(sns: SNSClient): Promise<Record<string, string>> {
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsCommand({}))
  return Object.fromEntries(Subscriptions.map(({ TopicArn, Endpoint }) => [nameIn(TopicArn), nameIn(Endpoint)]))
}

function nameIn(arn: string | undefined): string {
  return (arn ?? '').replace(/^.*:codexflow-/, '')
}
