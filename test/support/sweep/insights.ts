import { graphReply } from '../../../app/slack/messages/graph-reply.ts'
import { plain } from '../../../app/slack/messages/markup.ts'
import { nextReply } from '../../../app/slack/messages/next-reply.ts'
import type { Task } from '../../../app/tasks/task.ts'
import { BEN, openSince } from '../tasks.ts'
import { type Sweep, swept } from './swept.ts'
import { enough, idOf, peopleCalled, severalOf, times, worstTask } from './worst.ts'

/** Answers that look beyond one task. */
export const INSIGHTS: readonly Sweep[] = [
  swept(graphReply, (text) => {
    const asked = { title: `*${plain(text)}*`, command: `graph ${text}`, closed: 9, more: true }
    return [
      [{ ...asked, center: idOf(0), lines: chain(severalOf(worstTask(text), 200)) }, peopleCalled(text)],
      [{ ...asked, lines: severalOf(worstTask(text), 200).map(({ id, blockers }) => ({ id, blockers })) }, new Map()],
      [{ ...asked, lines: [] }, new Map()],
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
]

/** Each waits for the one before it. */
function chain(tasks: readonly Task[]): Task[] {
  return tasks.map((task, at) => ({ ...task, blockers: at === 0 ? {} : { [idOf(at - 1)]: openSince(1) } }))
}
