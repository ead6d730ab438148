import { listed } from '../projects/phrases.ts'
import type { Refusal } from '../projects/refusal.ts'
import { ok, type Result } from '../result.ts'
import type { Accepted } from '../submit.ts'
import type { TaskId } from '../tasks/ids.ts'
import { atMost, onlyOptions, option, taskIn, tasksIn, wrong } from './arguments.ts'
import { asActor, guard } from './order.ts'
import type { Verb } from './verb.ts'
import { command } from './words/markup.ts'
import { refusalLine, refusalReply } from './words/refusal-reply.ts'
import { replyOf } from './words/reply.ts'

/** Each is a transaction of its own with a walk for circles before it. */
const MAX_AT_ONCE = 5

/** Says which tasks have to be finished before this one. */
export const after: Verb<{ readonly id: TaskId; readonly add: readonly TaskId[]; readonly remove: readonly TaskId[] }> =
  {
    name: 'after',
    group: 'Plan',
    action: 'task.order',
    usage: 'after ID BLOCKER[,BLOCKER] or after ID remove:BLOCKER',
    summary: 'Say which tasks have to be finished before this one, or no longer have to',
    examples: ['after UAPI-2 UAPI-1', 'after UAPI-3 UAPI-1,UAPI-2', 'after UAPI-3 remove:UAPI-1'],
    answers: 'later',
    tasks: [0, 1, 'remove'],
    parse(line) {
      const id = taskIn(line.words[0])
      if (!id.ok) return id
      const rest = atMost(line, 2)
      if (!rest.ok) return rest
      const options = onlyOptions(line, ['remove'])
      if (!options.ok) return options
      const [, word] = line.words
      const taken = option(line, 'remove')
      if (word === undefined && taken === undefined) return wrong('it lacks the task that has to come first')
      if (word !== undefined && taken !== undefined) return wrong('it adds and removes at once; do one after the other')
      const blockers = tasksIn((word ?? taken)!, MAX_AT_ONCE)
      if (!blockers.ok) return blockers
      const [add, remove] = word === undefined ? [[], blockers.value] : [blockers.value, []]
      return ok({ id: id.value, add, remove })
    },
    meanwhile: ({ id, add, remove }) =>
      add.length > 0 ? `Putting ${id} behind ${listed(add)}` : `Freeing ${id} of ${listed(remove)}`,
    async act({ id, add, remove }, { workspace, person, at, cause }, ports) {
      const change = add.length > 0 ? ports.addDependency : ports.removeDependency
      const edge = { workspace, task: id, by: asActor(person), at, guard: guard(person, 'task.order') }
      const drawn: TaskId[] = []
      const refused: Refusal[] = []
      let outcome: Accepted['events'] = []
      // One after the other: each changes the same task. Each is an occasion of its own, so that a repetition of the
      // whole finds each of them done.
      for (const blocker of [...add, ...remove]) {
        const result: Result<Accepted, Refusal> = await change(ports, {
          ...edge,
          blocker,
          cause: `${cause}/${blocker}`,
        })
        if (result.ok) {
          drawn.push(blocker)
          outcome = [...outcome, ...result.value.events]
        } else refused.push(result.error)
      }
      const [first] = refused
      if (drawn.length === 0 && refused.length === 1 && first !== undefined) return refusalReply(first)
      return replyOf([
        ...(drawn.length === 0 ? [] : [sayDrawn(id, drawn, add.length > 0, outcome)]),
        ...refused.map(refusalLine),
        ...(drawn.length === 0 ? [] : [`See how it stands: ${command(`why ${id}`)}`]),
      ])
    },
  }

function sayDrawn(id: TaskId, drawn: readonly TaskId[], added: boolean, events: Accepted['events']): string {
  const others = listed(drawn)
  if (added) {
    const held = events.includes('TaskUnready')
      ? ' It is on hold until then, and I am correcting what I told people.'
      : ''
    return `*${id}* waits for ${others} now.${held}`
  }
  const ready = events.includes('TaskReady') ? ' It is ready now, and I am telling whoever does it.' : ''
  return `*${id}* does not wait for ${others} any more.${ready}`
}
