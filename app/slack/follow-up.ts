import * as z from 'zod'
import { Fault } from '../errors.ts'
import { once } from '../lazily.ts'
import { err, ok, type Result } from '../result.ts'
import type { PersonId, TaskId } from '../tasks/ids.ts'
import type { NoticeId } from '../tasks/notice.ts'
import { workspaceOf } from '../tasks/workspace.ts'
import type { Asked, VerbPorts } from '../verbs/verb.ts'
import type { SlackReply } from './handlers.ts'
import { messageBody } from './wire.ts'

/** What was begun by a gesture in Slack and takes longer than its answer may: one message of the follow-ups queue. */
export type FollowUp = z.output<ReturnType<typeof followUp>>

/** What verbs, buttons and forms ask of the world where they stand in Slack. */
export type SlackPorts = Omit<VerbPorts, 'followUp'> & {
  /** Puts on a queue what takes longer than an answer may. */
  followUp(job: FollowUp): Promise<void>
}

const followUp = once(() =>
  z.discriminatedUnion('type', [
    z.object({
      type: z.literal('ConnectRepository'),
      person: z
        .string()
        .regex(/^per_/)
        .transform((id) => id as PersonId),
      project: z.string().min(1),
      /** `owner/name`, as it was typed. */
      fullName: z.string().min(3),
      asked: asked(),
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
    z.object({
      type: z.literal('NoteStay'),
      workspace: z.string().min(1).transform(workspaceOf),
      slackUser: z.string().min(1),
      state: z.enum(['gone', 'here']),
      since: z.string().min(1),
      cause: z.string().min(1),
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
      asked: asked(),
    }),
    z.object({
      type: z.literal('SubmitForm'),
      callbackId: z.string(),
      viewId: z.string(),
      privateMetadata: z.string(),
      values: z.record(z.string(), z.record(z.string(), z.string())),
      asked: asked(),
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
      asked: asked(),
    }),
  ]),
)

// A record of ours: it was put on the queue behind the verified door. The cause makes twice into once.
function asked(): z.ZodType<Asked> {
  return z.object({
    workspace: z.string().min(1).transform(workspaceOf),
    slackUser: z.string().min(1),
    isForeign: z.literal(true).exactOptional(),
    userName: z.string(),
    channel: z.string(),
    at: z.string(),
    cause: z.string().min(1),
    responseUrl: z.string(),
    thread: z.string().exactOptional(),
    viewId: z.string().exactOptional(),
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
  const parsed = followUp().safeParse(value)
  if (parsed.success) return ok(parsed.data)
  return err(`The follow-up's field "${parsed.error.issues[0]?.path.join('.')}" is missing or wrong.`)
}

const SLACK_ORIGIN = 'https://hooks.slack.com'

/** How later answers are sent. */
export type AnswerOptions = {
  /**
   * The answer takes the place of what was said meanwhile. Slack does so for messages with buttons; below a slash command
   * it may post a second one (https://github.com/slackapi/bolt-js/issues/2287), which says all there is to say.
   */
  readonly replaces?: boolean
  /** An origin other than Slack's that may be written to, such as that of the laptop's own Slack. */
  readonly localOrigin?: string
  readonly timeoutMs?: number
}

/**
 * Says the outcome to the one who asked. `gone`: nobody can be told that way any more (30 minutes, 5 answers), or the
 * address is not one we write to. No answer, a 429 or a 5xx is thrown, so that the queue brings it again: whoever reads
 * it may then say the same thing twice, privately.
 */
export async function answerFollowUp(
  responseUrl: string,
  reply: SlackReply,
  { replaces = false, localOrigin, timeoutMs = 5_000 }: AnswerOptions = {},
): Promise<'answered' | 'gone'> {
  if (!isAnswerable(responseUrl, localOrigin)) return 'gone'
  let response: Response
  try {
    response = await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original: replaces, ...messageBody(reply) }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
  } catch (error) {
    // The address itself is a secret: whoever has it may write there.
    throw new Fault('Slack did not take a later answer', {}, { cause: error })
  }
  await response.body?.cancel()
  if (response.ok) return 'answered'
  if (response.status === 429 || response.status >= 500) {
    throw new Fault('Slack did not take a later answer', { status: response.status })
  }
  return 'gone'
}

/** Only Slack's own host, or the one origin of our own that is configured: a forged address reaches nothing else. */
export function isAnswerable(responseUrl: string, localOrigin: string | undefined): boolean {
  const url = URL.parse(responseUrl)
  if (url === null || url.username !== '' || url.password !== '') return false
  return url.origin === SLACK_ORIGIN || (localOrigin !== undefined && url.origin === URL.parse(localOrigin)?.origin)
}
