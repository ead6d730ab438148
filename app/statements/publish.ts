import { createHash } from 'node:crypto'
import { unreachable } from '../errors.ts'
import type { Patience } from '../handoffs/ledger.ts'
import type { Log } from '../log.ts'
import type { Clock } from '../ports/clock.ts'
import type { Ledger } from '../ports/ledger.ts'
import type {
  Claim,
  Publisher,
  PullTruth,
  Stated,
  StateLater,
  StatementOrder,
  StatementRef,
  StatementState,
  Statements,
  Truth,
} from '../ports/statements.ts'
import type { AffectedPorts } from './affected.ts'
import { type PullTruthPorts, pullTruth } from './pull-truth.ts'
import { followed, type TaskTruthPorts, taskTruth } from './task-truth.ts'

export type PublishPorts = Omit<PullTruthPorts, 'ledger'> &
  TaskTruthPorts &
  AffectedPorts & {
    readonly ledger: PullTruthPorts['ledger'] & Pick<Ledger, 'reserve' | 'pause'>
    readonly statements: Statements
    readonly publisher: Publisher
    readonly later: StateLater
    readonly clock: Clock
    /** Resolves after so many milliseconds, at most `MAX_WAIT`. */
    readonly wait: (ms: number) => Promise<void>
    readonly patience: Patience
    readonly log: Log
  }

/** Longest wait for a slot inside the worker, and longest wait between attempts that fail. Milliseconds. */
const MAX_WAIT = 5_000
const MAX_PAUSE = 15 * 60_000

/**
 * Makes a statement say what is true now. Everything is read after the claim, so whatever was recorded before the order is
 * in it; what is recorded meanwhile brings an order of its own, which whoever has the claim sees when they let go. Nothing is
 * written that stands there already.
 */
export async function publish(ports: PublishPorts, order: StatementOrder): Promise<void> {
  const { statements, clock, patience } = ports
  const { slot, again, ...ref } = order
  if ((await statements.find(ref)) === undefined && !(await callsForOne(ports, ref))) return
  const leaseUntil = clock() + patience.lease
  const claim = await statements.claim(ref, clock(), leaseUntil)
  if (claim === 'busy') {
    if (again === true) await ports.later(order, leaseUntil)
    return
  }
  const after = await attempt(ports, order, claim)
  const left = await statements.letGo(ref, claim, after.state)
  if (after.order !== undefined) return ports.later(after.order, after.at)
  // One look too many is harmless, one too few is not.
  if (left !== 'done') await ports.later(ref, clock())
}

/** What came of an attempt, and the order that has to come again for it. */
type After = { readonly state: StatementState } & (
  | { readonly order?: undefined }
  | { readonly order: StatementOrder; readonly at: number }
)

async function attempt(ports: PublishPorts, order: StatementOrder, { leaseUntil, state }: Claim): Promise<After> {
  const { publisher, clock, patience, ledger } = ports
  const truth = await truthOf(ports, order, state)
  if (truth === undefined) return { state }
  const { doubtUntil, posted } = state
  const hash = createHash('sha256').update(publisher.words(truth)).digest('hex')
  const isSaid = posted !== undefined && posted.hash === hash && posted.sha === shaOf(truth)
  if (isSaid && doubtUntil === undefined && order.again !== true) return { state }

  const pace = publisher.pace(truth)
  const begins = order.slot ?? (await ledger.reserve(order.workspace, pace, clock()))
  // A wait that used the lease up would end in two at it.
  const spare = leaseUntil - patience.sendTimeout - clock()
  if (begins - clock() > Math.min(MAX_WAIT, spare / 2)) return { state, order: { ...order, slot: begins }, at: begins }
  if (begins > clock()) await ports.wait(begins - clock())

  const began = clock()
  const known = posted?.sha === shaOf(truth) ? posted : undefined
  const stated = await publisher.state(truth, known, doubtUntil !== undefined)
  if (stated.outcome === 'refused' && stated.notBefore > clock()) {
    await ledger.pause(order.workspace, pace, stated.notBefore)
  }
  return judged(ports, order, { state, hash, truth, stated, began })
}

type Attempted = {
  readonly state: StatementState
  readonly hash: string
  readonly truth: Truth
  readonly stated: Stated
  readonly began: number
}

function judged(ports: PublishPorts, order: StatementOrder, { state, hash, truth, stated, began }: Attempted): After {
  const { clock, patience, log } = ports
  const { slot: _, ...retry } = order
  const { again: __, ...ref } = retry
  switch (stated.outcome) {
    case 'stated': {
      const sha = shaOf(truth)
      const posted = { id: stated.id, hash, ...(sha === undefined ? {} : { sha }) }
      // A lost attempt may still be accepted: looked up once more when that is over.
      if (state.doubtUntil === undefined || began >= state.doubtUntil) return { state: { posted } }
      return { state: { posted, doubtUntil: state.doubtUntil }, order: ref, at: state.doubtUntil }
    }
    case 'removed':
      log.info('A comment that somebody took away is not written again', { ...nameOf(ref), why: stated.why })
      return { state: { removed: true } }
    case 'impossible':
      // The next thing that happens tries anew.
      log.warn('A statement cannot be made on GitHub', { ...nameOf(ref), why: stated.why })
      return { state: { ...(state.posted === undefined ? {} : { posted: state.posted }) } }
    case 'refused':
    case 'unknown': {
      const failed = (state.failed ?? 0) + 1
      const doubt =
        stated.outcome === 'unknown' ? { doubtUntil: began + patience.sendTimeout + patience.quarantine } : {}
      const next = { ...state, ...doubt, failed }
      const data = { ...nameOf(ref), outcome: stated.outcome, why: stated.why, failed }
      if (failed >= patience.maxAttempts) {
        // The alarm of the operators hangs on this line: somebody reads what is not true any more.
        log.error('A statement on GitHub cannot be made true', data)
        return { state: { ...next, failed: 0 } }
      }
      log.warn('A statement did not go through', data)
      const pause = Math.min(patience.lease * 2 ** (failed - 1), MAX_PAUSE)
      const notBefore = stated.outcome === 'refused' ? stated.notBefore : 0
      return { state: next, order: retry, at: Math.max(notBefore, clock() + pause) }
    }
    default:
      return unreachable(stated)
  }
}

// What closed, or names nothing any more, gets no new check: one that stands is brought to its end.
async function truthOf(ports: PublishPorts, ref: StatementRef, { posted, removed }: StatementState) {
  if (removed === true) return undefined
  if (ref.kind === 'task') {
    const found = await followed(ports, ref)
    if (found === undefined || (posted === undefined && !found.callsForOne)) return undefined
    return taskTruth(ports, found)
  }
  const truth = await pullTruth(ports, ref, now(ports))
  return isOpen(truth) || truth?.sha === posted?.sha ? truth : undefined
}

/** States in which there is something to say of its own accord. */
const OPEN: ReadonlySet<PullTruth['state']> = new Set(['open', 'draft', 'asked', 'taking-back'])

function isOpen(truth: PullTruth | undefined): boolean {
  return truth !== undefined && OPEN.has(truth.state)
}

async function callsForOne(ports: PublishPorts, ref: StatementRef): Promise<boolean> {
  if (ref.kind === 'task') return (await followed(ports, ref))?.callsForOne === true
  const row = await ports.pulls.pull(ref.workspace, ref.repository, ref.number)
  if (row === undefined) return false
  return row.tasks.length > 0 || isOpen(await pullTruth(ports, ref, now(ports)))
}

function now({ clock }: PublishPorts): string {
  return new Date(clock()).toISOString()
}

function shaOf(truth: Truth): string | undefined {
  return truth.kind === 'pull' ? truth.sha : undefined
}

function nameOf(ref: StatementRef) {
  return ref.kind === 'task' ? { task: ref.task } : { repository: ref.repository, pull: ref.number }
}
