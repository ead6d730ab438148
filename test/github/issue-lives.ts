import fc from 'fast-check'
import type { Delivered } from './deliver.ts'
import { dependency, issue, part } from './issue-world.ts'
import { dependencyPayload, issuePayload, subIssuePayload, WEB } from './payloads.ts'

/** Lives of three issues as GitHub would let them happen, and the deliveries that tell of them. */

/** What waits stands before what it waits for, so that nothing waits in a circle: there the order decides. */
const ISSUES: readonly { readonly number: number; readonly repository?: typeof WEB }[] = [
  { number: 7 },
  { number: 8 },
  { number: 3, repository: WEB },
]
const ACTS = [
  ...(['rename', 'want', 'unwant', 'move', 'assign', 'unassign', 'close', 'reopen'] as const),
  ...(['block', 'unblock', 'adopt', 'disown'] as const),
] as const
type Act = {
  readonly do: (typeof ACTS)[number]
  /** Seconds since the act before: what falls into one second has no order that anybody could know. */
  readonly later: number
  readonly by: string
  readonly on: number
  /** The issue that it waits for, or its part; or which of two titles, phases, reasons or people. */
  readonly other: number
}

const act: fc.Arbitrary<Act> = fc.record({
  do: fc.constantFrom(...ACTS, 'want', 'assign', 'close'),
  later: fc.integer({ min: 1, max: 3 }),
  by: fc.constantFrom('priya-gh', 'dev-gh'),
  on: fc.nat(ISSUES.length - 1),
  other: fc.nat(ISSUES.length - 1),
})

/** Three lives side by side. What cannot happen at its time does not. */
export const issueLives: fc.Arbitrary<readonly Delivered[]> = fc
  .array(act, { minLength: 1, maxLength: 16 })
  .map((acts) => {
    const github = issuesAtGithub()
    return [...github.opened, ...acts.flatMap(github.does)]
  })

export const NINA = { login: 'nina-gh', id: 31, type: 'User' }
const PEOPLE = [{ login: 'priya-gh' }, { login: 'dev-gh' }, NINA]

type State = {
  readonly title: string
  readonly state: string
  readonly state_reason: string | null
  readonly closed_at: string | null
  readonly isWanted: boolean
  readonly phase: string
  readonly assignees: readonly object[]
}
const NEW: State = {
  ...{ title: 'Build the endpoint', state: 'open', state_reason: null, closed_at: null },
  ...{ isWanted: false, phase: 'backend', assignees: [] },
}

function issuesAtGithub() {
  let second = 0
  const states: State[] = ISSUES.map(() => NEW)
  const ties = new Set<string>()
  const clock = () => `09:00:${String(second).padStart(2, '0')}`
  const told = (on: number, action: string, by: string, change: Partial<State>, beside: object = {}): Delivered[] => {
    const now = { ...states[on]!, ...change }
    states[on] = now
    const { isWanted, phase, ...shown } = now
    const labels = [...(isWanted ? ['codexflow'] : []), `phase:${phase}`].map((name) => ({ name }))
    const { number, ...where } = ISSUES[on]!
    return [issue(issuePayload(action, clock(), { ...shown, labels, number }, { ...where, ...beside, by }))]
  }
  const isOpen = (on: number) => states[on]!.state === 'open'
  const has = (on: number, who: object) => states[on]!.assignees.includes(who)
  const tie = (sort: 'blocked' | 'part', { on, other }: Act, isAdded: boolean): Delivered[] => {
    const key = `${sort} ${on} ${other}`
    if (on >= other || ties.has(key) === isAdded) return []
    isAdded ? ties.add(key) : ties.delete(key)
    const ends = [ISSUES[on]!, ISSUES[other]!] as const
    const how = isAdded ? 'added' : 'removed'
    if (sort === 'blocked') {
      const sides = ['blocked_by', 'blocking'].map((side) => `${side}_${how}`)
      return sides.map((action) => dependency(dependencyPayload(action, clock(), ...ends)))
    }
    return ['sub_issue', 'parent_issue'].map((side) => part(subIssuePayload(`${side}_${how}`, clock(), ...ends)))
  }
  const does: Record<Act['do'], (act: Act) => Delivered[]> = {
    rename: ({ on, by, other }) =>
      told(on, 'edited', by, { title: `Title ${other}` }, { changes: { title: { from: 'x' } } }),
    want: ({ on, by }) => (states[on]!.isWanted ? [] : told(on, 'labeled', by, { isWanted: true })),
    unwant: ({ on, by }) => (states[on]!.isWanted ? told(on, 'unlabeled', by, { isWanted: false }) : []),
    move: ({ on, by, other }) => told(on, 'labeled', by, { phase: ['backend', 'frontend', 'qa'][other]! }),
    assign: ({ on, by, other }) => {
      const assignee = PEOPLE[other]!
      return has(on, assignee)
        ? []
        : told(on, 'assigned', by, { assignees: [...states[on]!.assignees, assignee] }, { assignee })
    },
    unassign: ({ on, by, other }) => {
      const assignee = PEOPLE[other]!
      const assignees = states[on]!.assignees.filter((each) => each !== assignee)
      return has(on, assignee) ? told(on, 'unassigned', by, { assignees }, { assignee }) : []
    },
    close: ({ on, by, other }) => {
      const state_reason = other === 2 ? 'not_planned' : 'completed'
      const closed_at = `2026-06-01T${clock()}Z`
      return isOpen(on) ? told(on, 'closed', by, { state: 'closed', state_reason, closed_at }) : []
    },
    reopen: ({ on, by }) =>
      isOpen(on) ? [] : told(on, 'reopened', by, { state: 'open', state_reason: 'reopened', closed_at: null }),
    block: (each) => tie('blocked', each, true),
    unblock: (each) => tie('blocked', each, false),
    adopt: (each) => tie('part', each, true),
    disown: (each) => tie('part', each, false),
  }
  return {
    opened: ISSUES.flatMap((_, on) => told(on, 'opened', 'dev-gh', {})),
    does: (act: Act) => {
      second += act.later
      return does[act.do](act)
    },
  }
}
