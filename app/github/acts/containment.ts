import type { KeptMerge } from '../../ports.ts'
import { secondsOf } from '../../tasks/ordinal.ts'

/** A commit, and when it was there at the latest. `at`: an ordinal of the facts about it. */
export type Commit = { readonly sha: string; readonly at: number }

/**
 * Which of the merges, by the numbers of their pull requests, a commit holds. Merges into one branch stand in a line: who
 * holds one holds all before it, so that few questions are asked however many there are (the logarithm of their number for
 * each branch, and none where the commit is one of the merges). Merges of one second have no order and are asked one by one.
 */
export async function containedIn(
  commit: Commit,
  merges: readonly KeptMerge[],
  isHeld: (sha: string) => Promise<boolean>,
): Promise<ReadonlySet<number>> {
  const found = merges.filter(({ sha, head }) => commit.sha === sha || commit.sha === head)
  // What was merged after a commit was there cannot be in it.
  const before = merges.filter(({ sha, merged }) => commit.sha === sha || secondsOf(merged) <= secondsOf(commit.at))
  const lines = Object.values(Object.groupBy(before, ({ base }) => base))
  for (const line of lines) found.push(...(await heldOf(commit, line ?? [], isHeld)))
  return new Set(found.map(({ number }) => number))
}

async function heldOf(
  commit: Commit,
  line: readonly KeptMerge[],
  isHeld: (sha: string) => Promise<boolean>,
): Promise<readonly KeptMerge[]> {
  const moments = Object.values(Object.groupBy(line, ({ merged }) => secondsOf(merged)))
    .map((merges) => merges ?? [])
    .toSorted((a, b) => secondsOf(a[0]!.merged) - secondsOf(b[0]!.merged))
  const among = async (merges: readonly KeptMerge[]) => {
    const held: KeptMerge[] = []
    for (const merge of merges) if (merge.sha === commit.sha || (await isHeld(merge.sha))) held.push(merge)
    return held
  }
  const own = moments.findIndex((merges) => merges.some(({ sha }) => sha === commit.sha))
  let [last, held]: [number, readonly KeptMerge[]] = [own, own < 0 ? [] : await among(moments[own]!)]
  for (let [low, high] = [0, own < 0 ? moments.length - 1 : -1]; low <= high; ) {
    const middle = Math.floor((low + high) / 2)
    const some = await among(moments[middle]!)
    if (some.length === 0) high = middle - 1
    else [low, last, held] = [middle + 1, middle, some]
  }
  return [...moments.slice(0, Math.max(0, last)).flat(), ...held]
}
