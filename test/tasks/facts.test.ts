import { describe, expect, it } from 'vitest'
import { arrivalSubject, checkSubject, MAX_CHECKS } from '../../app/tasks/external.ts'
import { unmetGates } from '../../app/tasks/gates.ts'
import type { Resource } from '../../app/tasks/resource.ts'
import {
  aCheck,
  aDeployment,
  after,
  aPull,
  ask,
  aTask,
  BEN,
  changed,
  github,
  given,
  minute,
  openSince,
  PULL,
  person,
} from '../support/tasks.ts'

const OTHER = 'northwind/user-api#8'
const PRODUCTION = arrivalSubject(PULL, 'Production')
const merged = after(aTask(), ask.pull(PULL, aPull('merged', 5)))

describe('pull requests', () => {
  it('an open one takes the task into review; its draft does not', () => {
    given(aTask())
      .when(ask.pull(PULL, aPull('open', 1)))
      .thenEvents([{ type: 'PullRecorded', subject: PULL, pull: aPull('open', 1) }, { type: 'ReviewStarted' }], {
        pulls: { [PULL]: aPull('open', 1) },
        status: 'in_review',
        ready: false,
      })
    expect(after(aTask(), ask.pull(PULL, aPull('draft', 1)))).toMatchObject({ status: 'open', ready: true })
  })

  it('a merged one finishes the task in the name of its author, whoever sent the news', () => {
    const pull = aPull('merged', 1)
    given(aTask({ blockers: { 'UAPI-1': openSince(1) } }))
      .when(ask.pull(PULL, pull, [], { by: github('someone-else') }))
      .thenEvents(
        [
          { type: 'PullRecorded', subject: PULL, pull },
          { type: 'TaskCompleted', status: 'done', hasBlockers: true, by: pull.by },
        ],
        {
          pulls: { [PULL]: pull },
          status: 'done',
          changed: 2,
          closedBy: pull.by,
          closedAt: minute(60),
          owed: { propagation: 2 },
        },
      )
  })

  it('waits for every pull request that names the task; one closed unmerged or unlinked is waited for no longer', () => {
    const two = after(merged, ask.reopen(), ask.pull(OTHER, aPull('open', 70)), ask.pull(PULL, aPull('merged', 80)))
    expect(two.status).toBe('in_review')
    expect(after(two, ask.pull(OTHER, aPull('closed', 90))).status).toBe('done')
    expect(after(two, ask.pull(OTHER, aPull('unlinked', 90))).status).toBe('done')
    expect(after(two, ask.pull(OTHER, aPull('merged', 90))).status).toBe('done')
  })

  it('one closed unmerged leaves the task to people again', () => {
    const closed = after(aTask(), ask.pull(PULL, aPull('open', 1)), ask.pull(PULL, aPull('closed', 2)))
    expect(closed).toMatchObject({ status: 'open', ready: true, readiness: 2 })
    expect(after(closed, ask.done()).status).toBe('done')
  })

  it('a reverted one reopens the task: a new turn', () => {
    const pull = aPull('reverted', 9)
    given(merged)
      .when(ask.pull(PULL, pull))
      .thenEvents(
        [
          { type: 'PullRecorded', subject: PULL, pull },
          { type: 'TaskReopened', status: 'open' },
          { type: 'TaskReady', readiness: 2 },
        ],
        {
          pulls: { [PULL]: pull },
          status: 'open',
          ready: true,
          readiness: 2,
          turnBy: pull.by,
          turnAt: minute(60),
          closedBy: pull.by,
          closedAt: undefined,
          changed: 3,
          owed: { propagation: 3, notice: 3 },
        },
      )
  })

  it('a revert is told to nobody when it is older than the merge or than the word of a person', () => {
    given(merged)
      .when(ask.pull(PULL, aPull('reverted', 3)))
      .thenNothing()
    const declared = after(aTask(), ask.done())
    expect(after(declared, ask.pull(PULL, aPull('reverted', 59))).status).toBe('done')
    expect(after(declared, ask.pull(PULL, aPull('reverted', 61))).status).toBe('open')
  })

  it('an older state, or the same again, changes nothing, even with its keys in another order', () => {
    given(merged)
      .when(ask.pull(PULL, aPull('open', 4)))
      .thenNothing()
    given(merged)
      .when(ask.pull(PULL, aPull('merged', 5)))
      .thenNothing()
    const turned = Object.fromEntries(Object.entries(aPull('merged', 5)).toReversed()) as ReturnType<typeof aPull>
    given(merged).when(ask.pull(PULL, turned)).thenNothing()
  })

  it('keeps the newest value of each resource that it brings', () => {
    const resource = (value: string, ordinal: number): Resource => ({
      kind: 'url' as const,
      label: 'Docs',
      value,
      source: `pull request ${PULL}`,
      by: person(BEN),
      ordinal,
    })
    const known = after(aTask(), ask.pull(PULL, aPull('draft', 1), [resource('new', 9)]))
    given(known)
      .when(ask.pull(PULL, aPull('draft', 1), [resource('old', 8)]))
      .thenNothing()
    given(known)
      .when(ask.pull(PULL, aPull('draft', 1), [resource('newer', 10), resource('old', 8)]))
      .thenEvents([{ type: 'ResourcesRecorded', resources: [resource('newer', 10)] }], {
        resources: { 'url:docs': resource('newer', 10) },
      })
  })
})

describe('who closed a task that facts closed', () => {
  const ann = { by: github('ann-codes') }
  const early = ask.pull(PULL, aPull('merged', 5, ann))
  const late = ask.pull(OTHER, aPull('merged', 6))

  it('is the author of the last merge, whichever news came first', () => {
    expect(after(aTask(), early, late).closedBy).toEqual(github('ben-codes'))
    expect(after(aTask(), late, early).closedBy).toEqual(github('ben-codes'))
  })

  it('is the person who said so, whatever is merged afterwards', () => {
    expect(after(aTask(), ask.done(), early).closedBy).toEqual(person(BEN))
  })
})

describe('gates', () => {
  it('`deployed` is met by a success in that environment alone', () => {
    const task = aTask({ gates: [{ kind: 'merged' }, { kind: 'deployed', environment: 'production' }] })
    const half = after(task, ask.pull(PULL, aPull('merged', 1)))
    // Merged, and on its way: nobody is told to begin.
    expect([half.status, half.ready]).toEqual(['in_review', false])
    expect(after(half, ask.deployment(PRODUCTION, aDeployment('superseded', 0))).status).toBe('in_review')
    // In one second the deployment came first: nobody deploys what is being merged at that moment.
    expect(after(half, ask.deployment(PRODUCTION, aDeployment('superseded', 1))).status).toBe('in_review')
    // Something else was deployed since: it was left out.
    expect(after(half, ask.deployment(PRODUCTION, aDeployment('superseded', 2))).status).toBe('open')
    const staging = aDeployment('success', 2, { environment: 'staging' })
    expect(after(half, ask.deployment(arrivalSubject(PULL, 'staging'), staging)).status).toBe('in_review')
    expect(after(half, ask.deployment(PRODUCTION, aDeployment('success', 2)))).toMatchObject({
      status: 'done',
      closedBy: github('ops-bot'),
    })
  })

  it('a deployment that is rolled back takes the end of the task back', () => {
    const task = aTask({ gates: [{ kind: 'deployed', environment: 'production' }] })
    const merged = after(task, ask.pull(PULL, aPull('merged', 1)))
    const live = after(merged, ask.deployment(PRODUCTION, aDeployment('success', 2)))
    expect(after(live, ask.deployment(PRODUCTION, aDeployment('superseded', 3)))).toMatchObject({
      status: 'open',
      ready: true,
      readiness: 2,
    })
    given(live)
      .when(ask.deployment(PRODUCTION, aDeployment('superseded', 1)))
      .thenNothing()
  })

  it('`deployed` asks for every merge, in each repository that is deployed there at all', () => {
    const other = 'northwind/web#1'
    const task = aTask({ gates: [{ kind: 'deployed', environment: 'production' }] })
    const merged = after(task, ask.pull(PULL, aPull('merged', 1)), ask.pull(other, aPull('merged', 2)))
    const words = (now: typeof task) => unmetGates(now).flatMap(({ missing }) => missing)
    expect(words(merged)).toEqual(['a deployment to production'])
    const webWaits = after(merged, ask.deployment(arrivalSubject(other, 'production'), aDeployment('superseded', 3)))
    const half = after(webWaits, ask.deployment(PRODUCTION, aDeployment('success', 3)))
    expect([half.status, words(half)]).toEqual(['open', ['a deployment of northwind/web to production']])
    expect(after(half, ask.deployment(arrivalSubject(other, 'production'), aDeployment('success', 4))).status).toBe(
      'done',
    )
    // A repository that nobody ever deploys there keeps nothing waiting.
    expect(after(merged, ask.deployment(PRODUCTION, aDeployment('success', 3))).status).toBe('done')
  })

  it('`deployed` is not met by what is open, was never merged, or was taken back', () => {
    const task = aTask({ gates: [{ kind: 'deployed', environment: 'production' }] })
    const arrived = ask.deployment(PRODUCTION, aDeployment('success', 2))
    expect(after(task, arrived).status).toBe('open')
    expect(after(task, ask.pull(PULL, aPull('open', 1)), arrived).status).toBe('in_review')
    expect(after(task, ask.pull(PULL, aPull('merged', 1)), arrived).status).toBe('done')
    const reverted = aPull('reverted', 3)
    expect(after(task, ask.pull(PULL, aPull('merged', 1)), arrived, ask.pull(PULL, reverted)).status).toBe('open')
  })

  it('a deployment brings its resources in the very write that finishes the task', () => {
    const resource = {
      kind: 'url',
      label: 'production URL',
      value: 'https://api.example',
      source: 'deployment',
      by: github('ops-bot'),
      ordinal: 1,
    } as const
    const task = aTask({ gates: [{ kind: 'deployed', environment: 'production' }] })
    const merged = after(task, ask.pull(PULL, aPull('merged', 1)))
    const change = changed(merged, ask.deployment(PRODUCTION, aDeployment('success', 2), {}, [resource]))
    expect(change.events.map(({ type }) => type)).toEqual(['ResourcesRecorded', 'DeploymentRecorded', 'TaskCompleted'])
    expect(Object.values(change.task.resources)).toEqual([resource])
  })

  it('`checks` is met by green runs on the head, named or all of them', () => {
    const named = after(aTask({ gates: [{ kind: 'checks', names: ['build'] }] }), ask.pull(PULL, aPull('open', 1)))
    expect(after(named, ask.check(aCheck('success', 2, { sha: 'old' }))).status).toBe('in_review')
    expect(after(named, ask.check(aCheck('success', 2, { name: 'lint' }))).status).toBe('in_review')
    expect(after(named, ask.check(aCheck('success', 2))).status).toBe('done')
    const all = after(aTask({ gates: [{ kind: 'checks', names: [] }] }), ask.pull(PULL, aPull('open', 1)))
    const half = after(all, ask.check(aCheck('pending', 2)), ask.check(aCheck('pending', 2, { name: 'lint' })))
    expect(after(half, ask.check(aCheck('success', 3))).status).toBe('in_review')
    expect(after(half, ask.check(aCheck('success', 3)), ask.check(aCheck('success', 3, { name: 'lint' }))).status).toBe(
      'done',
    )
  })

  it('reopening works against green checks too', () => {
    const task = after(aTask({ gates: [{ kind: 'checks', names: ['build'] }] }), ask.pull(PULL, aPull('open', 1)))
    const done = after(task, ask.check(aCheck('success', 2)))
    const reopened = after(done, ask.reopen())
    expect(reopened.status).toBe('in_review')
    expect(after(reopened, ask.check(aCheck('success', 90))).status).toBe('done')
  })
})

it('a fact that is older than all of a full list changes nothing, however often it comes', () => {
  const facts = Array.from({ length: MAX_CHECKS }, (_, i) => ask.check(aCheck('success', 2, { name: `c${i}` })))
  const full = after(aTask(), ...facts)
  given(full)
    .when(ask.check(aCheck('failure', 1)))
    .thenNothing()
  expect(Object.keys(after(full, ask.check(aCheck('success', 3))).checks)).toHaveLength(MAX_CHECKS)
})

describe('more checks than a task keeps', () => {
  const crowd = Array.from({ length: MAX_CHECKS + 10 }, (_, i) => ask.check(aCheck('success', 5, { name: `job ${i}` })))
  const gated = (names: readonly string[]) =>
    after(aTask({ gates: [{ kind: 'checks', names }] }), ask.pull(PULL, aPull('open', 1)))

  it('do not hide one that failed first: where every check counts, it is said that one has to choose', () => {
    const all = after(gated([]), ask.check(aCheck('failure', 2, { name: 'unit' })), ...crowd)
    expect(all.status).toBe('in_review')
    expect(unmetGates(all)).toEqual([
      {
        gate: { kind: 'checks', names: [] },
        missing: [
          'a choice among the checks on northwind/user-api#7: 60 or more ran, so the gate has to name those that count',
        ],
      },
    ])
  })

  it('do not drive out one that the gate names, whenever it came', () => {
    const first = after(gated(['unit']), ask.check(aCheck('success', 2, { name: 'unit' })))
    expect(first.status).toBe('done')
    expect(after(first, ...crowd).status).toBe('done')
    const last = after(gated(['unit']), ...crowd, ask.check(aCheck('success', 2, { name: 'unit' })))
    expect(last.status).toBe('done')
    const red = after(gated(['unit']), ask.check(aCheck('failure', 2, { name: 'unit' })), ...crowd)
    expect([red.status, red.checks[checkSubject(aCheck('failure', 2, { name: 'unit' }))]?.conclusion]).toEqual([
      'in_review',
      'failure',
    ])
  })

  it("of earlier commits are in nobody's way: the commit that counts has all of its own", () => {
    const before = Array.from({ length: MAX_CHECKS }, (_, i) =>
      ask.check(aCheck('success', 1, { name: `job ${i}`, sha: 'old' })),
    )
    const task = after(gated([]), ...before, ask.check(aCheck('success', 5, { name: 'unit' })))
    expect([Object.keys(task.checks).length, task.status]).toEqual([MAX_CHECKS, 'done'])
  })

  it('are too many as well when it is their names that take the room', () => {
    const url = `https://ci.example/${'u'.repeat(1_900)}`
    const long = Array.from({ length: 30 }, (_, i) => ask.check(aCheck('success', 5 + i, { name: `job ${i}`, url })))
    const task = after(gated([]), ask.check(aCheck('failure', 2, { name: 'unit' })), ...long)
    expect(Object.keys(task.checks).length).toBeLessThan(30)
    expect(task.status).toBe('in_review')
  })
})
