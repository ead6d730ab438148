import fc from 'fast-check'
import type { Delivered } from './deliver.ts'
import { deploymentPayload, mergedPayload, pullPayload } from './payloads.ts'

/** Lives of a main branch and of what is deployed of it, as GitHub would let them happen. */

const ACTS = ['merge', 'revert', 'begin', 'end', 'end', 'begin', 'end'] as const
type Act = {
  readonly do: (typeof ACTS)[number]
  /** Seconds since the act before: what falls into one second has no order that anybody could know. */
  readonly later: number
  /** Which pull request, which commit from the last one back, or which of the deployments that are under way. */
  readonly which: number
  readonly environment: string
  readonly isWell: boolean
}

const act: fc.Arbitrary<Act> = fc.record({
  do: fc.constantFrom(...ACTS),
  later: fc.integer({ min: 1, max: 3 }),
  which: fc.nat(3),
  environment: fc.constantFrom('production', 'production', 'staging', 'Staging'),
  isWell: fc.boolean(),
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
  { number: 12, body: 'Task: UAPI-12\nTask: UAPI-14' },
  { number: 15, body: 'Task: UAPI-13\nTask: UAPI-12' },
]
type Deployment = { readonly id: number; readonly sha: string; readonly environment: string; readonly begun: string }

function mainAtGithub() {
  const unmerged = new Set(PULLS)
  const underWay: Deployment[] = []
  const active = new Map<string, Deployment>()
  let [second, merges, deployments, reverts] = [0, 0, 0, 0]
  const clock = () => `09:00:${String(second).padStart(2, '0')}`
  const merging = (pull: object): Delivered => {
    const merge = { merge_commit_sha: MAIN[++merges], base: { ref: 'main' } }
    return ['pull_request', mergedPayload(clock(), { ...pull, ...merge })]
  }
  const told = (state: string, { environment, ...rest }: Deployment): Delivered => {
    const status = { environment_url: `https://${environment.toLowerCase()}.example` }
    return ['deployment_status', deploymentPayload(state, clock(), { ...rest, environment, status })]
  }
  const does: Record<Act['do'], (act: Act) => Delivered[]> = {
    merge: ({ which }) => {
      const pull = PULLS[which % PULLS.length]!
      return unmerged.delete(pull) ? [merging({ title: 'Provision', ...pull, head: headOf(pull.number) })] : []
    },
    revert: () => {
      if (unmerged.has(PULLS[0]!)) return []
      const revert = {
        number: 20 + reverts,
        title: 'Revert "x"',
        body: `Reverts #${reverts === 0 ? 12 : 19 + reverts}`,
      }
      reverts++
      return [merging({ ...revert, head: headOf(revert.number) })]
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
    opened: PULLS.map((pull): Delivered => {
      return [
        'pull_request',
        pullPayload('opened', clock(), { title: 'Provision', ...pull, head: headOf(pull.number) }),
      ]
    }),
    does: (each: Act) => {
      second += each.later
      return does[each.do](each)
    },
  }
}

function headOf(number: number) {
  return { sha: shaOf(1_000 + number), ref: `branch-${number}` }
}

function shaOf(number: number): string {
  return number.toString(16).padStart(40, '0')
}
