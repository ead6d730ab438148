import { expect, it } from 'vitest'
import { livePulls } from '../../app/tasks/live-facts.ts'
import type { Task } from '../../app/tasks/task.ts'
import { endsTheSame } from './any-order.ts'
import { type Delivered, deliver } from './deliver.ts'
import { mergedPayload, pullPayload } from './payloads.ts'
import { pullLives } from './pull-lives.ts'
import { world } from './world.ts'

const SUBJECT = 'northwind/user-api#12'

/**
 * What people can notice of a task. Who merged is told; who described, closed or opened last is not. The title and the ordinal
 * of a pull request that is named again are those of its last description, or of what happened while it was not named.
 */
function noticeable(task: Task) {
  const pulls = livePulls(task).map(([subject, { state, sha, url, by }]) => ({
    ...{ subject, state, sha, url },
    by: state === 'merged' || state === 'reverted' ? by : undefined,
  }))
  const heads = new Set(pulls.map(({ sha }) => sha))
  const checks = Object.entries(task.checks).filter(([, { sha }]) => heads.has(sha))
  const { status, ready, impediments, resources } = task
  return {
    status,
    ready,
    impediments: Object.keys(impediments).toSorted(),
    pulls,
    checks: checks.toSorted(),
    resources,
  }
}

async function heard(...deliveries: readonly Delivered[]) {
  const stage = world([{}, { id: 'UAPI-13' }, { id: 'UAPI-14', requiredChecks: ['build'] }])
  await deliver(stage, ...deliveries)
  return [...stage.tasks.values()]
}

it('the whole life of a pull request ends the same however its deliveries are shuffled and repeated', async () => {
  await endsTheSame(pullLives, async (told) => (await heard(...told)).map(noticeable), { most: 2, numRuns: 600 })
})

const edited = (at: string, body: string, more: object = {}): Delivered => {
  return ['pull_request', pullPayload('edited', at, { title: 'Provision', body, ...more })]
}
const merge = { state: 'closed', merged: true, merged_at: '2026-06-01T10:00:00Z', closed_at: '2026-06-01T10:00:00Z' }
const merged: Delivered = ['pull_request', mergedPayload('10:00:00', { title: 'Provision', body: 'Task: UAPI-12' })]
const reverting = (number: number, at: string, of: number): Delivered => [
  'pull_request',
  mergedPayload(at, {
    number,
    title: 'Revert "Provision"',
    body: `Reverts #${of}`,
    head: { sha: 'c'.repeat(40), ref: 'x' },
  }),
]

it('what was taken back stays so where the description lets go of the task and names it again', async () => {
  const [silent, again] = [edited('12:00:00', '', merge), edited('13:00:00', 'Task: UAPI-12', merge)]
  const [task] = await heard(merged, reverting(20, '11:00:00', 12), silent, again)
  expect(task).toMatchObject({ status: 'open', pulls: { [SUBJECT]: { state: 'reverted' } } })
  const [other] = await heard(merged, reverting(20, '11:00:00', 12), reverting(30, '11:30:00', 20), silent, again)
  expect(other).toMatchObject({ status: 'done', pulls: { [SUBJECT]: { state: 'merged' } } })
})

it('a task that the description names no more is let go of, though what it was merged with was taken back before that is heard', async () => {
  const [task] = await heard(merged, reverting(20, '12:00:00', 12), edited('11:00:00', '', merge))
  expect(task).toMatchObject({ status: 'open', pulls: { [SUBJECT]: { state: 'unlinked' } } })
})
