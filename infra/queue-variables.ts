import type { QueueName } from './topology.ts'

/** Where a queue is, as SQS and the scheduler name it. */
export type QueuePlace = { readonly url: string; readonly arn: string }

/** Where each queue of the topology is, by the names that `app/config.ts` reads. */
export function queueVariables(queues: Readonly<Record<QueueName, QueuePlace>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(queues).flatMap(([name, { url, arn }]) => {
      const variable = `CODEXFLOW_QUEUE_${name.toUpperCase().replaceAll('-', '_')}`
      return [
        [variable, url],
        [`${variable}_ARN`, arn],
      ]
    }),
  )
}
