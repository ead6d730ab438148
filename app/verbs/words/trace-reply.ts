import { unreachable } from '../../errors.ts'
import { deliveryKey } from '../../handoffs/content.ts'
import type { LedgerEntry } from '../../handoffs/ledger.ts'
import { standingOf } from '../../handoffs/standing.ts'
import type { Traced } from '../../insight/trace.ts'
import type { TaskEvent } from '../../tasks/events.ts'
import type { PersonId } from '../../tasks/ids.ts'
import { peopleIn } from '../../tasks/people-in.ts'
import type { Task } from '../../tasks/task.ts'
import { changeWords } from './change-words.ts'
import { placeWords, standingWords, whenWords } from './delivery-words.ts'
import { writer } from './fact-words.ts'
import { command, moment, plain } from './markup.ts'
import { offer } from './offer.ts'
import { type Reply, replyOf } from './reply.ts'
import { nameOf, type People } from './task-words.ts'

/** All that `trace` speaks of. */
export type TraceModel = {
  readonly task: Task
  readonly traced: Traced
  /** Whether the reader may see the task that was finished; if not, only its id is said. */
  readonly isVisible: (task: Task) => boolean
  /** The rule that brought an event to its consumer. */
  readonly ruleFor: (event: TaskEvent) => string | undefined
  readonly people: People
}

/** Changes since then that one answer tells. */
const MOST_SINCE = 8

/** Whoever is named in the answer. */
export function tracedPeople({ notice, turn, door, since }: Traced): PersonId[] {
  const events = [...(turn?.events ?? []), ...(door?.entry?.events ?? []), ...since.flatMap((each) => each.events)]
  return [...new Set([...events.flatMap(peopleIn), ...(notice.to === undefined ? [] : [notice.to])])]
}

/** How a hand-off came about and what became of it, station by station, each with its time where a record tells it. */
export function traceReply({ task, traced, isVisible, ruleFor, people }: TraceModel): Reply {
  const { notice, writtenAt, turn, door, content, deliveries, since } = traced
  const whom = notice.to === undefined ? "the team's channel" : nameOf(notice.to, people)
  const woke = turn?.events.findLast(({ type }) => type === 'TaskReady' || type === 'TaskReassigned')
  const rule = woke === undefined ? undefined : ruleFor(woke)
  const opened = new Set(deliveries.map(({ key }) => key))
  const unopened = content?.deliveries.filter((each) => !opened.has(deliveryKey(each))) ?? []
  return replyOf(
    [
      `*${task.id}* ${plain(task.title)}: the hand-off for ${whom}`,
      ...(door === undefined ? [] : [`*Door* · ${doorWords(door, isVisible(door.task), people)}`]),
      turn === undefined ? '*Event* · no record tells what led to it.' : `*Event* · ${changeWords(turn, people)}`,
      ...(woke === undefined || rule === undefined ? [] : [`*Rule* · ${woke.type}, by \`${rule}\``]),
      `*Words* · ${moment(writtenAt)} · ${
        content === undefined
          ? `none: ${whom} did it themselves.`
          : writer(content.words.writtenBy, content.facts.length)
      }`,
      ...deliveries.map((entry) => `*Delivery* · ${moment(iso(entry.createdAt))} · ${entryState(entry)}`),
      ...unopened.map(
        (each) => `*Delivery* · ${placeWords(each.address)}: not begun yet, to go out ${whenWords(each)}.`,
      ),
      ...since.slice(0, MOST_SINCE).map((entry) => `*Since then* · ${changeWords(entry, people)}`),
      ...(since.length > MOST_SINCE
        ? [`…and ${since.length - MOST_SINCE} changes more: ${command(`history ${task.id}`)}`]
        : []),
      `*Now* · ${standingWords(standingOf(notice.subject, task).state)}`,
    ],
    [offer('task.show', task.id), offer('task.why', task.id)],
  )
}

function doorWords({ task, entry, cause }: NonNullable<Traced['door']>, visible: boolean, people: People): string {
  if (!visible) return `*${task.id}*`
  const which = `*${task.id}* ${plain(task.title, 120)}`
  const by = cause === undefined ? '' : ` · request \`${plain(cause, 120).replaceAll('`', "'")}\``
  return entry === undefined ? `${which}${by}` : `${changeWords(entry, people)} · ${which}${by}`
}

function entryState(entry: LedgerEntry): string {
  const { attempt, answered, delivery } = entry
  const place = placeWords(delivery.address)
  const tries = attempt === 1 ? 'at the first attempt' : `after ${attempt} attempts`
  switch (entry.state) {
    case 'PENDING':
      return `${place}: waits to be sent ${whenWords(delivery)}.`
    case 'CLAIMED':
      return `${place}: is being sent, attempt ${attempt}.`
    case 'AMBIGUOUS':
      return `${place}: no answer to attempt ${attempt}; I look for it on ${moment(iso(entry.doubtUntil))}.`
    case 'RETRY':
      return `${place}: again on ${moment(iso(entry.notBefore))}${answered === 0 ? '' : `; refusals so far: ${answered}`}.`
    case 'SENT':
      return `${place}: sent${sentAt(entry)} ${tries}, receipt \`${plain(entry.receipt.id, 120).replaceAll('`', "'")}\`.`
    case 'DEAD':
      return `${place}: given up ${tries}: ${plain(entry.why, 200)}.`
    case 'CANCELLED':
      return `${place}: not sent, for it was no longer true.`
    default:
      return unreachable(entry)
  }
}

// Slack names a message by its time. https://docs.slack.dev/messaging/retrieving-messages
function sentAt({ delivery, receipt }: Extract<LedgerEntry, { state: 'SENT' }>): string {
  const ts = delivery.address.channel === 'slack' ? Number(receipt.id.split(':')[1]) : Number.NaN
  return Number.isFinite(ts) && ts > 1e9 && ts < 1e11 ? ` on ${moment(iso(ts * 1000))}` : ''
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
