import { draw } from '../../app/picture/draw.ts'
import { ok } from '../../app/result.ts'
import { inSlack } from '../../app/slack/messages/in-slack.ts'
import type { PersonId, TaskId } from '../../app/tasks/ids.ts'
import type { Phase } from '../../app/tasks/phase.ts'
import type { Task } from '../../app/tasks/task.ts'
import { drawingOf } from '../../app/verbs/words/graph-drawing.ts'
import { outlineOf } from '../../app/verbs/words/graph-outline.ts'
import { graphReply } from '../../app/verbs/words/graph-reply.ts'
import { aTask, openSince } from '../support/tasks.ts'
import type { Scene } from './scenes.ts'

const PEOPLE = new Map<PersonId, { name: string }>([
  ['per_devi', { name: 'Devi Rao' }],
  ['per_gaius', { name: 'Gaius Okoro' }],
  ['per_mei', { name: 'Mei Lin' }],
  ['per_quinn', { name: 'Quinn Adler' }],
])

const TASKS = [
  waiting('UAPI-11', 'Provision Lambda for user-api', 'infrastructure', 'per_devi'),
  waiting('UAPI-12', 'Implement user CRUD endpoints', 'backend', 'per_gaius', 'UAPI-11', 'UAPI-13'),
  waiting('UAPI-13', 'Design the data of a user', 'design', 'per_mei'),
  waiting('UAPI-14', 'Build the sign-up form', 'frontend', 'per_mei', 'UAPI-12'),
  waiting('UAPI-15', 'Test sign-up from end to end', 'qa', 'per_quinn', 'UAPI-12', 'UAPI-14'),
]

function waiting(id: TaskId, title: string, phase: Phase, assignee: PersonId, ...after: TaskId[]): Task {
  const blockers = Object.fromEntries(after.map((blocker) => [blocker, openSince(1)]))
  return aTask({ id, title, phase, assignee, blockers })
}

/** What waits for what, in words and drawn. */
export function graphScene(): Scene {
  const model = { title: 'User API', command: 'graph UAPI', lines: TASKS, closed: 0, more: false }
  const outline = outlineOf(model)
  const { text, blocks = [] } = inSlack(graphReply(model, outline, PEOPLE, ok(undefined)))
  return {
    name: 'graph',
    caption: 'What waits for what, for whoever asks',
    shown: { on: 'message', text, blocks },
    beside: () => draw(drawingOf(model, outline, PEOPLE)),
  }
}
