import { err, ok } from '../../../app/result.ts'
import { outlineOf } from '../../../app/slack/messages/graph-outline.ts'
import { graphReply } from '../../../app/slack/messages/graph-reply.ts'
import { plain } from '../../../app/slack/messages/markup.ts'
import { nextReply } from '../../../app/slack/messages/next-reply.ts'
import { simulateReply } from '../../../app/slack/messages/simulate-reply.ts'
import type { Task } from '../../../app/tasks/task.ts'
import { toGaius } from '../gaius.ts'
import { ON_ISSUE, TO_BEN } from '../notices.ts'
import { BEN, openSince } from '../tasks.ts'
import { type Sweep, swept } from './swept.ts'
import { enough, idOf, peopleCalled, severalOf, times, worstContent, worstTask } from './worst.ts'

/** Answers that look beyond one task. */
export const INSIGHTS: readonly Sweep[] = [
  swept(graphReply, (text) => {
    const asked = { title: `*${plain(text)}*`, command: `graph ${text}`, closed: 9, more: true }
    const tasks = severalOf(worstTask(text), 200)
    const around = { ...asked, center: idOf(0), lines: chain(tasks) }
    const unseen = { ...asked, lines: tasks.map(({ id, blockers }) => ({ id, blockers })) }
    return [
      [around, outlineOf(around), peopleCalled(text), ok(undefined)],
      [unseen, outlineOf(unseen), new Map(), err('the workspace takes no files')],
      [{ ...asked, lines: [] }, outlineOf({ ...asked, lines: [] }), new Map()],
    ]
  }),
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
]

/** Each waits for the one before it. */
function chain(tasks: readonly Task[]): Task[] {
  return tasks.map((task, at) => ({ ...task, blockers: at === 0 ? {} : { [idOf(at - 1)]: openSince(1) } }))
}
