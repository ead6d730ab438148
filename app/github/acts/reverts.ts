import { changeName, type KeptMerge } from '../../ports/deployments.ts'
import type { PullFact } from '../../tasks/external.ts'
import type { TaskId } from '../../tasks/ids.ts'
import { type ActPorts, actorOf, type Ground, record } from './ground.ts'
import { recordMerge } from './merge.ts'
import { commitSteps, pullSteps, rootCommit, rootPull, type Step } from './revert-chain.ts'

/**
 * Applies every known revert of the chain that pull request `number` belongs to, and of the commits by which it was merged: the
 * pull request at its root is reverted by an odd step of the chain and merged again by an even one. Its tasks hear it once they
 * have recorded the merge; whichever delivery comes last finds all of it.
 */
export async function settleReverts(ports: ActPorts, ground: Ground, number: number): Promise<void> {
  const { workspace, repository } = ground
  const root = await rootPull(ports.pulls, ground, number)
  const row = await ports.pulls.pull(workspace, repository.id, root)
  if (row === undefined || row.tasks.length === 0) return
  const steps = await pullSteps(ports.pulls, ground, root)
  // Merged again, it is there as another commit: that one may be taken back as well.
  for (const step of inOrder(steps)) await mergedAgain(ports, ground, row, step)
  const merges = await ports.deployments.merges(workspace, repository.id, 'each')
  for (const merge of merges) {
    if (merge.number === root) steps.push(...(await commitSteps(ports.pulls, ground, merge.sha)))
  }
  await settle(ports, ground, row, steps)
}

/** The same of the chain that a commit belongs to. What it takes back may be the merge of a pull request. */
export async function settleCommitReverts(ports: ActPorts, ground: Ground, sha: string): Promise<void> {
  const { workspace, repository } = ground
  const root = await rootCommit(ports.pulls, ground, sha)
  const merges = await ports.deployments.merges(workspace, repository.id, 'each')
  const pulls = merges.flatMap((merge) => (merge.number !== undefined && merge.sha === root ? [merge.number] : []))
  for (const number of new Set(pulls)) await settleReverts(ports, ground, number)
  const commit = merges.find((merge) => merge.commit === root)
  if (commit !== undefined) await settle(ports, ground, commit, await commitSteps(ports.pulls, ground, root))
}

/** A change as its chain is settled: what it is called, the tasks that it names, and the order of that description. */
type Root = Pick<KeptMerge, 'number' | 'commit' | 'sha' | 'tasks' | 'ordinal'>

async function settle(ports: ActPorts, ground: Ground, root: Root, steps: readonly Step[]): Promise<void> {
  const chain = inOrder(steps)
  await mergedAgain(ports, ground, root, chain.at(-1))
  await recordSteps(ports, ground, `${ground.repository.fullName}${changeName(root)}`, root.tasks, chain)
}

function inOrder(steps: readonly Step[]): Step[] {
  return steps.toSorted((a, b) => a.ordinal - b.ordinal)
}

async function recordSteps(
  ports: ActPorts,
  { workspace, repository }: Ground,
  subject: string,
  tasks: readonly TaskId[],
  steps: readonly Step[],
): Promise<void> {
  for (const step of steps) {
    const state: PullFact['state'] = step.depth % 2 === 1 ? 'reverted' : 'merged'
    const by = await actorOf(ports, workspace, step.by, step.byId)
    for (const [id, task] of await ports.tasks.loadMany(workspace, tasks)) {
      const known = task.pulls[subject]
      if (known?.state !== 'merged' && known?.state !== 'reverted') continue
      const title = `${state === 'reverted' ? 'Reverted' : 'Merged again'} by ${repository.fullName}${step.name}`
      const ordinal = step === steps.at(-1) ? outranking(known, step) : step.ordinal
      const since = ordinal === step.ordinal ? {} : { since: step.ordinal }
      const pull: PullFact = { state, sha: known.sha, title, url: step.url, by, ordinal, ...since }
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
async function mergedAgain(ports: ActPorts, ground: Ground, root: Root, last: Step | undefined): Promise<void> {
  if (last?.merge === undefined || last.depth % 2 === 1) return
  const { number, commit, tasks, ordinal } = root
  const name = { ...(number === undefined ? {} : { number }), ...(commit === undefined ? {} : { commit }) }
  const kept = { ...last.merge, ...name, head: last.merge.sha, tasks, merged: last.ordinal, ordinal }
  const named = await ports.tasks.loadMany(ground.workspace, tasks)
  await recordMerge(ports, ground, kept, named.values())
}
