import type { TaskId } from '../tasks/ids.ts'
import { blockerIds, type Task } from '../tasks/task.ts'
import { onlyTask } from './arguments.ts'
import { laterWords } from './later-words.ts'
import { seen, seenAmong } from './order.ts'
import type { Verb, VerbContext, VerbPorts } from './verb.ts'
import { refusalReply } from './words/refusal-reply.ts'
import type { Reply } from './words/reply.ts'

/** Shows all that is known of a task. */
export const show: Verb<{ readonly id: TaskId }> = {
  name: 'show',
  group: 'See how things stand',
  action: 'task.view',
  usage: 'show ID',
  summary: 'All that is known of a task: facts and where they come from, pull requests, checks, what waits for what',
  examples: ['show UAPI-1'],
  answers: 'later',
  aliases: ['view'],
  parse: onlyTask,
  wants: ({ id }) => ({ task: id }),
  meanwhile: ({ id }) => `Looking at ${id}`,
  act: ({ id }, context, ports) => display(id, context, ports),
}

/** The answer of the verb and of its button. */
export async function display(
  id: TaskId,
  context: Pick<VerbContext, 'workspace' | 'person' | 'task'>,
  { log, directory }: Pick<VerbPorts, 'log' | 'directory'>,
): Promise<Reply> {
  const visible = seen(id, context.task, context.person)
  if (!visible.ok) return refusalReply(visible.error)
  const task = visible.value
  const { workspace } = context
  const waitsFor = blockerIds(task)
  const [dependents, found] = await Promise.all([
    log.dependents(workspace, id),
    waitsFor.length === 0 ? new Map<TaskId, Task>() : log.loadMany(workspace, waitsFor),
  ])
  const blockers = seenAmong(found, context.person)
  const { shownPeople, showReply } = await laterWords()
  const people = await directory.people(workspace, shownPeople(task, blockers))
  return showReply({ task, blockers, dependents, people, reader: context.person.id })
}
