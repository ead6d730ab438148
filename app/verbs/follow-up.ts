import * as z from 'zod'
import { once } from '../lazily.ts'
import { err, ok, type Result } from '../result.ts'
import type { PersonId, ProjectKey, TaskId } from '../tasks/ids.ts'
import type { NoticeId } from '../tasks/notice.ts'
import { workspaceOf } from '../tasks/workspace.ts'
import type { AskedInGithub, AskedInSlack } from './asked.ts'

/** What was begun by a gesture of somebody's and takes longer than its answer may: one message of the follow-ups queue. */
export type FollowUp = z.output<ReturnType<typeof followUp>>

// Pure: the door only packs, and carries no schema for it.
const followUp = /* @__PURE__ */ once(() =>
  z.discriminatedUnion('type', [
    z.object({
      type: z.literal('ConnectRepository'),
      person: z
        .string()
        .regex(/^per_/)
        .transform((id) => id as PersonId),
      project: z
        .string()
        .min(1)
        .transform((key) => key as ProjectKey),
      /** `owner/name`, as it was typed. */
      fullName: z.string().min(3),
      /** Which of its issues become tasks: `all`, `label:x`, `none`; left out, it stays as it is. */
      import: z.string().exactOptional(),
      asked: z.union([askedInSlack(), askedInGithub()]),
    }),
    z.object({
      type: z.literal('TellImport'),
      workspace: z.string().min(1).transform(workspaceOf),
      repository: z.number().int(),
      run: z.string().min(1),
    }),
    z.object({
      type: z.literal('RefreshNotice'),
      workspace: z.string().min(1).transform(workspaceOf),
      task: z.string().transform((id) => id as TaskId),
      notice: z.string().transform((id) => id as NoticeId),
    }),
    z.object({
      type: z.literal('RemoveWorkspace'),
      workspace: z.string().min(1).transform(workspaceOf),
      /** When Slack says that it happened. Epoch milliseconds. */
      at: z.number(),
      cause: z.string().min(1),
    }),
    z.object({
      type: z.literal('PurgeWorkspace'),
      workspace: z.string().min(1).transform(workspaceOf),
      removedAt: z.number(),
    }),
    // Put there by operators who lost what queues and schedules held; goes on by itself.
    z.object({
      type: z.literal('ReviveWorkspace'),
      workspace: z.string().min(1).transform(workspaceOf),
      project: z
        .string()
        .min(1)
        .transform((key) => key as ProjectKey)
        .exactOptional(),
      people: z.literal(true).exactOptional(),
      cursor: z.string().exactOptional(),
    }),
    z.object({
      type: z.literal('NoteStay'),
      workspace: z.string().min(1).transform(workspaceOf),
      slackUser: z.string().min(1),
      state: z.enum(['gone', 'here']),
      since: z.string().min(1),
      cause: z.string().min(1),
    }),
    z.object({
      type: z.literal('RestateProject'),
      workspace: z.string().min(1).transform(workspaceOf),
      project: z
        .string()
        .min(1)
        .transform((key) => key as ProjectKey),
    }),
    z.object({
      type: z.literal('AdoptTasks'),
      workspace: z.string().min(1).transform(workspaceOf),
      person: z
        .string()
        .regex(/^per_/)
        .transform((id) => id as PersonId),
      cause: z.string().min(1),
    }),
    z.object({
      type: z.literal('RunCommand'),
      /** What stood behind `/codexflow`. */
      text: z.string(),
      asked: askedInSlack(),
    }),
    // The command was done and answered at the door, and there is more to say of it.
    z.object({
      type: z.literal('TellMore'),
      text: z.string(),
      asked: askedInSlack(),
    }),
    z.object({
      type: z.literal('RunComment'),
      /** What stands behind `/codexflow` in each of its lines, in their order. */
      lines: z.array(z.string()).min(1),
      asked: askedInGithub(),
      /** When its answer may be written, where it had to wait for its turn. Epoch milliseconds. */
      notBefore: z.number().exactOptional(),
    }),
    z.object({
      type: z.literal('SubmitForm'),
      callbackId: z.string(),
      viewId: z.string(),
      privateMetadata: z.string(),
      values: z.record(z.string(), z.record(z.string(), z.string())),
      asked: askedInSlack(),
      /** It was done and answered at the door, and there is more to say of it. */
      more: z.literal(true).exactOptional(),
    }),
    z.object({
      type: z.literal('TellThread'),
      workspace: z.string().min(1).transform(workspaceOf),
      channel: z.string(),
      /** The `ts` of the thread's parent. */
      thread: z.string(),
      /** What was made of it. */
      task: z.string().transform((id) => id as TaskId),
      title: z.string(),
    }),
    z.object({
      type: z.literal('PublishHome'),
      workspace: z.string().min(1).transform(workspaceOf),
      slackUser: z.string().min(1),
    }),
    z.object({
      type: z.literal('RunAction'),
      actionId: z.string(),
      value: z.string(),
      asked: askedInSlack(),
    }),
  ]),
)

// Records of ours: they were put on the queue behind a verified door. The cause makes twice into once.
const occasion = () => ({
  workspace: z.string().min(1).transform(workspaceOf),
  at: z.string(),
  cause: z.string().min(1),
  channel: z.string(),
  thread: z.string().exactOptional(),
})

function askedInSlack(): z.ZodType<AskedInSlack> {
  return z.object({
    ...occasion(),
    slackUser: z.string().min(1),
    isForeign: z.literal(true).exactOptional(),
    userName: z.string(),
    responseUrl: z.string(),
    viewId: z.string().exactOptional(),
  })
}

function askedInGithub(): z.ZodType<AskedInGithub> {
  return z.object({
    ...occasion(),
    account: z.object({ login: z.string().min(1), id: z.number().exactOptional() }),
    isOutside: z.literal(true).exactOptional(),
    comment: z.object({
      repository: z.string().min(3),
      installation: z.number(),
      number: z.number(),
      kind: z.enum(['comment', 'line', 'review', 'button']),
      id: z.number(),
      at: z.string(),
    }),
    project: z
      .string()
      .min(1)
      .transform((key) => key as ProjectKey),
    task: z
      .string()
      .transform((id) => id as TaskId)
      .exactOptional(),
  })
}

/** The text of a queue message. */
export function packFollowUp(job: FollowUp): string {
  return JSON.stringify(job)
}

/** Reads a queue message; the error says which field is wrong and never repeats its value. */
export function unpackFollowUp(text: string): Result<FollowUp, string> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return err('The follow-up is not JSON.')
  }
  const parsed = followUp().safeParse(current(value))
  if (parsed.success) return ok(parsed.data)
  return err(`The follow-up's field "${parsed.error.issues[0]?.path.join('.')}" is missing or wrong.`)
}

// On 23 November 2026 a repository that was to be connected said where the answer goes, and not who asked where. By then it
// was settled who they are, so nobody is looked for by that name.
function current(value: unknown): unknown {
  const message: Record<string, unknown> = Object(value)
  if (message['type'] !== 'ConnectRepository' || message['asked'] !== undefined) return value
  const { workspace, at, cause, responseUrl, ...rest } = message
  return { ...rest, asked: { workspace, at, cause, responseUrl, channel: '', slackUser: 'nobody', userName: '' } }
}
