import type { SQSClient } from '@aws-sdk/client-sqs'
import { Fault } from '../../app/errors.ts'
import type { QueueName } from '../topology.ts'
import { type LocalQueues, type QueueDepth, queueDepth } from './aws/queues.ts'
import type { StreamSource } from './aws/stream-source.ts'
import type { LocalLambda } from './functions/lambda.ts'
import { createNudge } from './nudge.ts'

/** What somebody still has to do. */
export type Undone = {
  readonly invocations: number
  readonly queues: Readonly<Partial<Record<QueueName, QueueDepth>>>
}

type Parts = {
  readonly lambda: LocalLambda
  readonly sqs: SQSClient
  readonly queues: LocalQueues
  readonly streamSources: readonly StreamSource[]
}

/** Counts it. Queues without messages are left out; streams have no count. */
export async function undone({ lambda, sqs, queues }: Parts): Promise<Undone> {
  const depths: Partial<Record<QueueName, QueueDepth>> = {}
  for (const name of Object.keys(queues) as QueueName[]) {
    const depth = await queueDepth(sqs, queues[name].url)
    if (depth.visible + depth.inFlight + depth.delayed > 0) depths[name] = depth
  }
  return { invocations: lambda.inFlight(), queues: depths }
}

/** Waits until a whole round of looks has found nothing and no function ran meanwhile. */
export async function settle(parts: Parts, timeoutMs: number, delayed: 'wait' | 'ignore'): Promise<void> {
  const expired = new AbortController()
  const pause = createNudge()
  const timer = setTimeout(() => {
    expired.abort()
    pause.now()
  }, timeoutMs)
  const over = new Promise<void>((resolve) => expired.signal.addEventListener('abort', () => resolve(), { once: true }))
  try {
    while (!expired.signal.aborted) {
      const before = parts.lambda.begun()
      await Promise.race([Promise.all(parts.streamSources.map((source) => source.drained())), over])
      const left = await undone(parts)
      const quiet = left.invocations === 0 && parts.lambda.begun() === before
      if (!expired.signal.aborted && quiet && Object.values(left.queues).every((depth) => isEmpty(depth, delayed)))
        return
      await pause.wait(20)
    }
  } finally {
    clearTimeout(timer)
  }
  throw new Fault('the system did not come to rest', { timeoutMs, left: await undone(parts) })
}

function isEmpty(depth: QueueDepth, delayed: 'wait' | 'ignore'): boolean {
  return depth.visible + depth.inFlight + (delayed === 'wait' ? depth.delayed : 0) === 0
}
