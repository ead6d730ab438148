import type { TaskId } from '../tasks/ids.ts'
import type { NoticeId } from '../tasks/notice.ts'
import { openBlockers, type Task } from '../tasks/task.ts'
import { onlyTask } from './arguments.ts'
import { laterWords } from './later-words.ts'
import { seen, seenAmong } from './order.ts'
import type { Verb, VerbContext, VerbPorts } from './verb.ts'
import { refusalReply } from './words/refusal-reply.ts'
import type { Reply } from './words/reply.ts'
import type { Telling } from './words/why-reply.ts'

/** Says why a task stands as it does. */
export const why: Verb<{ readonly id: TaskId }> = {
  name: 'why',
  group: 'See how things stand',
  action: 'task.view',
  usage: 'why ID',
  summary: 'Why a task waits, is ready or is done: what it waits for, when it counts as done, who was told',
  examples: ['why UAPI-2'],
  answers: 'later',
  aliases: ['explain'],
  parse: onlyTask,
  wants: ({ id }) => ({ task: id }),
  meanwhile: ({ id }) => `Looking at ${id}`,
  act: ({ id }, context, ports) => explain(id, context, ports),
}

/** The answer of the verb and of its button; on the message of a notice it says why that message came. */
export async function explain(
  id: TaskId,
  context: Pick<VerbContext, 'workspace' | 'person' | 'task'>,
  { log, directory, history }: Pick<VerbPorts, 'log' | 'directory' | 'history'>,
  onMessage?: NoticeId,
): Promise<Reply> {
  const visible = seen(id, context.task, context.person)
  if (!visible.ok) return refusalReply(visible.error)
  const task = visible.value
  const { workspace } = context
  const open = openBlockers(task)
  const told = Object.keys(task.notices).length > 0
  const [found, events] = await Promise.all([
    open.length === 0 ? new Map<TaskId, Task>() : log.loadMany(workspace, open),
    told ? history.read(workspace, id) : [],
  ])
  // What the history lacks leaves a message without its time, and nothing else.
  const known = events.flatMap((each) => (each.type === 'HistoryGap' ? [] : [each]))
  const tellings: Telling[] = Object.values(task.notices).map((notice) => {
    const event = known.find(
      (each) => 'notice' in each && typeof each.notice === 'object' && each.notice.id === notice.id,
    )
    return event === undefined ? { notice } : { notice, at: event.at }
  })
  const blockers = seenAmong(found, context.person)
  const { listedPeople, whyReply } = await laterWords()
  const people = await directory.people(workspace, listedPeople(task, blockers))
  return whyReply({ task, blockers, tellings, people, ...(onMessage === undefined ? {} : { onMessage }) })
}
