import { type QueueName, type QueueSpec, queues as topology } from './topology.ts'

/** Where a queue is, as SQS and the scheduler name it. */
export type QueuePlace = { readonly url: string; readonly arn: string }

/**
 * Where each queue of the topology is, by the names that `app/config.ts` reads: its URL, and its ARN where schedules write to it. No more,
 * because Lambda takes 4 KB of environment.
 */
export function queueVariables(queues: Readonly<Record<QueueName, QueuePlace>>): Record<string, string> {
  return Object.fromEntries(
    (Object.entries(queues) as [QueueName, QueuePlace][]).flatMap(([name, { url, arn }]) => {
      const variable = `CODEXFLOW_QUEUE_${name.toUpperCase().replaceAll('-', '_')}`
      const { scheduled }: QueueSpec = topology[name]
      return [[variable, url], ...(scheduled ? [[`${variable}_ARN`, arn]] : [])]
    }),
  )
}
