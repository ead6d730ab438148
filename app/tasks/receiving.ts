import { err, ok, type Result } from '../result.ts'
import { isPerson } from './actor.ts'
import type { Command } from './commands.ts'
import type { RecordedEvent } from './events.ts'
import { readiness } from './readiness.ts'
import { MAX_QUESTIONS, receiptOf } from './receipt.ts'
import type { TaskRefusal } from './refusal.ts'
import type { Task } from './task.ts'

type Answer = Extract<Command, { type: 'AcceptHandoff' | 'AskQuestion' | 'DeclineHandoff' }>

/** What the receiver of a hand-off answers to it: got it, need something, not mine. */
export function receive(task: Task, command: Answer): Result<readonly RecordedEvent[], TaskRefusal> {
  const refused = notTheirs(task, command)
  if (refused !== undefined) return err(refused)
  switch (command.type) {
    case 'AcceptHandoff':
      return accept(task, command)
    case 'AskQuestion':
      return ask(task, command)
    case 'DeclineHandoff':
      return decline(task, command)
  }
}

function notTheirs(task: Task, { by }: Answer): TaskRefusal | undefined {
  return task.assignee !== undefined && isPerson(by, task.assignee)
    ? undefined
    : { kind: 'not-receiver', task: task.id }
}

function accept(task: Task, { by, at }: Answer): Result<readonly RecordedEvent[], TaskRefusal> {
  if (by.kind !== 'person') return err({ kind: 'not-receiver', task: task.id })
  if (receiptOf(task) !== undefined) return err({ kind: 'already-received', task: task.id })
  if (task.status !== 'open') return err({ kind: 'already', task: task.id, status: task.status })
  const { ready, reasons } = readiness(task)
  if (!ready) return err({ kind: 'not-ready', task: task.id, reasons, verb: 'got' })
  const receipt = { readiness: task.readiness, assignment: task.assignment, by: by.id, at }
  return ok([{ type: 'HandoffAccepted', receipt, by, at }])
}

function ask(
  task: Task,
  { by, at, text }: Extract<Answer, { type: 'AskQuestion' }>,
): Result<readonly RecordedEvent[], TaskRefusal> {
  if (by.kind !== 'person') return err({ kind: 'not-receiver', task: task.id })
  if (Object.keys(task.questions ?? {}).length >= MAX_QUESTIONS) {
    return err({ kind: 'too-many', what: 'questions about one task', limit: MAX_QUESTIONS })
  }
  return ok([{ type: 'QuestionAsked', question: { text, by: by.id, at }, by, at }])
}

function decline(
  task: Task,
  { by, at, reason, to }: Extract<Answer, { type: 'DeclineHandoff' }>,
): Result<readonly RecordedEvent[], TaskRefusal> {
  if (by.kind !== 'person') return err({ kind: 'not-receiver', task: task.id })
  if (task.status !== 'open') return err({ kind: 'already', task: task.id, status: task.status })
  if (to === by.id) return err({ kind: 'already-assigned', task: task.id })
  const passedOn = to === undefined ? {} : { to }
  return ok([
    { type: 'TaskReassigned', from: by.id, ...passedOn, by, at },
    { type: 'HandoffDeclined', decline: { by: by.id, reason, ...passedOn, at }, by, at },
  ])
}
