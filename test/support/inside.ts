import { existsSync, readFileSync } from 'node:fs'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { awsClient } from '../../app/aws/client.ts'
import type { Store } from '../../app/dynamo/store.ts'
import { keys } from '../../app/dynamo/table.ts'
import { type Workspace, workspaceOf } from '../../app/tasks/workspace.ts'
import { USED_IN, usedBy } from '../../infra/local/grants/record.ts'
import { localStore } from '../../infra/local/people/found.ts'
import type { QueueName } from '../../infra/topology.ts'
import type { Stack } from './stack.ts'

/** What only chance, or a very large customer, would bring about: done by hand, behind the doors of a stack. */
export type Inside = {
  readonly store: Store
  readonly workspace: Workspace
  /** Puts a message on a queue, as a function would. */
  send(queue: QueueName, body: string): Promise<void>
  /** Waits until a function of the running application has done this on AWS: `relay: events:PutEvents on bus`. */
  until(...uses: readonly string[]): Promise<void>
  /** Keeps the next mails back for seconds, as if very many had gone out; resolves to a wait for whoever takes the next slot. */
  slowMail(): Promise<() => Promise<void>>
}

export function inside(stack: Stack): Inside {
  const store = localStore(stack.table.name, stack.table.endpoint)
  const workspace = workspaceOf(stack.local.slack.teamId)
  const used = (use: string) => {
    const file = usedBy(stack.local.process.pid, process.env[USED_IN] ?? '')
    return existsSync(file) && readFileSync(file, 'utf8').split('\n').includes(use)
  }
  return {
    store,
    workspace,
    send: async (queue, MessageBody) => {
      const sqs = new SQSClient(awsClient({ region: 'us-east-1', endpoint: stack.local.parts.sqs }))
      await sqs.send(new SendMessageCommand({ QueueUrl: stack.local.queues[queue]?.url, MessageBody }))
      sqs.destroy()
    },
    until: async (...uses) => {
      for (const use of uses) await stack.until(use, () => used(use))
    },
    slowMail: async () => {
      const key = keys.pace(workspace, `email#${stack.local.emailTopic}`)
      const next = Date.now() + 8_000
      await store.put({ ...key, kind: 'pace', next, expires: Math.ceil(next / 1000) + 86_400 })
      return () => stack.until('the next mail', async () => (await store.get(key))?.['next'] !== next).then(() => {})
    },
  }
}
