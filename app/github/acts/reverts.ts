import type { KeptRevert, PullIndex, PullRow } from '../../ports/pulls.ts'
import { PULL_RANK, type PullFact } from '../../tasks/external.ts'
import { ordinal } from '../../tasks/ordinal.ts'
import { type ActPorts, actorOf, type Ground, record } from './ground.ts'
import { recordMerge } from './merge.ts'

/** How many times a revert may itself be reverted; each step of a chain costs two reads. */
const MAX_CHAIN = 8

/**
 * Applies every known revert of the chain that pull request `number` belongs to: the pull request at its root is
 * reverted by an odd step of the chain and merged again by an even one. Its tasks hear it once they have recorded the
 * merge; whichever delivery comes last finds all of it.
 */
export async function settleReverts(ports: ActPorts, ground: Ground, number: number): Promise<void> {
  const { workspace, repository } = ground
  const root = await rootOf(ports.pulls, ground, number)
  const row = await ports.pulls.pull(workspace, repository.id, root)
  if (row === undefined || row.tasks.length === 0) return
  const subject = `${repository.fullName}#${root}`
  const steps = await chainOf(ports.pulls, ground, root)
  await mergedAgain(ports, ground, row, steps.at(-1))
  for (const step of steps) {
    const state: PullFact['state'] = step.depth % 2 === 1 ? 'reverted' : 'merged'
    const by = await actorOf(ports, workspace, step.by)
    for (const [id, task] of await ports.tasks.loadMany(workspace, row.tasks)) {
      const known = task.pulls[subject]
      if (known?.state !== 'merged' && known?.state !== 'reverted') continue
      const title = `${state === 'reverted' ? 'Reverted' : 'Merged again'} by ${repository.fullName}#${step.number}`
      const ordinal = step === steps.at(-1) ? outranking(known, step) : step.ordinal
      const pull: PullFact = { state, sha: known.sha, title, url: step.url, by, ordinal }
      const command = { type: 'RecordPull', subject, pull, resources: [], by, at: step.at } as const
      await record(ports, { workspace, task: id, command })
    }
  }
}

// A task that the pull request named again, after it was taken back, has heard of the merge since: the last step still holds.
function outranking(known: PullFact, { url, ordinal }: Step): number {
  return known.url === url ? ordinal : Math.max(ordinal, known.ordinal + 1)
}

// What is merged again by a revert of a revert is deployed where that one is.
async function mergedAgain(ports: ActPorts, ground: Ground, row: PullRow, last: Step | undefined): Promise<void> {
  if (last?.merge === undefined || last.depth % 2 === 1) return
  const { number, tasks, ordinal } = row
  const kept = { ...last.merge, number, head: last.merge.sha, tasks, merged: last.ordinal, ordinal }
  const named = await ports.tasks.loadMany(ground.workspace, tasks)
  await recordMerge(ports, ground, kept, named.values())
}

async function rootOf(pulls: PullIndex, { workspace, repository }: Ground, number: number): Promise<number> {
  let root = number
  for (let step = 0; step < MAX_CHAIN; step++) {
    const reverts = (await pulls.pull(workspace, repository.id, root))?.reverts
    if (reverts === undefined || reverts >= root) return root
    root = reverts
  }
  return root
}

type Step = KeptRevert & { readonly depth: number; readonly ordinal: number }

async function chainOf(pulls: PullIndex, { workspace, repository }: Ground, root: number): Promise<Step[]> {
  const steps: Step[] = []
  let level = [root]
  for (let depth = 1; depth <= MAX_CHAIN && level.length > 0; depth++) {
    const next: number[] = []
    for (const number of level) {
      for (const revert of await pulls.revertsOf(workspace, repository.id, number)) {
        // Later steps outrank earlier ones of the same second.
        const rank = PULL_RANK.reverted + depth - 1
        steps.push({ ...revert, depth, ordinal: ordinal(revert.at, rank) })
        next.push(revert.number)
      }
    }
    level = next
  }
  return steps.toSorted((a, b) => a.ordinal - b.ordinal)
}
