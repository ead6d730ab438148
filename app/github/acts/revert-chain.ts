import { changeName } from '../../ports/deployments.ts'
import type { MergeCommit, PullIndex } from '../../ports/pulls.ts'
import { PULL_RANK } from '../../tasks/external.ts'
import { ordinal } from '../../tasks/ordinal.ts'
import type { Ground } from './ground.ts'

/** How many times a revert may itself be reverted; each step of a chain costs two reads. */
const MAX_CHAIN = 8

/**
 * One step of a chain: what stands at the root is reverted by an odd one and merged again by an even one. `name`: of the change
 * that takes the step, behind its repository; `by`: a login, `byId` its number; `at`: ISO 8601; `merge`: where it is there.
 */
export type Step = {
  readonly name: string
  readonly url: string
  readonly by: string
  readonly byId?: number
  readonly at: string
  readonly merge?: MergeCommit
  readonly depth: number
  readonly ordinal: number
}

type Found = Omit<Step, 'depth' | 'ordinal'>

/** The pull request at the root of the chain that this one belongs to. */
export async function rootPull(pulls: PullIndex, { workspace, repository }: Ground, number: number): Promise<number> {
  let root = number
  for (let step = 0; step < MAX_CHAIN; step++) {
    const reverts = (await pulls.pull(workspace, repository.id, root))?.reverts
    if (reverts === undefined || reverts >= root) return root
    root = reverts
  }
  return root
}

/** The commit at the root of the chain that this one belongs to. */
export async function rootCommit(pulls: PullIndex, { workspace, repository }: Ground, sha: string): Promise<string> {
  let root = sha
  for (let step = 0; step < MAX_CHAIN; step++) {
    const found = await pulls.commitRevert(workspace, repository.id, root)
    if (found === undefined) return root
    root = found.takes
  }
  return root
}

/** The steps that pull requests take below the one at the root. */
export function pullSteps(pulls: PullIndex, { workspace, repository }: Ground, root: number): Promise<Step[]> {
  return below(root, async (taken) => {
    const found = await pulls.revertsOf(workspace, repository.id, taken)
    return found.map(({ number, ...step }) => [number, { ...step, name: `#${number}` }] as const)
  })
}

/** The steps that commits take below the one at the root. */
export function commitSteps(pulls: PullIndex, { workspace, repository }: Ground, root: string): Promise<Step[]> {
  return below(root, async (taken) => {
    const found = await pulls.commitRevertsOf(workspace, repository.id, taken)
    return found.map(({ sha, base, takes: _, ...step }) => {
      return [sha, { ...step, name: changeName({ sha }), merge: { sha, base } }] as const
    })
  })
}

async function below<K>(root: K, takenBy: (taken: K) => Promise<readonly (readonly [K, Found])[]>): Promise<Step[]> {
  const steps: Step[] = []
  let level = [root]
  for (let depth = 1; depth <= MAX_CHAIN && level.length > 0; depth++) {
    const next: K[] = []
    for (const taken of level) {
      for (const [by, step] of await takenBy(taken)) {
        // Later steps outrank earlier ones of the same second.
        steps.push({ ...step, depth, ordinal: ordinal(step.at, PULL_RANK.reverted + depth - 1) })
        next.push(by)
      }
    }
    level = next
  }
  return steps
}
