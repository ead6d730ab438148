import { type Delivery, deliveryKey } from '../../app/handoffs/content.ts'
import type { LedgerEntry } from '../../app/handoffs/ledger.ts'
import { standingOf } from '../../app/handoffs/standing.ts'
import { isPerson } from '../../app/tasks/actor.ts'
import { isStale } from '../../app/tasks/notice.ts'
import type { Task } from '../../app/tasks/task.ts'
import { wantedNotices } from '../../app/tasks/wanted-notices.ts'
import type { Said, Shown } from './fake-provider.ts'
import { BEN } from './tasks.ts'

/** A world of deliveries at rest. */
export type AtRest = {
  readonly task: Task
  readonly deliveries: readonly Delivery[]
  readonly entries: readonly LedgerEntry[]
  readonly shown: readonly Shown[]
  readonly said: readonly Said[]
  readonly alarms: number
}

/** What is wrong with a world at rest, by the promises: no message and no line twice, none false, nobody forgotten, nothing owed. */
export function verdict(world: AtRest): string | undefined {
  const { task, entries, shown, said, alarms } = world
  const each = new Set(shown.map(({ notice, key }) => `${notice} ${key}`))
  if (each.size < shown.length) return 'a message is doubled'
  const lines = new Set(said.map(({ notice, key, event }) => `${notice} ${key} ${JSON.stringify(event)}`))
  if (lines.size < said.length) return 'a line is doubled'
  if (said.some(({ event }) => isPerson(event.by, BEN))) return 'somebody is told of their own act'
  const dead = entries.filter(({ state }) => state === 'DEAD')
  if (dead.length > alarms) return 'a delivery died without an alarm'
  const owed = task.owed.notice === undefined ? undefined : 'something is still owed'
  return falsehood(world) ?? forgotten(world) ?? owed
}

function falsehood({ task, entries, shown }: AtRest): string | undefined {
  for (const { says, notice, key } of shown) {
    const { subject } = entries.find((entry) => entry.notice === notice && entry.key === key)!
    const truth = standingOf(subject, task).state
    const claims = says.state === 'current' || says.state === 'started' || says.state === 'finished'
    if (isStale(subject, task) && claims) return `a message says ${says.state}, but it is ${truth}`
    if (truth === 'current' && says.state !== 'current') return `a message says ${says.state} of what stands`
  }
  return undefined
}

function forgotten({ task, deliveries, entries, shown }: AtRest): string | undefined {
  for (const { id, suppressed } of wantedNotices(task)) {
    for (const key of suppressed ? [] : deliveries.map(deliveryKey)) {
      const told = shown.some((message) => message.notice === id && message.key === key)
      const dead = entries.some((entry) => entry.notice === id && entry.key === key && entry.state === 'DEAD')
      if (!told && !dead) return 'somebody who had to be told was not'
    }
  }
  return undefined
}
