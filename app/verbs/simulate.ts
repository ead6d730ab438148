import { may } from '../projects/permissions.ts'
import { ok, type Result } from '../result.ts'
import type { TaskId } from '../tasks/ids.ts'
import { onlyTask, short, wrong } from './arguments.ts'
import { completion, type DoneArguments, done } from './done.ts'
import { laterWords } from './later-words.ts'
import { asActor, guard, seen } from './order.ts'
import { type Line, type Wrong, wordText } from './parse.ts'
import { lacks, termsOf } from './terms.ts'
import type { Verb } from './verb.ts'
import { refusalReply } from './words/refusal-reply.ts'

type Arguments = ({ readonly does: 'done' } & DoneArguments) | { readonly does: 'cancel'; readonly id: TaskId }

const ACTIONS = { done: 'task.complete', cancel: 'task.cancel' } as const

/** Who would be told what, if a task were done or cancelled now. */
export const simulate: Verb<Arguments> = {
  name: 'simulate',
  group: 'See how things stand',
  action: 'task.view',
  usage: 'simulate done|cancel ID',
  summary: 'Who would be told what, where and when, if a task were done or cancelled now; sends nothing',
  examples: ['simulate done UAPI-1', 'simulate done UAPI-1 url:https://api.example.com/v1', 'simulate cancel UAPI-1'],
  answers: 'later',
  parse(line): Result<Arguments, Wrong> {
    const [first, ...words] = line.words
    const does = first === undefined ? '' : wordText(first).toLowerCase()
    const rest: Line = { ...line, words }
    if (does === 'done') {
      const read = done.parse(rest)
      return read.ok ? ok({ does, ...read.value }) : read
    }
    if (does === 'cancel') {
      const read = onlyTask(rest)
      return read.ok ? ok({ does, ...read.value }) : read
    }
    return wrong(
      does === '' ? 'it lacks what to imagine: done or cancel' : `I can imagine done and cancel, not "${short(does)}"`,
    )
  },
  wants: ({ id }) => ({ task: id }),
  meanwhile: ({ does, id }) => `Imagining that ${id} is ${does === 'done' ? 'done' : 'cancelled'}`,
  async act(wanted, { workspace, person, task, at }, { later, directory, graph }) {
    const visible = seen(wanted.id, task, person)
    if (!visible.ok) return refusalReply(visible.error)
    const order = wanted.does === 'done' ? completion(wanted.resources, person) : ({ type: 'CancelTask' } as const)
    const asked = await termsOf({ directory, graph }, workspace, wanted.id)
    const permitted = guard(person, ACTIONS[wanted.does])
    const foreseen = await (await later()).simulate({
      workspace,
      task: wanted.id,
      command: { ...order, by: asActor(person), at },
      guard: (each) =>
        permitted(each) ?? (wanted.does === 'done' ? lacks(each, asked, wanted.resources, wanted.anyway) : undefined),
    })
    if (!foreseen.ok) return refusalReply(foreseen.error)
    const { simulatedPeople, simulateReply } = await laterWords()
    const people = await directory.people(workspace, simulatedPeople(foreseen.value))
    return simulateReply({
      foreseen: foreseen.value,
      command: `${wanted.does} ${wanted.id}`,
      isVisible: (each) => may(person, 'task.view', each),
      people,
    })
  },
}
