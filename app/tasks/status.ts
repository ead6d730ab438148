import type { Actor } from './actor.ts'
import { factsFor, gatesMetByFacts, gatesOf, isOnItsWay, unmetGates } from './gates.ts'
import { type Closing, closingOf, ISSUE_SUBJECT, reopeningOf } from './issue.ts'
import { type Evidence, isLive, livePulls } from './live-facts.ts'
import { byAge } from './ordinal.ts'
import type { Gate, Task, TaskStatus } from './task.ts'

/**
 * A task's status, from what people declared and what outside facts say. A pure function of both, so that facts may
 * arrive in any order and any number of times. A declaration is overtaken by a later revert, and by a later reopening of
 * the issue. A closed issue is a word like a person's: it finishes a task that has no gate left unmet.
 */
export function statusOf(task: Evidence): TaskStatus {
  const declared = standingWord(task)
  if (declared === 'cancelled' || declared === 'done') return declared
  const closing = standingClosing(task)
  if (closing?.how === 'not-planned') return 'cancelled'
  if (gatesMetByFacts(task) || (closing !== undefined && unmetGates(task).length === 0)) return 'done'
  if (livePulls(task).some(([, pull]) => pull.state === 'open') || isOnItsWay(task)) return 'in_review'
  return declared
}

/**
 * Who finished or cancelled a closed task: the person whose word stands, else the author of the latest fact among those
 * that meet its gates, else whoever closed its issue. A pure function of the evidence, like the status itself.
 */
export function closerOf(task: Evidence): Actor | undefined {
  const word = standingWord(task)
  if (word === 'done' || word === 'cancelled') return task.declared.by
  const closing = standingClosing(task)
  if (closing?.how === 'not-planned' || !gatesMetByFacts(task)) return closing?.by
  return lastFact(task)?.by
}

/** The gate that was met last, where facts alone finished the task: no person's word, and no issue that was closed. */
export function lastGate(task: Evidence): Gate['kind'] | undefined {
  return standingWord(task) === 'done' || !gatesMetByFacts(task) ? undefined : lastFact(task)?.gate
}

function lastFact(task: Evidence): { readonly gate: Gate['kind']; readonly by: Actor } | undefined {
  const facts = gatesOf(task).flatMap((gate) => {
    return factsFor(task, gate).map(({ by, ordinal }) => ({ by, ordinal, gate: gate.kind }))
  })
  return facts.toSorted(byAge).at(-1)
}

// A revert that is younger than the last word of a person takes that word back; what was cancelled stays so. Whoever opens
// the issue again takes back either.
function standingWord(task: Evidence): Task['declared']['status'] {
  const { status, ordinal } = task.declared
  if ((reopeningOf(task.issueFacts)?.ordinal ?? -1) > ordinal) return 'open'
  const reverted = livePulls(task).some(([, pull]) => pull.state === 'reverted' && pull.ordinal > ordinal)
  return reverted && status !== 'cancelled' ? 'open' : status
}

function standingClosing(task: Evidence): Closing | undefined {
  const closing = closingOf(task.issueFacts)
  return closing !== undefined && isLive(task, ISSUE_SUBJECT, closing) ? closing : undefined
}
