import { type Hold, heldFor } from '../handoffs/hold.ts'
import type { DigestLater, PersonDays } from '../ports/digests.ts'
import { preferencesOf } from '../projects/preferences.ts'
import { dayAt, isoDay } from '../projects/time-zone.ts'
import { nextWorkingStart, presentPeriod } from '../projects/working-hours.ts'
import type { Gathered } from './context.ts'

export type HoldPorts = {
  readonly days: Pick<PersonDays, 'spend' | 'putDown'>
  readonly digestLater: DigestLater
}

/** A notice, and the one it is for. */
export type Told = Pick<Gathered, 'task' | 'notice' | 'receiver' | 'settings' | 'project'>

/** Milliseconds by which a digest goes before what it announces. */
const AHEAD = 60_000

/**
 * Whether a notice waits, and for what: the working hours of the one it is for, or, beyond their budget of a day, their next
 * digest. Costs a write where there is a budget, and one more and an order beyond it. Twice is once: the same notice
 * counts once, and finds the same hold until it is frozen.
 */
export async function holdOf(ports: HoldPorts, gathered: Told, at: number): Promise<Hold | undefined> {
  const { task, notice, receiver, settings, project } = gathered
  if (receiver === undefined) return undefined
  const { workspace, id: person, slackUser } = receiver
  const preferences = preferencesOf(receiver, settings)
  const { budget, zone } = preferences
  const quiet = heldFor(notice.subject, task, preferencesOf(receiver, settings, project), at)
  // A budget is of hand-offs: what stops work, or asks for an answer, is never kept back. A digest comes by Slack, so
  // without it nothing could announce what is.
  if (budget === 'none' || slackUser === undefined || notice.subject.kind !== 'handoff') return quiet
  const today = isoDay(dayAt(quiet?.until ?? at, zone))
  const counted = budget > 0 && (await ports.days.spend(workspace, person, today, notice.id, budget)) === 'counted'
  if (counted) return quiet

  const morning = quiet?.until ?? nextWorkingStart(at, preferences)
  const { day } = presentPeriod(morning, preferences)!
  await ports.digestLater({ workspace, person }, morning)
  await ports.days.putDown(workspace, person, day, task.id)
  return { until: morning + AHEAD, because: 'budget', day }
}
