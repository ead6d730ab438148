import { unreachable } from '../../errors.ts'
import type { PulledTask, PullTruth, ToldSoon } from '../../ports/statements.ts'
import { listed } from '../../projects/phrases.ts'
import type { Gate } from '../../tasks/task.ts'
import type { CheckReport } from '../checks.ts'

/** What a check run says in one line, and what it means for the merge. */
export type Headline = Pick<CheckReport, 'title' | 'conclusion'>

/** What merging does, in one line: of what people write only ids come in. */
export function headline(truth: PullTruth): Headline {
  const { state, tasks } = truth
  const ids = idsOf(tasks)
  switch (state) {
    case 'open':
    case 'draft':
      return openHeadline(truth)
    case 'merged':
      return { title: `Merged: ${standing(tasks)}`, conclusion: 'success' }
    case 'reverted':
      return { title: `Reverted: ${standing(tasks)}`, conclusion: 'neutral' }
    case 'closed':
      return { title: `Closed without merging, so nothing happens to ${ids}`, conclusion: 'neutral' }
    case 'asked':
      // Asking has to be able to hold a merge, and a required check passes with `neutral`.
      return { title: 'Names no task yet', conclusion: 'action_required' }
    case 'taking-back':
      return { title: `Takes back #${truth.takesBack}, so it needs no task of its own`, conclusion: 'success' }
    case 'unnamed':
      return { title: 'This pull request names no task', conclusion: 'neutral' }
    default:
      return unreachable(state)
  }
}

/**
 * Merging that does what it says is a success, also where a task then waits for something else: that is how it is planned.
 * Only what a contract forbids needs somebody to act first; `neutral` would let a required check pass.
 */
function openHeadline({ tasks, told }: PullTruth): Headline {
  const lacking = tasks.filter(({ lacks }) => lacks.some(({ blocks }) => blocks))
  if (lacking.length > 0) {
    const count = lacking.reduce((all, { lacks }) => all + lacks.filter(({ blocks }) => blocks).length, 0)
    const what = count === 1 ? 'something' : `${count} things`
    return {
      title: `${idsOf(lacking)} ${lacking.length === 1 ? 'lacks' : 'lack'} ${what} that the next phase needs`,
      conclusion: 'action_required',
    }
  }
  const completed = tasks.filter((task) => task.status !== 'done' && task.afterwards === 'done')
  const left = tasks.filter(({ afterwards }) => afterwards !== 'done' && afterwards !== 'cancelled')
  const freed = whoIsFreed(told)
  if (completed.length > 0) {
    const rest = left.length === 0 ? '' : `; ${idsOf(left)} still ${left.length === 1 ? 'needs' : 'need'} more`
    const also = freed === undefined ? '' : ` and unblocks ${freed}`
    return { title: `Merging completes ${idsOf(completed)}${also}${rest}`, conclusion: 'success' }
  }
  if (left.length > 0) return { title: `After merging, ${needing(left)}`, conclusion: 'success' }
  return { title: `${standing(tasks)} already, so merging changes nothing there`, conclusion: 'success' }
}

function needing(left: readonly PulledTask[]): string {
  const [only] = left
  if (left.length > 1 || only === undefined) return `${idsOf(left)} still need more`
  const needs = only.needs.flatMap(({ missing }) => missing)
  if (only.needs.length === 1 && needs.length === 1) return `${only.id} still needs ${NEED[only.needs[0]!.gate.kind]}`
  return needs.length === 0
    ? `${only.id} waits for somebody to say that it is done`
    : `${only.id} still needs ${needs.length} things`
}

const NEED: Readonly<Record<Gate['kind'], string>> = {
  manual: "a person's word",
  merged: 'another pull request',
  checks: 'a green check',
  deployed: 'a deployment',
  approved: 'an approval',
}

function whoIsFreed(told: readonly ToldSoon[]): string | undefined {
  const people = new Set(told.flatMap(({ to }) => (to === undefined ? [] : [to.id ?? to.name]))).size
  const teams = told.filter(({ isTeam }) => isTeam).length
  const parts = [
    ...(people === 0 ? [] : [people === 1 ? '1 person' : `${people} people`]),
    ...(teams === 0 ? [] : [teams === 1 ? '1 task of a team' : `${teams} tasks of teams`]),
  ]
  return parts.length === 0 ? undefined : listed(parts)
}

function idsOf(tasks: readonly PulledTask[]): string {
  return tasks.length > 3 ? `${tasks.length} tasks` : listed(tasks.map(({ id }) => id))
}

export const STANDS: Readonly<Record<PulledTask['status'], string>> = {
  open: 'open',
  in_progress: 'in progress',
  in_review: 'in review',
  done: 'done',
  cancelled: 'cancelled',
}

function standing(tasks: readonly PulledTask[]): string {
  const groups = Map.groupBy(tasks, ({ status }) => status)
  const said = [...groups].map(([status, of]) => `${idsOf(of)} ${of.length === 1 ? 'is' : 'are'} ${STANDS[status]}`)
  return listed(said)
}
