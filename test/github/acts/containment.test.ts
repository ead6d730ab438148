import fc from 'fast-check'
import { expect, it } from 'vitest'
import { containedIn } from '../../../app/github/acts/containment.ts'
import type { KeptMerge } from '../../../app/ports/deployments.ts'

/** Two branches of commits; some are merges, some of which bear the same second; any commit may be asked about. */
const scene = fc.record({
  commits: fc.array(
    fc.record({
      base: fc.constantFrom('main', 'release'),
      isMerge: fc.boolean(),
      later: fc.integer({ min: 0, max: 2 }),
    }),
    { minLength: 1, maxLength: 40 },
  ),
  chosen: fc.nat(),
})

const numbersOf = (merges: Iterable<KeptMerge>) =>
  [...merges].map(({ number = -1 }) => number).toSorted((a, b) => a - b)

it('finds exactly what a walk through the history finds, and asks no more than the logarithm', async () => {
  await fc.assert(
    fc.asyncProperty(scene, async ({ commits, chosen }) => {
      let second = 0
      const history = commits.map(({ base, isMerge, later }, place) => {
        second += later
        return { base, isMerge, second, sha: `sha ${place}`, place }
      })
      const commit = history[chosen % history.length]!
      const holds = (place: number) => history[place]!.base === commit.base && place <= commit.place
      const merges = history
        .filter(({ isMerge }) => isMerge)
        .map(({ base, sha, second, place }): KeptMerge => {
          return {
            number: place,
            base,
            sha,
            head: `head ${place}`,
            merged: second * 16 + 4,
            ordinal: 0,
            tasks: [],
            gates: [],
          }
        })
      let asked = 0
      const found = await containedIn({ sha: commit.sha, at: commit.second * 16 }, merges, async (sha) => {
        asked++
        return holds(Number(sha.split(' ')[1]))
      })
      expect(numbersOf(found)).toEqual(numbersOf(merges).filter(holds))
      const twins = Math.max(
        0,
        ...Object.values(Object.groupBy(merges, ({ merged }) => merged)).map((all) => all!.length),
      )
      expect(asked).toBeLessThanOrEqual(2 * twins * Math.ceil(1 + Math.log2(merges.length + 2)))
    }),
    { numRuns: 500 },
  )
})

it('is not led astray by commits that GitHub knows no more', async () => {
  const merges = ['a', 'gone', 'b', 'lost', 'c', 'd'].map((sha, number): KeptMerge => {
    return { number, base: 'main', sha, head: 'h', merged: 16 * number, ordinal: 0, tasks: [], gates: [] }
  })
  const held = async (sha: string) => (sha === 'gone' || sha === 'lost' ? undefined : 'abc'.includes(sha))
  const found = numbersOf(await containedIn({ sha: 'x', at: 16 * 99 }, merges, held))
  expect([0, 2, 4].every((number) => found.includes(number)) && !found.includes(5)).toBe(true)
})

it('asks once where all is held, as it mostly is', async () => {
  const merges = Array.from({ length: 300 }, (_, number): KeptMerge => {
    return { number, base: 'main', sha: `${number}`, head: 'h', merged: 16 * number, ordinal: 0, tasks: [], gates: [] }
  })
  const asked: string[] = []
  const found = await containedIn({ sha: 'x', at: 16 * 999 }, merges, async (sha) => asked.push(sha) > 0)
  expect([found.size, asked]).toEqual([300, ['299']])
})

it('takes the last commit of the branch that was merged for the merge, and asks about no merge that came later', async () => {
  const merge: KeptMerge = {
    number: 1,
    base: 'main',
    sha: 'm',
    head: 'h',
    merged: 800,
    ordinal: 0,
    tasks: [],
    gates: [],
  }
  const never = () => expect.unreachable('nobody is asked') as never
  expect(await containedIn({ sha: 'h', at: 100 }, [merge], never)).toEqual(new Set([merge]))
  expect([...(await containedIn({ sha: 'x', at: 100 }, [merge], never))]).toEqual([])
})

it('finds a commit that came without a pull request also where GitHub dates its push after what holds it', async () => {
  const kept = { base: 'main', head: 'h', ordinal: 0, tasks: [], gates: [] }
  const merge: KeptMerge = { ...kept, number: 12, sha: 'merge', merged: 16 * 5 }
  const commit: KeptMerge = { ...kept, sha: 'commit', commit: 'commit', merged: 16 * 6 }
  const within = { sha: 'merge', at: 16 * 9 }
  expect(await containedIn(within, [commit, merge], async () => true)).toEqual(new Set([merge, commit]))
  expect(await containedIn(within, [commit, merge], async () => false)).toEqual(new Set([merge]))
})
