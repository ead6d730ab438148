import { ok } from '../result.ts'
import type { TaskId } from '../tasks/ids.ts'
import { atMost, onlyOptions, option, short, taskIn, wrong } from './arguments.ts'
import { laterWords } from './later-words.ts'
import { seen } from './order.ts'
import { wordText } from './parse.ts'
import type { Verb, VerbContext, VerbPorts } from './verb.ts'
import { refusalReply } from './words/refusal-reply.ts'
import type { Reply } from './words/reply.ts'

/** What happened to a task, page by page. */
export const history: Verb<{ readonly id: TaskId; readonly before?: number }> = {
  name: 'history',
  group: 'See how things stand',
  action: 'task.view',
  usage: 'history ID',
  summary: 'What happened to a task, latest first: who did what, and when',
  examples: ['history UAPI-2'],
  answers: 'later',
  meanwhile: ({ id }) => `Looking at ${id}`,
  parse(line) {
    const id = taskIn(line.words[0])
    if (!id.ok) return id
    const words = atMost(line, 1)
    if (!words.ok) return words
    const options = onlyOptions(line, ['page'])
    if (!options.ok) return options
    const page = option(line, 'page')
    if (page === undefined) return ok({ id: id.value })
    const before = wordText(page).trim()
    if (!/^[1-9]\d{0,8}$/.test(before)) return wrong(`"${short(before)}" is no page; the answer names the next one`)
    return ok({ id: id.value, before: Number(before) })
  },
  wants: ({ id }) => ({ task: id }),
  act: ({ id, before }, context, ports) => past(id, context, ports, before),
}

/** A page of what happened to a task, in words: the latest, or what came before that version. */
export async function past(
  id: TaskId,
  { workspace, person, task }: VerbContext,
  { history, directory }: VerbPorts,
  before?: number,
): Promise<Reply> {
  const visible = seen(id, task, person)
  if (!visible.ok) return refusalReply(visible.error)
  const page = await history.page(workspace, id, before)
  const { historyPeople, historyReply } = await laterWords()
  const people = await directory.people(workspace, historyPeople(page))
  return historyReply({ task: visible.value, page, people })
}
