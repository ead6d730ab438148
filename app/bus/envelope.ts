import * as z from 'zod'
import type { TaskImage } from '../ports/task-log.ts'
import type { TaskId } from '../tasks/ids.ts'
import type { NoticeId, NoticeSubject } from '../tasks/notice.ts'
import { openBlockers } from '../tasks/task.ts'
import { type Workspace, workspaceOf } from '../tasks/workspace.ts'
import { detailType } from './detail-type.ts'

/** Source of every event of ours. */
export const SOURCE = 'codexflow.tasks'
/** Version of the envelope; consumers refuse one that they do not know. */
export const ENVELOPE_VERSION = 1

/** One event as the bus carries it. `detail` has ids and states; words of users stay in the table. */
export type Envelope = {
  readonly source: string
  readonly detailType: string
  readonly time: string
  readonly detail: Detail
}
export type Detail = {
  readonly version: typeof ENVELOPE_VERSION
  /** `task@version.i`: the same event always has the same id. */
  readonly eventId: string
  readonly workspace: string
  readonly taskId: string
  readonly project: string
  readonly phase: string
  readonly status: string
  readonly hasBlockers: boolean
  readonly assignee?: string
  readonly completedBy?: string
  readonly completedAt?: string
  readonly notice?: { readonly id: string; readonly subject: NoticeSubject }
  /** What the task does not wait for any more, or waits for now. */
  readonly blocker?: string
}

/** The envelopes of one version of a task, in order. */
export function envelopes({ task, events }: TaskImage): Envelope[] {
  return events.flatMap((event, index) => {
    const type = detailType(event)
    if (type === undefined) return []
    const detail: Detail = {
      version: ENVELOPE_VERSION,
      eventId: `${task.id}@${task.version}.${index}`,
      workspace: task.workspace,
      taskId: task.id,
      project: task.project,
      phase: task.phase,
      status: task.status,
      hasBlockers: openBlockers(task).length > 0,
      ...(task.assignee === undefined ? {} : { assignee: task.assignee }),
      ...(event.type === 'TaskCompleted' ? { completedBy: actorId(event.by), completedAt: event.at } : {}),
      ...('notice' in event && typeof event.notice === 'object'
        ? { notice: { id: event.notice.id, subject: event.notice.subject } }
        : {}),
      ...('blocker' in event ? { blocker: event.blocker } : {}),
    }
    return [{ source: SOURCE, detailType: type, time: event.at, detail }]
  })
}

const received = z.object({
  'detail-type': z.string(),
  source: z.literal(SOURCE),
  detail: z.object({
    version: z.literal(ENVELOPE_VERSION),
    workspace: z.string().min(1),
    taskId: z.string(),
    notice: z.object({ id: z.string() }).optional(),
    blocker: z.string().optional(),
  }),
})

/** An event of ours as a consumer needs it. */
export type ReceivedEvent = {
  readonly type: string
  readonly workspace: Workspace
  readonly task: TaskId
  readonly notice?: { readonly id: NoticeId }
  readonly blocker?: TaskId
}

/** Reads an envelope from a queue; `undefined` when it is none of ours. Only our rules write to our queues. */
export function readEnvelope(body: unknown): ReceivedEvent | undefined {
  const parsed = received.safeParse(body)
  if (!parsed.success) return undefined
  const { 'detail-type': type, detail } = parsed.data
  return {
    type,
    workspace: workspaceOf(detail.workspace),
    task: detail.taskId as TaskId,
    ...(detail.notice === undefined ? {} : { notice: { id: detail.notice.id as NoticeId } }),
    ...(detail.blocker === undefined ? {} : { blocker: detail.blocker as TaskId }),
  }
}

function actorId(actor: { readonly kind: string; readonly id?: string; readonly login?: string }): string {
  return actor.id ?? actor.login ?? actor.kind
}
