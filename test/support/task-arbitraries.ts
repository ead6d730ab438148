import fc from 'fast-check'
import type { Command } from '../../app/tasks/commands.ts'
import type { NewTask } from '../../app/tasks/create.ts'
import { decide } from '../../app/tasks/decide.ts'
import {
  arrivalSubject,
  attemptSubject,
  type CheckFact,
  type DeploymentFact,
  type PullFact,
  repositoryOf,
} from '../../app/tasks/external.ts'
import type { PersonId, TaskId } from '../../app/tasks/ids.ts'
import type { IssueFacts } from '../../app/tasks/issue.ts'
import { staleNotices, type WantedNotice } from '../../app/tasks/notice.ts'
import type { Resource } from '../../app/tasks/resource.ts'
import type { ReviewState } from '../../app/tasks/review.ts'
import type { Gate, Task } from '../../app/tasks/task.ts'
import { wantedNotices } from '../../app/tasks/wanted-notices.ts'
import { ANN, aCheck, aDeployment, aPull, aReview, ask, aTask, BEN, CHO, minute, openSince, person } from './tasks.ts'

/** Random histories of one task. The pools are small on purpose, so that facts and acts meet, tie and repeat. */

const people = fc.constantFrom<PersonId>(ANN, BEN, CHO)
const minutes = fc.constantFrom(10, 59, 60, 61, 200)
const subjects = fc.constantFrom('northwind/user-api#7', 'northwind/user-api#8', 'northwind/web#1')
const shas = fc.constantFrom('aaa1', 'bbb2')
const blockers = fc.constantFrom<TaskId>('UAPI-1', 'OPS-4')
const told = fc.record({ by: people.map(person), at: minutes.map(minute) })
// Few ordinals: before, within and after the hour in which people act, and equal ones for different facts.
const ordinals = fc
  .tuple(minutes, fc.integer({ min: 0, max: 2 }))
  .map(([at, rank]) => aCheck('pending', at).ordinal + rank)

const pull: fc.Arbitrary<PullFact> = fc
  .record({
    state: fc.constantFrom<PullFact['state']>('draft', 'open', 'closed', 'merged', 'reverted', 'unlinked'),
    sha: shas,
    by: people.map(person),
    ordinal: ordinals,
  })
  .map((over) => aPull(over.state, 0, over))

const check: fc.Arbitrary<CheckFact> = fc
  .record({
    conclusion: fc.constantFrom<CheckFact['conclusion']>('success', 'failure', 'pending'),
    name: fc.constantFrom('build', 'lint'),
    repository: fc.constantFrom('northwind/user-api', 'northwind/web'),
    sha: shas,
    by: people.map(person),
    url: fc.constantFrom('https://github.com/northwind/runs/1', 'https://github.com/northwind/runs/2'),
    ordinal: ordinals,
  })
  .map((over) => aCheck(over.conclusion, 0, over))

const deployment: fc.Arbitrary<DeploymentFact> = fc
  .record({
    state: fc.constantFrom<DeploymentFact['state']>(
      'success',
      'success',
      'superseded',
      'failure',
      'failure',
      'pending',
    ),
    environment: fc.constantFrom('production', 'staging'),
    by: people.map(person),
    ordinal: ordinals,
  })
  .map((over) => aDeployment(over.state, 0, over))

const resource: fc.Arbitrary<Resource> = fc.record({
  kind: fc.constantFrom('arn' as const, 'url' as const),
  label: fc.constantFrom('Function', 'function', 'Docs'),
  value: fc.constantFrom('one', 'two'),
  source: fc.constant('pull request northwind/user-api#7'),
  by: people.map(person),
  ordinal: ordinals,
})

const dated = { by: people.map(person), ordinal: ordinals } as const

/** What GitHub may tell of an issue at once. */
export const anyIssueFacts: fc.Arbitrary<IssueFacts> = fc.record(
  {
    open: fc.record({ ordinal: ordinals }),
    closed: fc.record({ how: fc.constantFrom('completed' as const, 'not-planned' as const), ...dated }),
    reopened: fc.record(dated),
    title: fc.record({ text: fc.constantFrom('Build it', 'Build it well'), ordinal: ordinals }),
    phase: fc.record({ name: fc.constantFrom('backend' as const, 'frontend' as const), ordinal: ordinals }),
    assignees: fc.dictionary(
      fc.constantFrom('ben-gh', 'cho-gh'),
      fc.record({ assigned: fc.boolean(), person: people, ...dated }),
      { maxKeys: 2 },
    ),
  },
  { requiredKeys: [] },
)

const review = fc
  .tuple(
    fc.constantFrom<ReviewState[]>('asked', 'withdrawn', 'approved', 'changes-requested', 'dismissed', 'commented'),
    fc.nat(9),
    fc.constantFrom('ben-codes', 'fern'),
    subjects,
  )
  .map(([state, at, login, pull]) => aReview(state, at, { login, pull }))

/** Something that GitHub tells, with subject and ordinal. */
export const anyFact: fc.Arbitrary<Command> = fc.oneof(
  fc
    .tuple(subjects, pull, fc.array(resource, { maxLength: 2 }), told)
    .map(([subject, fact, resources, by]) => ask.pull(subject, fact, resources, by)),
  fc.tuple(check, told).map(([fact, by]) => ask.check(fact, by)),
  fc.tuple(review, told).map(([fact, by]) => ask.review(fact, by)),
  fc
    .tuple(deployment, subjects, fc.array(resource, { maxLength: 1 }), told)
    .map(([fact, pull, resources, by]) => ask.deployment(placeOf(fact, pull), fact, by, resources)),
  fc.tuple(fc.array(resource, { maxLength: 2 }), told).map(([resources, by]) => ask.resources(resources, by)),
  fc.tuple(anyIssueFacts, told).map(([facts, by]) => ask.issue(facts, by)),
)

function placeOf({ state, environment }: DeploymentFact, pull: string): string {
  const arrived = state === 'success' || state === 'superseded'
  return arrived ? arrivalSubject(pull, environment) : attemptSubject(repositoryOf(pull), environment)
}

/** Something that a person asks for, whether or not it will be accepted. */
export const anyAct: fc.Arbitrary<Command> = fc.oneof(
  { weight: 2, arbitrary: told.map(ask.start) },
  { weight: 4, arbitrary: told.map(ask.done) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(told, fc.array(resource, { minLength: 1, maxLength: 2 }))
      .map(([by, resources]) => ask.done({ ...by, resources })),
  },
  { weight: 4, arbitrary: told.map(ask.reopen) },
  { weight: 1, arbitrary: told.map(ask.cancel) },
  { weight: 2, arbitrary: fc.tuple(people, told).map(([to, by]) => ask.assign(to, by)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(people, fc.constantFrom('no access', 'no budget'), told)
      .map(([source, reason, by]) => ask.block(source, reason, by)),
  },
  { weight: 4, arbitrary: fc.tuple(people, told).map(([source, by]) => ask.unblock(source, by)) },
  { weight: 1, arbitrary: fc.constant(ask.block('check:northwind/user-api#7:build', 'I say so')) },
  { weight: 1, arbitrary: fc.constant(ask.unblock('check:northwind/user-api#7:build')) },
)

// More that opens the way than that closes it, or histories would soon stand still.
const edges: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(blockers, fc.constantFrom(true, false, false), fc.integer({ min: 1, max: 30 }), told)
      .map(([blocker, open, at, by]) => ask.settle(blocker, open, at, by)),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(blockers, fc.boolean(), fc.integer({ min: 1, max: 30 }), told)
      .map(([blocker, open, at, by]) => ask.addBlocker(blocker, open, at, by)),
  },
  { weight: 2, arbitrary: fc.tuple(blockers, told).map(([blocker, by]) => ask.removeBlocker(blocker, by)) },
)

const approvers = fc.constantFrom({ 'tech-lead': [BEN] }, { 'tech-lead': [BEN, CHO], qa: [CHO, ANN] }, { qa: [] })

const soon = (asked: Command): Command => ({ ...asked, remindAt: minute(60) }) as Command

// What receivers answer, what approvers decide, and time that passes.
const answers: fc.Arbitrary<Command> = fc.oneof(
  { weight: 8, arbitrary: told.map(ask.got) },
  { weight: 2, arbitrary: told.map((by) => ask.need('which region?', by)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.option(people, { nil: undefined }), told)
      .map(([to, by]) => ask.notMine('frontend work', to, by)),
  },
  { weight: 6, arbitrary: fc.tuple(approvers, told).map(([who, by]) => soon(ask.approval(who, by))) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(people, fc.constantFrom('approved' as const, 'rejected' as const), fc.constantFrom('why', undefined))
      .map(([who, verdict, comment]) => ask.vote(who, verdict, comment)),
  },
  { weight: 6, arbitrary: fc.constantFrom(61, 130, 200).map((at) => ask.tick(minute(at))) },
)

/** Anything that can happen to a task but notices. */
export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: anyAct },
  { weight: 3, arbitrary: anyFact },
  { weight: 2, arbitrary: edges },
  { weight: 3, arbitrary: answers },
)

const approvalGates: readonly (readonly Gate[])[] = [
  [{ kind: 'approved', roles: ['tech-lead'], quorum: 1 }],
  [{ kind: 'merged' }, { kind: 'approved', roles: ['tech-lead', 'qa'], quorum: 2 }],
]
const gates = fc.constantFrom<readonly Gate[]>(
  [],
  [{ kind: 'manual' }],
  [{ kind: 'merged' }],
  [{ kind: 'checks', names: [] }],
  [{ kind: 'checks', names: ['build'] }],
  [{ kind: 'deployed', environment: 'production' }],
  [{ kind: 'merged' }, { kind: 'deployed', environment: 'production' }],
  [{ kind: 'manual' }, { kind: 'merged' }],
  ...approvalGates,
  ...approvalGates,
)

/** A new task: any gates, perhaps nobody's, perhaps waiting. */
export const anyNewTask: fc.Arbitrary<Task> = fc
  .record({
    gates,
    requiredChecks: fc.constantFrom([], ['build']),
    blockers: fc.constantFrom<NewTask['blockers']>({}, { 'UAPI-1': openSince(3) }),
    nobodys: fc.boolean(),
  })
  .map(({ nobodys, ...wanted }) => {
    const { assignee: _, ...unassigned } = aTask(wanted)
    return nobodys ? unassigned : aTask(wanted)
  })

/** What the orchestrator does of a sudden: writes what it wants, what it wanted once, or forgets what is stale. */
export type Sweep = 'write' | 'write-old' | 'forget' | 'all'
export const anySweep: fc.Arbitrary<Sweep> = fc.constantFrom('write', 'write-old', 'forget', 'all')

/** The orders of such a sweep, from the present task and from all that it wanted before. */
export function sweepOrders(task: Task, sweep: Sweep, wantedOnce: readonly WantedNotice[]): Command[] {
  const asked = { by: { kind: 'system' }, at: minute(60) } as const
  const nudgeAt = [minute(110), minute(150)]
  const timed = (notice: WantedNotice) => (notice.subject.kind === 'handoff' ? { ...notice, nudgeAt } : notice)
  const write = (notice: WantedNotice): Command => ({ type: 'WriteNotice', notice: timed(notice), ...asked })
  const forgets = staleNotices(task).map(({ id }): Command => ({ type: 'ForgetNotice', notice: id, ...asked }))
  const writes = wantedNotices(task).map(write)
  if (sweep === 'write') return writes
  if (sweep === 'write-old') return wantedOnce.map(write)
  return sweep === 'forget' ? forgets : [...forgets, ...writes]
}

/** Does what is accepted of the commands. */
export function live(task: Task, commands: readonly Command[]): Task {
  let now = task
  for (const command of commands) {
    const decided = decide(now, command)
    if (decided.ok) now = decided.value.task
  }
  return now
}
