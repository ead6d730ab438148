import type { KeptMerge } from '../../ports/deployments.ts'
import { secondsOf } from '../../tasks/ordinal.ts'

/** A commit, and when it was there at the latest. `at`: an ordinal of the facts about it. */
export type Commit = { readonly sha: string; readonly at: number }

/**
 * Which of the merges a commit holds. Merges into one branch stand in a line: who
 * holds one holds all before it, so that few questions are asked however many there are: none where the commit is one of the
 * merges, one where it holds the last, else the logarithm of their number for each branch. Commits that came without a pull
 * request stand in a line of their own, for GitHub dates them by their push: a merge and what it brings may bear either order. Merges of one second have no order and
 * are asked one by one; what GitHub does not know any more (`undefined`) stands in no line.
 */
export async function containedIn(
  commit: Commit,
  merges: readonly KeptMerge[],
  isHeld: (sha: string) => Promise<boolean | undefined>,
): Promise<ReadonlySet<KeptMerge>> {
  const found = merges.filter(({ sha, head }) => commit.sha === sha || commit.sha === head)
  // What was merged after a commit was there cannot be in it.
  const before = merges.filter(({ sha, merged }) => commit.sha === sha || secondsOf(merged) <= secondsOf(commit.at))
  const lines = Object.values(
    Object.groupBy(before, ({ base, number }) => `${number === undefined ? 'pushed' : 'merged'} ${base}`),
  )
  for (const line of lines) found.push(...(await heldOf(commit, line ?? [], isHeld)))
  return new Set(found)
}

async function heldOf(
  commit: Commit,
  line: readonly KeptMerge[],
  isHeld: (sha: string) => Promise<boolean | undefined>,
): Promise<readonly KeptMerge[]> {
  const moments = Object.values(Object.groupBy(line, ({ merged }) => secondsOf(merged)))
    .map((merges) => merges ?? [])
    .toSorted((a, b) => secondsOf(a[0]!.merged) - secondsOf(b[0]!.merged))
  const own = moments.findIndex((merges) => merges.some(({ sha }) => sha === commit.sha))
  if (own >= 0) return [...moments.slice(0, own).flat(), ...(await known(moments[own]!)).held]
  let last: { readonly at: number; readonly held: readonly KeptMerge[] } = { at: 0, held: [] }
  // The last one first: it is held by most that is deployed.
  for (
    let [low, high, at] = [0, moments.length - 1, moments.length - 1];
    low <= high;
    at = Math.floor((low + high) / 2)
  ) {
    const { held, isKnown } = await known(moments[at]!)
    if (!isKnown) {
      moments.splice(at, 1)
      high--
    } else if (held.length === 0) high = at - 1
    else [low, last] = [at + 1, { at, held }]
  }
  return [...moments.slice(0, last.at).flat(), ...last.held]

  async function known(merges: readonly KeptMerge[]) {
    const answers: (boolean | undefined)[] = []
    for (const { sha } of merges) answers.push(sha === commit.sha || (await isHeld(sha)))
    const held = merges.filter((_, place) => answers[place] === true)
    return { held, isKnown: answers.some((answer) => answer !== undefined) }
  }
}
