import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Command } from '../../app/tasks/commands.ts'
import { type Change, changeBy } from '../../app/tasks/consequences.ts'
import { decide } from '../../app/tasks/decide.ts'
import { evolve } from '../../app/tasks/evolve.ts'
import { factsBehind, failures } from '../../app/tasks/impediments.ts'
import { type NoticeId, staleNotices, type WantedNotice } from '../../app/tasks/notice.ts'
import { readiness, shownStatus } from '../../app/tasks/readiness.ts'
import { resourceKey } from '../../app/tasks/resource.ts'
import { statusOf } from '../../app/tasks/status.ts'
import { isClosed, type Task } from '../../app/tasks/task.ts'
import { wantedNotices } from '../../app/tasks/wanted-notices.ts'
import { rules } from '../../infra/topology.ts'
import { anyCommand, anyNewTask, anySweep, sweepOrders } from '../support/task-arbitraries.ts'
import { after, ask, aTask, BEN } from '../support/tasks.ts'

/** Every sentence that is false of a change; a legal change makes none. */
function illegal(before: Task, { task, events }: Change): string[] {
  const sentences: [holds: boolean, sentence: string][] = [
    [events.length > 0, 'a change has events'],
    [task.version === before.version + 1, 'the version rises by one'],
    [task.status === statusOf(task), 'the stored status is what the evidence says'],
    [task.ready === readiness(task).ready, 'the stored readiness is what the predicate says'],
    [task.ready === (shownStatus(task) === 'ready'), 'people are shown ready when it is'],
    [!(isClosed(task) && task.ready), 'nothing closed is ready'],
    [isClosed(task) === (task.closedAt !== undefined), 'closed tasks know when, others do not'],
    [!isClosed(task) || task.closedBy !== undefined, 'closed tasks know by whom'],
    [task.readiness === before.readiness + Number(task.ready && !before.ready), 'each entry into ready is one turn'],
    [task.assignment === before.assignment + Number(task.assignee !== before.assignee), 'each assignment is one turn'],
    [
      task.changed === (isClosed(task) === isClosed(before) ? before.changed : task.version),
      '`changed` is the last flip',
    ],
    [oneHandoffATurn(task), 'a turn has one hand-off'],
    [Object.entries(task.notices).every(([id, notice]) => id === notice.id), 'notices stand under their id'],
    [sameJson(factualImpediments(task), failures(task)), 'what facts put in the way is what fails'],
    [
      Object.values(task.impediments).every(({ since }) => since > 0 && since <= task.version),
      'impediments know since when',
    ],
    [
      owes(before, task, 'propagation') === (isClosed(task) !== isClosed(before)),
      'a flip owes propagation, nothing else',
    ],
    [owes(before, task, 'notice') || !needsTelling(before, task), 'what has to be told or taken back is owed'],
    [keeps(before, task, 'notice') && keeps(before, task, 'propagation'), 'what was owed stays owed'],
    [
      task.owed.notice !== task.version || events.some((event) => WAKES.has(event.type)),
      'what is owed to people wakes the orchestrator',
    ],
    [sameJson(folded(before, events), task), 'the events alone lead to the task'],
  ]
  return sentences.flatMap(([holds, sentence]) => (holds ? [] : [sentence]))
}

// What was accepted has happened: a person is never told yes in vain.
function disobeyed(command: Command, { status, assignee, impediments, resources }: Task): string[] {
  const holds = (obeyed: boolean) => (obeyed ? [] : [`${command.type} was accepted and did nothing`])
  switch (command.type) {
    case 'StartTask':
      return holds(status === 'in_progress')
    case 'CompleteTask':
      return holds(
        status === 'done' && command.resources.every((given) => resources[resourceKey(given)]?.value === given.value),
      )
    case 'CancelTask':
      return holds(status === 'cancelled')
    case 'ReopenTask':
      return holds(status !== 'done' && status !== 'cancelled')
    case 'AssignTask':
      return holds(assignee === command.to)
    case 'DeclineHandoff':
      return holds(assignee === command.to)
    case 'RaiseImpediment':
      return holds(impediments[command.source]?.reason === command.reason)
    case 'ClearImpediment':
      return holds(impediments[command.source] === undefined)
    default:
      return []
  }
}

const WAKES: ReadonlySet<string> = new Set(rules['wake-the-orchestrator'].pattern['detail-type'])

function owes(before: Task, task: Task, what: 'propagation' | 'notice'): boolean {
  return task.owed[what] === task.version && task.owed[what] !== before.owed[what]
}

function keeps(before: Task, task: Task, what: 'propagation' | 'notice'): boolean {
  return owes(before, task, what) || task.owed[what] === before.owed[what]
}

// DESIGN 5: every write that readies, unreadies, reassigns or cancels; and whatever makes a notice wanted or stale.
function needsTelling(before: Task, task: Task): boolean {
  if (task.assignment !== before.assignment || task.readiness !== before.readiness) return true
  if (task.status === 'cancelled' && before.status !== 'cancelled') return true
  if (task.status === 'open' && !task.ready && (before.ready || before.status !== 'open')) return true
  return added(wantedNotices(before), wantedNotices(task)) || added(staleNotices(before), staleNotices(task))
}

function added(before: readonly { id: NoticeId }[], now: readonly { id: NoticeId }[]): boolean {
  return now.some(({ id }) => !before.some((known) => known.id === id))
}

function oneHandoffATurn(task: Task): boolean {
  const turns = Object.values(task.notices).flatMap(({ subject }) =>
    subject.kind === 'handoff' ? [`${subject.readiness}.${subject.assignment}`] : [],
  )
  return new Set(turns).size === turns.length
}

function factualImpediments(task: Task) {
  return Object.entries(task.impediments)
    .filter(([source]) => factsBehind(source) !== undefined)
    .map(([source, { reason, url, by }]) => ({ source, reason, url, by }))
}

function folded(before: Task, events: Change['events']): Task {
  return events.reduce(evolve, { ...before, version: before.version + 1 })
}

function sameJson(a: unknown, b: unknown): boolean {
  const sorted = (value: unknown) =>
    Array.isArray(value) ? value.map((item) => JSON.stringify(item)).toSorted() : value
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) frozen(part)
  }
  return value
}

const EVERYWHERE = `
  AddBlocker already-waits
  AddBlocker ok
  AssignTask already
  AssignTask already-assigned
  AssignTask ok
  BlockNoticeSuppressed
  BlockNoticeWritten
  BlockerAdded
  BlockerRemoved
  BlockerSettled
  CancelTask already
  CancelTask ok
  CheckRecorded
  ClearImpediment no-impediment
  ClearImpediment ok
  CompleteTask already
  CompleteTask gates-unmet
  CompleteTask not-ready
  CompleteTask ok
  DeploymentRecorded
  ForgetNotice ok
  HandoffSuppressed
  HandoffWritten
  ImpedimentCleared
  ImpedimentRaised
  NoticeForgotten
  PullRecorded
  RaiseImpediment already
  RaiseImpediment already-blocked
  RaiseImpediment invalid
  RaiseImpediment ok
  RecordCheck ok
  RecordDeployment ok
  RecordPull ok
  RemoveBlocker ok
  ReopenTask not-closed
  ReopenTask ok
  ResourcesRecorded
  ReviewStarted
  SettleBlocker ok
  StartTask already
  StartTask not-ready
  StartTask ok
  StatusDeclared
  TaskBlocked
  TaskCancelled
  TaskCompleted
  TaskReady
  TaskReassigned
  TaskReopened
  TaskReturned
  TaskStarted
  TaskUnblocked
  TaskUnready
  WriteNotice ok
  WriteNotice turn-passed
`
  .split('\n')
  .map((line) => line.trim())
  .filter((line) => line !== '')

describe('no sequence of commands', () => {
  const step = fc.oneof({ weight: 5, arbitrary: anyCommand }, { weight: 2, arbitrary: anySweep })

  it('leads to an illegal state, changes what it was given, or throws', () => {
    const seen = new Map<string, number>()
    fc.assert(
      fc.property(anyNewTask, fc.array(step, { minLength: 20, maxLength: 50 }), (made, steps) => {
        let task = frozen(made)
        const wantedOnce: WantedNotice[] = []
        for (const each of steps) {
          wantedOnce.push(...wantedNotices(task))
          for (const command of typeof each === 'string' ? sweepOrders(task, each, wantedOnce) : [each]) {
            const decided = decide(task, frozen(command))
            const outcome = decided.ok ? `${command.type} ok` : `${command.type} ${decided.error.kind}`
            seen.set(outcome, (seen.get(outcome) ?? 0) + 1)
            if (!decided.ok) continue
            if (decided.value.events.length === 0) expect(decided.value.task).toBe(task)
            else expect([...illegal(task, decided.value), ...disobeyed(command, decided.value.task)]).toEqual([])
            for (const { type } of decided.value.events) seen.set(type, (seen.get(type) ?? 0) + 1)
            task = frozen(decided.value.task)
          }
        }
      }),
      { numRuns: 600 },
    )
    // The histories are worth something only if they come everywhere.
    expect([...seen.keys()]).toEqual(expect.arrayContaining(EVERYWHERE))
  })
})

describe('the checker of states', () => {
  const open = aTask()
  const good = changeBy(
    open,
    [{ type: 'TaskReassigned', to: 'per_cho', by: { kind: 'system' }, at: '' }],
    { kind: 'system' },
    '',
  )

  it('finds nothing wrong with what is right', () => {
    expect(illegal(open, good)).toEqual([])
  })

  it('finds what is wrong: a state of its own making for each sentence', () => {
    const broken = (over: Partial<Task>) => illegal(open, { ...good, task: { ...good.task, ...over } })
    expect(broken({ version: 9 })).toContain('the version rises by one')
    expect(broken({ status: 'done' })).toContain('the stored status is what the evidence says')
    expect(broken({ ready: false })).toContain('the stored readiness is what the predicate says')
    expect(broken({ readiness: 7 })).toContain('each entry into ready is one turn')
    expect(broken({ assignment: 1 })).toContain('each assignment is one turn')
    expect(broken({ changed: 2 })).toContain('`changed` is the last flip')
    expect(broken({ owed: open.owed })).toContain('what has to be told or taken back is owed')
    expect(broken({ owed: { notice: 2, propagation: 2 } })).toContain('a flip owes propagation, nothing else')
    expect(broken({ impediments: { 'check:x': { reason: '', by: { kind: 'system' }, since: 1 } } })).toContain(
      'what facts put in the way is what fails',
    )
    expect(illegal(after(open, ask.assign(BEN === open.assignee ? 'per_ann' : BEN)), good)).not.toEqual([])
  })
})
