import { expect } from 'vitest'
import type { Actor } from '../../app/tasks/actor.ts'
import type { ApprovalRequest, Verdict } from '../../app/tasks/approval.ts'
import type { Command } from '../../app/tasks/commands.ts'
import type { Change } from '../../app/tasks/consequences.ts'
import { create, type NewTask } from '../../app/tasks/create.ts'
import { decide } from '../../app/tasks/decide.ts'
import type { TaskEvent } from '../../app/tasks/events.ts'
import type { CheckFact, DeploymentFact, PullFact } from '../../app/tasks/external.ts'
import { checkSubject, PULL_RANK } from '../../app/tasks/external.ts'
import type { PersonId } from '../../app/tasks/ids.ts'
import type { IssueFacts } from '../../app/tasks/issue.ts'
import { ordinal } from '../../app/tasks/ordinal.ts'
import type { TaskRefusal } from '../../app/tasks/refusal.ts'
import type { Resource } from '../../app/tasks/resource.ts'
import { REVIEW_RANK, type ReviewFact, type ReviewState } from '../../app/tasks/review.ts'
import type { BlockerState, Task } from '../../app/tasks/task.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'

/** Builders for tests about tasks: people, times, legal tasks, commands, facts, and given/when/then on values. */

export const WORKSPACE = workspaceOf('T0NORTHWIND')
export const ANN: PersonId = 'per_ann'
export const BEN: PersonId = 'per_ben'
export const CHO: PersonId = 'per_cho'

/** The person as an actor. */
export function person(id: PersonId): Actor {
  return { kind: 'person', id }
}

/** An account of GitHub that nobody has linked. */
export function github(login: string): Actor {
  return { kind: 'github', login }
}

/** ISO 8601, so many minutes after nine on one and the same morning. */
export function minute(minutes: number): string {
  return new Date(Date.UTC(2026, 2, 2, 9, 0) + minutes * 60_000).toISOString()
}

/** A blocker as its dependent sees it. */
export function openSince(at: number): BlockerState {
  return { open: true, at }
}

/** A new task that Ann made for Ben at nine: ready at once, unless `wanted` says otherwise. `over` replaces fields. */
export function aTask(wanted: Partial<NewTask> = {}, over: Partial<Task> = {}): Task {
  const made = create({
    workspace: WORKSPACE,
    id: 'UAPI-2',
    title: 'Build the endpoint',
    phase: 'backend',
    assignee: BEN,
    blockers: {},
    gates: [],
    requiredChecks: [],
    by: person(ANN),
    at: minute(0),
    ...wanted,
  })
  if (!made.ok) throw new Error(`no such task can be made: ${JSON.stringify(made.error)}`)
  return { ...made.value.task, ...over }
}

/** Does what the commands say, one after the other; a refusal is a mistake of the test. */
export function after(task: Task, ...commands: readonly Command[]): Task {
  return commands.reduce((seen, command) => changed(seen, command).task, task)
}

/** The last change of a list of commands; a refusal is a mistake of the test. */
export function changed(task: Task, command: Command): Change {
  const decided = decide(task, command)
  if (!decided.ok) throw new Error(`${command.type} was refused: ${JSON.stringify(decided.error)}`)
  return decided.value
}

type Told = { readonly by?: Actor; readonly at?: string }
const by = (who: PersonId, { by: actor = person(who), at = minute(60) }: Told = {}) => ({ by: actor, at })

/** Orders as the doors make them: by Ben at ten, unless told otherwise. Facts come from GitHub or from us. */
export const ask = {
  start: (told?: Told): Command => ({ type: 'StartTask', ...by(BEN, told) }),
  done: (told?: Told & { resources?: Extract<Command, { type: 'CompleteTask' }>['resources'] }): Command => ({
    type: 'CompleteTask',
    resources: told?.resources ?? [],
    ...by(BEN, told),
  }),
  reopen: (told?: Told): Command => ({ type: 'ReopenTask', ...by(BEN, told) }),
  cancel: (told?: Told): Command => ({ type: 'CancelTask', ...by(ANN, told) }),
  assign: (to: PersonId, told?: Told): Command => ({ type: 'AssignTask', to, ...by(ANN, told) }),
  block: (source: string, reason: string, told?: Told): Command => ({
    type: 'RaiseImpediment',
    source,
    reason,
    ...by(BEN, told),
  }),
  unblock: (source: string, told?: Told): Command => ({ type: 'ClearImpediment', source, ...by(BEN, told) }),
  pull: (subject: string, pull: PullFact, resources: readonly Resource[] = [], told?: Told): Command => ({
    type: 'RecordPull',
    subject,
    pull,
    resources,
    ...by(BEN, { by: pull.by, ...told }),
  }),
  check: (check: CheckFact, told?: Told): Command => ({
    type: 'RecordCheck',
    subject: checkSubject(check),
    check,
    ...by(BEN, { by: check.by, ...told }),
  }),
  review: (review: ReviewFact, told?: Told): Command => ({
    type: 'RecordReview',
    review,
    ...by(BEN, { by: review.reviewer, ...told }),
  }),
  deployment: (
    subject: string,
    deployment: DeploymentFact,
    told?: Told,
    resources: readonly Resource[] = [],
  ): Command => ({
    type: 'RecordDeployment',
    subject,
    deployment,
    resources,
    ...by(BEN, { by: deployment.by, ...told }),
  }),
  resources: (resources: readonly Resource[], told?: Told): Command => ({
    type: 'RecordResources',
    resources,
    ...by(BEN, told),
  }),
  issue: (facts: IssueFacts, told?: Told): Command => ({ type: 'RecordIssue', facts, ...by(BEN, told) }),
  settle: (blocker: NewTask['id'], open: boolean, at: number, told?: Told): Command => ({
    type: 'SettleBlocker',
    blocker,
    open,
    changed: at,
    ...by(CHO, told),
  }),
  addBlocker: (blocker: NewTask['id'], open: boolean, at: number, told?: Told): Command => ({
    type: 'AddBlocker',
    blocker,
    open,
    changed: at,
    ...by(ANN, told),
  }),
  got: (told?: Told): Command => ({ type: 'AcceptHandoff', ...by(BEN, told) }),
  need: (text: string, told?: Told): Command => ({ type: 'AskQuestion', text, ...by(BEN, told) }),
  notMine: (reason: string, to?: PersonId, told?: Told): Command => ({
    type: 'DeclineHandoff',
    reason,
    ...(to === undefined ? {} : { to }),
    ...by(BEN, told),
  }),
  approval: (approvers: ApprovalRequest['approvers'], told?: Told & { note?: string }): Command => ({
    type: 'RequestApproval',
    approvers,
    ...(told?.note === undefined ? {} : { note: told.note }),
    remindAt: minute(120),
    expiresAt: minute(180),
    ...by(BEN, told),
  }),
  vote: (who: PersonId, verdict: Verdict, comment?: string, told?: Told & { also?: readonly PersonId[] }): Command => ({
    type: 'CastVote',
    verdict,
    ...(comment === undefined ? {} : { comment }),
    ...(told?.also === undefined ? {} : { also: told.also }),
    ...by(who, told),
  }),
  tick: (at: string): Command => ({ type: 'Tick', by: { kind: 'system' }, at }),
  removeBlocker: (blocker: NewTask['id'], told?: Told): Command => ({
    type: 'RemoveBlocker',
    blocker,
    ...by(ANN, told),
  }),
} as const

export const PULL = 'northwind/user-api#7'

/** A pull request as GitHub last told of it, at that minute. */
export function aPull(state: PullFact['state'], at: number, over: Partial<PullFact> = {}): PullFact {
  return {
    state,
    sha: 'aaa1',
    title: 'UAPI-2 endpoint',
    url: 'https://github.com/northwind/user-api/pull/7',
    by: github('ben-codes'),
    ordinal: ordinal(minute(at), PULL_RANK[state]),
    ...over,
  }
}

/** A check run on the head of that pull request. */
export function aCheck(conclusion: CheckFact['conclusion'], at: number, over: Partial<CheckFact> = {}): CheckFact {
  return {
    repository: 'northwind/user-api',
    name: 'build',
    sha: 'aaa1',
    conclusion,
    url: 'https://github.com/northwind/user-api/runs/1',
    by: github('ben-codes'),
    ordinal: ordinal(minute(at), 0),
    ...over,
  }
}

/** A deployment to production. */
export function aDeployment(
  state: DeploymentFact['state'],
  at: number,
  over: Partial<DeploymentFact> = {},
): DeploymentFact {
  return {
    environment: 'production',
    sha: 'aaa1',
    state,
    url: 'https://github.com/northwind/user-api/deployments/production',
    by: github('ops-bot'),
    ordinal: ordinal(minute(at), 0),
    ...over,
  }
}

/** What GitHub says of the review by Ben of the pull request. */
export function aReview(state: ReviewState, at: number, over: Partial<ReviewFact> = {}): ReviewFact {
  return {
    pull: PULL,
    state,
    login: 'ben-codes',
    reviewer: person(BEN),
    url: 'https://github.com/northwind/user-api/pull/7#pullrequestreview-1',
    ordinal: ordinal(minute(at), REVIEW_RANK[state]),
    ...over,
  }
}

/** What is expected of an event: all of it but who and when, where these are the command's own. */
type Expected = { readonly type: TaskEvent['type'] } & Readonly<Record<string, unknown>>

/**
 * `given(task).when(command).thenEvents(events, changes)` compares whole values: every event (its `by` and `at` are the
 * command's, unless written), and the whole task, which must differ from the given one by its version and by `changes`
 * alone (an `undefined` field is one that must be gone).
 */
export function given(task: Task) {
  return {
    when(command: Command) {
      const result = decide(task, command)
      return {
        result,
        thenEvents(events: readonly Expected[], changes: Partial<Record<keyof Task, unknown>>): Task {
          if (!result.ok) throw new Error(`${command.type} was refused: ${JSON.stringify(result.error)}`)
          const { by: actor, at } = command
          expect(result.value.events).toEqual(events.map((event) => ({ by: actor, at, ...event })))
          expect(result.value.task).toEqual({ ...task, version: task.version + 1, ...changes })
          return result.value.task
        },
        thenRefused(refusal: TaskRefusal): void {
          expect(result).toEqual({ ok: false, error: refusal })
        },
        thenNothing(): void {
          expect(result).toEqual({ ok: true, value: { task, events: [] } })
        },
      }
    },
  }
}
