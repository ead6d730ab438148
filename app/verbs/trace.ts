import { may } from '../projects/permissions.ts'
import { ok } from '../result.ts'
import type { TaskId } from '../tasks/ids.ts'
import { atMost, onlyOptions, option, short, taskIn, wrong } from './arguments.ts'
import { laterWords } from './later-words.ts'
import { seen } from './order.ts'
import { wordText } from './parse.ts'
import type { Verb } from './verb.ts'
import { command } from './words/markup.ts'
import { refusalReply } from './words/refusal-reply.ts'
import { replyOf } from './words/reply.ts'

/** How a hand-off came about, and what became of it. */
export const trace: Verb<{ readonly id: TaskId; readonly back: number }> = {
  name: 'trace',
  group: 'See how things stand',
  action: 'task.view',
  usage: 'trace ID [back:1]',
  summary:
    'How the latest hand-off of a task came about and what became of it: door, event, rule, words, delivery, answer',
  examples: ['trace UAPI-2', 'trace UAPI-2 back:1'],
  answers: 'later',
  parse(line) {
    const id = taskIn(line.words[0])
    if (!id.ok) return id
    const words = atMost(line, 1)
    if (!words.ok) return words
    const options = onlyOptions(line, ['back'])
    if (!options.ok) return options
    const word = option(line, 'back')
    const back = word === undefined ? '0' : wordText(word).trim()
    if (!/^\d{1,2}$/.test(back)) return wrong(`"${short(back)}" is no number of hand-offs to go back`)
    return ok({ id: id.value, back: Number(back) })
  },
  wants: ({ id }) => ({ task: id }),
  meanwhile: ({ id }) => `Following the hand-off of ${id}`,
  async act({ id, back }, { workspace, person, task }, { later, directory }) {
    const visible = seen(id, task, person)
    if (!visible.ok) return refusalReply(visible.error)
    const { trace, ruleFor } = await later()
    const traced = await trace({ workspace, task: id, back: back + 1 })
    if (traced === undefined) {
      const which = back === 0 ? 'no hand-off' : 'no hand-off so far back'
      return replyOf([`My records tell of ${which} for *${id}*.`, `Why it stands as it does: ${command(`why ${id}`)}`])
    }
    const { tracedPeople, traceReply } = await laterWords()
    const people = await directory.people(workspace, tracedPeople(traced))
    const isVisible = (each: NonNullable<typeof task>) => may(person, 'task.view', each)
    return traceReply({ task: visible.value, traced, isVisible, ruleFor, people })
  },
}
