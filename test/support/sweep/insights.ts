import { dead, pending, sent } from '../../../app/handoffs/transitions.ts'
import type { ImportState, Skipped } from '../../../app/ports/imports.ts'
import type { Role } from '../../../app/projects/permissions.ts'
import { err, ok } from '../../../app/result.ts'
import type { Task } from '../../../app/tasks/task.ts'
import { outlineOf } from '../../../app/verbs/words/graph-outline.ts'
import { graphReply } from '../../../app/verbs/words/graph-reply.ts'
import { heardReply } from '../../../app/verbs/words/heard-reply.ts'
import { importReply } from '../../../app/verbs/words/import-words.ts'
import { nextReply } from '../../../app/verbs/words/next-reply.ts'
import { simulateReply } from '../../../app/verbs/words/simulate-reply.ts'
import { traceReply } from '../../../app/verbs/words/trace-reply.ts'
import { GAIUS_CONTENT, toGaius } from '../gaius.ts'
import { ON_ISSUE, TO_BEN } from '../notices.ts'
import { BEN, minute, openSince, WORKSPACE } from '../tasks.ts'
import { type Sweep, swept } from './swept.ts'
import { enough, idOf, peopleCalled, severalOf, times, worstContent, worstTask } from './worst.ts'

/** Answers that look beyond one task. */
export const INSIGHTS: readonly Sweep[] = [
  swept(graphReply, (text) => {
    const asked = { title: text, command: `graph ${text}`, closed: 9, more: true }
    const tasks = severalOf(worstTask(text), 200)
    const around = { ...asked, center: idOf(0), lines: chain(tasks) }
    const unseen = { ...asked, lines: tasks.map(({ id, blockers }) => ({ id, blockers })) }
    return [
      [around, outlineOf(around), peopleCalled(text), ok(undefined)],
      [unseen, outlineOf(unseen), new Map(), err('the workspace takes no files')],
      [{ ...asked, lines: [] }, outlineOf({ ...asked, lines: [] }), new Map()],
    ]
  }),
  swept(heardReply, (text) => {
    const tasks = severalOf(worstTask(text), 40)
    const told = tasks.map((task) => ({ task, content: { ...worstContent(text), deliveries: [TO_BEN, ON_ISSUE] } }))
    const heard = { told, own: tasks.map((task) => ({ task, to: BEN })), waiting: tasks, beyond: 7 }
    const reader = (role: Role) => ({ workspace: WORKSPACE, id: BEN, name: text, role })
    return [
      [idOf(0), heard, reader('owner')],
      [idOf(0), heard, reader('guest')],
      [idOf(0), { told: [], own: [], waiting: [], beyond: 0 }, reader('member')],
    ]
  }),
  swept(importReply, (text) => (['done', 'stopped'] as const).map((stage) => [imported(text, stage)])),
  swept(nextReply, (text) => {
    const [task, visible] = [worstTask(text), severalOf(worstTask(text), 200)]
    const release = { frees: visible, people: times(200, (at) => `per_${at}` as const), atLeast: true }
    const asked = { under: visible, passed: 9, more: true, people: peopleCalled(text), reader: BEN }
    return [
      [{ ...asked, weighed: times(enough(20, text), () => ({ task, release, visible })) }],
      [{ ...asked, weighed: [] }],
      [{ ...asked, weighed: [], under: [] }],
    ]
  }),
  swept(simulateReply, (text) => {
    const tasks = severalOf(worstTask(text), 40)
    const told = tasks.map((task) => ({ task, content: { ...worstContent(text), deliveries: [TO_BEN, ON_ISSUE] } }))
    const own = tasks.map((task) => ({ task, to: BEN }))
    const edited = [toGaius({ state: 'on-hold', reasons: [] }, worstContent(text)), toGaius({ state: 'finished' })]
    const foreseen = { task: worstTask(text), told, own, edited, waiting: tasks, beyond: 7 }
    const nothing = { ...foreseen, told: [], own: [], edited: [], waiting: [], beyond: 0 }
    const asked = { command: `done ${text}`, people: peopleCalled(text) }
    return [
      [{ ...asked, foreseen, isVisible: () => true }],
      [{ ...asked, foreseen, isVisible: () => false }],
      [{ ...asked, foreseen: nothing, isVisible: () => true }],
    ]
  }),
  swept(traceReply, (text) => {
    const notice = { id: 'n_1', subject: GAIUS_CONTENT.subject, to: BEN, suppressed: false } as const
    const happened = { by: { kind: 'github', login: text }, at: minute(1) } as const
    const raised = { type: 'ImpedimentRaised', source: 'person:per_ben', reason: text, ...happened } as const
    const turn = { version: 2, events: [raised, { type: 'TaskReady', readiness: 1, ...happened } as const] }
    const content = { ...worstContent(text), deliveries: [TO_BEN, ON_ISSUE] }
    const claimed = {
      ...pending(content, TO_BEN, 0),
      state: 'CLAIMED',
      attempt: 2,
      leaseUntil: 0,
      doubtUntil: 0,
    } as const
    const deliveries = times(enough(8, text), () => [dead(claimed, text), sent(claimed, { id: text })]).flat()
    const since = times(enough(200, text), (at) => ({ version: at + 3, events: [raised] }))
    const traced = { notice, writtenAt: minute(2), turn, content, deliveries, since }
    const door = { task: worstTask(text), entry: turn, cause: text }
    const asked = { task: worstTask(text), ruleFor: () => 'wake-the-orchestrator', people: peopleCalled(text) }
    return [
      [{ ...asked, traced: { ...traced, door }, isVisible: () => true }],
      [{ ...asked, traced: { ...traced, door }, isVisible: () => false }],
      [{ ...asked, traced: { notice, writtenAt: minute(2), deliveries: [], since: [] }, isVisible: () => true }],
    ]
  }),
]

/** Each waits for the one before it. */
function chain(tasks: readonly Task[]): Task[] {
  return tasks.map((task, at) => ({ ...task, blockers: at === 0 ? {} : { [idOf(at - 1)]: openSince(1) } }))
}

// Of each sort that is left out as many examples as are kept.
function imported(text: string, stage: ImportState['stage']): ImportState {
  const reasons: readonly Skipped[] = ['stranger', 'elsewhere', 'cycle', 'too-many', 'refused', 'unreadable']
  const skipped = { count: 9_999, examples: times(3, () => text) }
  return {
    workspace: WORKSPACE,
    project: 'UAPI',
    repository: { id: 7, fullName: text, installation: 70 },
    rule: { kind: 'label', label: text },
    run: 'run',
    by: BEN,
    asked: {},
    startedAt: minute(1),
    stage,
    offset: 0,
    todo: [],
    counts: { seen: 10_000, tasks: 9_999, edges: 1, pulls: 0 },
    skipped: Object.fromEntries(reasons.map((why) => [why, skipped])),
    requests: 300,
    failures: 0,
    why: text,
    step: 9,
    sent: 9,
  }
}
