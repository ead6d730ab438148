import type { Log } from '../../log.ts'
import type { Directory } from '../../ports/directory.ts'
import { type ImportBook, type ImportOrder, type ImportState, isOver } from '../../ports/imports.ts'
import type { ActPorts } from '../acts/ground.ts'
import { whatFailed } from '../answered.ts'
import type { GithubClient } from '../client.ts'
import { NotAsked } from '../membership.ts'
import { importAsker } from './answers.ts'
import { draftOf } from './draft.ts'
import { remembering } from './remembering.ts'
import { importSlice } from './slice.ts'

/** What an import asks of the world. `now`: epoch milliseconds. */
export type ImportPorts = {
  readonly acts: ActPorts
  readonly directory: Pick<Directory, 'projects'>
  readonly book: ImportBook
  readonly client: Pick<GithubClient, 'answeredAsInstallation'>
  /** Puts the order back, not to be seen before `at`. It may come sooner: then it is put back once more. */
  readonly later: (order: ImportOrder, at: number) => Promise<void>
  /** Tells the one who asked for it that it is over. */
  readonly tell: (state: ImportState) => Promise<void>
  readonly now: () => number
  readonly log: Log
}

/** Milliseconds for the token. */
const TIMEOUT = 15_000

/**
 * One message: brings in one slice, saves how far it is, and puts the message for the next. Killed anywhere, the message comes
 * again and does what was left undone; brought twice, one of the two has the last word and the other ends.
 */
export async function importStep(ports: ImportPorts, order: ImportOrder): Promise<void> {
  const { book, now } = ports
  const seen = await book.load(order.workspace, order.repository)
  if (seen === undefined || seen.run !== order.run || order.step > seen.step) return
  if (order.step < seen.step) {
    // The slice was saved, and then it was killed: perhaps before the next message was put.
    if (order.step === seen.step - 1 && seen.sent < seen.step) await goOn(ports, seen)
    return
  }
  if (isOver(seen)) return
  if (seen.notBefore !== undefined && seen.notBefore > now()) return ports.later(order, seen.notBefore)
  const next = await slice(ports, seen)
  if (await book.save(next, seen)) await goOn(ports, next)
}

/** Puts the message for the present step, or tells that there is none. */
export async function goOn(
  { book, later, tell, now }: Pick<ImportPorts, 'book' | 'later' | 'tell' | 'now'>,
  state: ImportState,
): Promise<void> {
  const { workspace, repository, run, step } = state
  const order: ImportOrder = { workspace, repository: repository.id, run, step }
  if (isOver(state)) await tell(state)
  else await later(order, state.notBefore ?? now())
  await book.sent(order)
}

async function slice(ports: ImportPorts, seen: ImportState): Promise<ImportState> {
  const { acts, directory, client, now, log } = ports
  const draft = draftOf(seen)
  let requests = () => 0
  try {
    const signal = AbortSignal.timeout(TIMEOUT)
    const ask = importAsker(await client.answeredAsInstallation(seen.repository.installation, signal), now)
    requests = ask.requests
    const projects = await directory.projects(seen.workspace)
    await importSlice({ acts: remembering(acts), projects, ask, now }, draft)
    return draft.after(requests(), ask.pauseUntil())
  } catch (error) {
    const failed = failureOf(error, now())
    if (failed === undefined) throw error
    log.warn('A slice of an import was not answered', { repository: seen.repository.fullName, why: failed.why })
    if (failed.outcome === 'refused') return draft.failed(requests(), now(), failed.why, failed.notBefore)
    if (failed.outcome === 'unknown') return draft.failed(requests(), now(), failed.why)
    return draft.stopped(requests(), failed.why)
  }
}

// What else fails is our own, and the message comes again.
function failureOf(error: unknown, now: number): ReturnType<typeof whatFailed> | undefined {
  if (error instanceof NotAsked) return { outcome: 'unknown', why: 'GitHub gave no answer' }
  return isOfGitHub(error) ? whatFailed(error, now) : undefined
}

function isOfGitHub(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'HttpError' || error.name === 'AbortError' || error.name === 'TimeoutError')
  )
}
