import fc from 'fast-check'
import type { Delivered } from './deliver.ts'
import { checkPayload, pullPayload, statusPayload } from './payloads.ts'

/** Lives of a pull request as GitHub would let them happen, and the deliveries that tell of them. */

const ACTS = ['edit', 'push', 'draft', 'ready', 'close', 'reopen', 'merge', 'check', 'status', 'revert'] as const
type Act = {
  readonly do: (typeof ACTS)[number]
  /** Seconds since the act before. GitHub's times are whole seconds: what falls into one has no order that anybody could know. */
  readonly later: number
  readonly by: string
  /** What an edit has the description name. */
  readonly tasks: readonly number[]
  readonly says: 'success' | 'failure' | 'pending'
  /** On the head before the present one. */
  readonly isOld: boolean
}

const tasks = fc.subarray([12, 13, 14])
const act: fc.Arbitrary<Act> = fc.record({
  // A pull request that lives long is edited and merged.
  do: fc.constantFrom(...ACTS, 'edit', 'edit', 'merge', 'check', 'revert'),
  later: fc.integer({ min: 1, max: 3 }),
  by: fc.constantFrom('priya-gh', 'dev-gh'),
  tasks,
  says: fc.constantFrom('success', 'failure', 'pending'),
  isOld: fc.boolean(),
})

/** A life from its opening on. What cannot happen at its time does not; each revert of a chain reverts the one before. */
export const pullLives: fc.Arbitrary<readonly Delivered[]> = fc
  .tuple(tasks, fc.array(act, { maxLength: 14 }))
  .map(([named, acts]) => lived(named, acts))

function lived(named: readonly number[], acts: readonly Act[]): Delivered[] {
  const github = pullAtGithub(named)
  return [github.opened, ...acts.map(github.does).filter((told) => told !== undefined)]
}

function pullAtGithub(named: readonly number[]) {
  let second = 0
  let head = 1
  let reverts = 0
  let pull = { ...description(named), head: { sha: commit(head), ref: 'provision' }, state: 'open', draft: false }
  const clock = () => `09:00:${String(second).padStart(2, '0')}`
  const now = () => `2026-06-01T${clock()}Z`
  const told = (action: string, by: string, change: object): Delivered => {
    pull = { ...pull, ...change }
    return ['pull_request', pullPayload(action, clock(), pull, by)]
  }
  const isOpen = () => pull.state === 'open'
  const isMerged = () => 'merged' in pull
  const merging = (by: string) => {
    const at = now()
    return { state: 'closed', closed_at: at, merged: true, merged_at: at, merged_by: { login: by, type: 'User' } }
  }
  const does: Record<Act['do'], (act: Act) => Delivered | undefined> = {
    edit: ({ by, tasks }) => told('edited', by, description(tasks)),
    push: ({ by }) => (isOpen() ? told('synchronize', by, { head: { ...pull.head, sha: commit(++head) } }) : undefined),
    draft: ({ by }) => (isOpen() && !pull.draft ? told('converted_to_draft', by, { draft: true }) : undefined),
    ready: ({ by }) => (isOpen() && pull.draft ? told('ready_for_review', by, { draft: false }) : undefined),
    close: ({ by }) => (isOpen() ? told('closed', by, { state: 'closed', closed_at: now() }) : undefined),
    reopen: ({ by }) => {
      return isOpen() || isMerged() ? undefined : told('reopened', by, { state: 'open', closed_at: null })
    },
    merge: ({ by }) => (isOpen() && !pull.draft ? told('closed', by, merging(by)) : undefined),
    check: ({ says, isOld }) => {
      const run = says === 'pending' ? { status: 'in_progress', conclusion: null } : { conclusion: says }
      const sha = commit(Math.max(1, head - Number(isOld)))
      return ['check_run', checkPayload('completed', clock(), { ...run, head_sha: sha, started_at: now() })]
    },
    status: ({ says, isOld }) => {
      return ['status', statusPayload(says, clock(), { sha: commit(Math.max(1, head - Number(isOld))) })]
    },
    revert: ({ by }) => {
      if (!isMerged()) return undefined
      const reverted = reverts === 0 ? 12 : 19 + reverts
      const revert = { ...merging(by), number: 20 + reverts, title: 'Revert "x"', body: `Reverts #${reverted}` }
      reverts++
      return ['pull_request', pullPayload('closed', clock(), { ...revert, head: { sha: commit(9), ref: 'x' } }, by)]
    },
  }
  return {
    opened: told('opened', 'priya-gh', {}),
    does: (act: Act) => {
      second += act.later
      return does[act.do](act)
    },
  }
}

function description(tasks: readonly number[]) {
  return { title: 'Provision', body: tasks.map((number) => `Task: UAPI-${number}`).join('\n') }
}

function commit(number: number): string {
  return String(number % 10).repeat(40)
}
