import fc from 'fast-check'
import type { Delivered } from './deliver.ts'
import { deploymentPayload, mergedPayload, pullPayload } from './payloads.ts'

/** Lives of a main branch and of what is deployed of it, as GitHub would let them happen. */

const ACTS = ['merge', 'revert', 'edit', 'begin', 'end', 'end', 'begin', 'end', 'edit'] as const
type Act = {
  readonly do: (typeof ACTS)[number]
  /** Seconds since the act before: what falls into one second has no order that anybody could know. */
  readonly later: number
  /** Which pull request, which commit from the last one back, or which of the deployments that are under way. */
  readonly which: number
  readonly environment: string
  readonly isWell: boolean
  /** What an edit has the description name. */
  readonly tasks: readonly number[]
}

const act: fc.Arbitrary<Act> = fc.record({
  do: fc.constantFrom(...ACTS),
  later: fc.integer({ min: 1, max: 3 }),
  which: fc.nat(3),
  environment: fc.constantFrom('production', 'production', 'staging', 'Staging'),
  isWell: fc.boolean(),
  tasks: fc.subarray([12, 13, 14]),
})

const MOST_ACTS = 18

/** The commits of the main branch in any of these lives, from what stood there before on: each merge adds the next. */
export const MAIN: readonly string[] = Array.from({ length: MOST_ACTS + 1 }, (_, place) => shaOf(place))

/** A life from the opening of two pull requests on. What cannot happen at its time does not. */
export const deployedLives: fc.Arbitrary<readonly Delivered[]> = fc
  .array(act, { minLength: 2, maxLength: MOST_ACTS })
  .map((acts) => {
    const github = mainAtGithub()
    return [...github.opened, ...acts.flatMap(github.does)]
  })

const PULLS = [
  { number: 12, body: naming([12, 14]) },
  { number: 15, body: naming([13, 12]) },
]
type Deployment = { readonly id: number; readonly sha: string; readonly environment: string; readonly begun: string }

function mainAtGithub() {
  const pulls = PULLS.map(
    (pull): Record<string, unknown> => ({ title: 'Provision', ...pull, head: headOf(pull.number) }),
  )
  const unmerged = new Set(pulls.keys())
  const underWay: Deployment[] = []
  const active = new Map<string, Deployment>()
  let [second, merges, deployments, reverts] = [0, 0, 0, 0]
  const clock = () => `09:00:${String(second).padStart(2, '0')}`
  const merging = (pull: object) => {
    const merge = { merge_commit_sha: MAIN[++merges], base: { ref: 'main' } }
    return mergedPayload(clock(), { ...pull, ...merge })
  }
  const told = (state: string, { environment, ...rest }: Deployment): Delivered => {
    const status = { environment_url: `https://${environment.toLowerCase()}.example` }
    return ['deployment_status', deploymentPayload(state, clock(), { ...rest, environment, status })]
  }
  const does: Record<Act['do'], (act: Act) => Delivered[]> = {
    merge: ({ which }) => {
      const place = which % pulls.length
      if (!unmerged.delete(place)) return []
      const merged = merging(pulls[place]!)
      pulls[place] = merged.pull_request
      return [['pull_request', merged]]
    },
    edit: ({ which, tasks }) => {
      const place = which % pulls.length
      const { updated_at: _, ...pull } = pulls[place]!
      pulls[place] = { ...pull, body: naming(tasks) }
      return [['pull_request', pullPayload('edited', clock(), pulls[place])]]
    },
    revert: () => {
      if (unmerged.has(0)) return []
      const revert = {
        number: 20 + reverts,
        title: 'Revert "x"',
        body: `Reverts #${reverts === 0 ? 12 : 19 + reverts}`,
      }
      reverts++
      return [['pull_request', merging({ ...revert, head: headOf(revert.number) })]]
    },
    begin: ({ which, environment }) => {
      const sha = MAIN[Math.max(0, merges - which)]!
      const begun = { id: ++deployments, sha, environment, begun: clock() }
      underWay.push(begun)
      return [['deployment', deploymentPayload('', clock(), begun)]]
    },
    end: ({ which, isWell }) => {
      const [ended] = underWay.splice(which % Math.max(1, underWay.length), 1)
      if (ended === undefined) return []
      if (!isWell) return [told('failure', ended)]
      const place = ended.environment.toLowerCase()
      const before = active.get(place)
      active.set(place, ended)
      return [told('success', ended), ...(before === undefined ? [] : [told('inactive', before)])]
    },
  }
  return {
    opened: pulls.map((pull): Delivered => ['pull_request', pullPayload('opened', clock(), pull)]),
    does: (each: Act) => {
      second += each.later
      return does[each.do](each)
    },
  }
}

function naming(tasks: readonly number[]): string {
  return tasks.map((number) => `Task: UAPI-${number}`).join('\n')
}

function headOf(number: number) {
  return { sha: shaOf(1_000 + number), ref: `branch-${number}` }
}

function shaOf(number: number): string {
  return number.toString(16).padStart(40, '0')
}
