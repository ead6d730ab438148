import * as z from 'zod'
import type { TaskId } from '../tasks/ids.ts'
import { type Workspace, workspaceOf } from '../tasks/workspace.ts'

/** A task whose clock has run out, or is about to. */
export type Alarm = { readonly workspace: Workspace; readonly task: TaskId }

const alarm = z.object({ alarm: z.object({ workspace: z.string().min(1), task: z.string() }) })

/** An alarm as the body of a queue message. */
export function packAlarm(wanted: Alarm): string {
  return JSON.stringify({ alarm: wanted })
}

/** Reads an alarm from a queue message; `undefined` when it is something else. Only we write to that queue. */
export function unpackAlarm(body: unknown): Alarm | undefined {
  const parsed = alarm.safeParse(body)
  if (!parsed.success) return undefined
  const { workspace, task } = parsed.data.alarm
  return { workspace: workspaceOf(workspace), task: task as TaskId }
}
