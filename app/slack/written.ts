import * as z from 'zod/mini'
import { once } from '../lazily.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { AskedInSlack } from '../verbs/asked.ts'
import type { EventInput } from './inputs.ts'

/** A command that somebody wrote to us in a message, and who and where. */
export type Written = { readonly text: string; readonly asked: AskedInSlack }

/**
 * What a message says to us: a mention in a channel or a thread, or anything in a direct message. `undefined` for what is
 * no word of a person: bots (ourselves among them), edits, deletions, joins, files. `at`: ISO 8601.
 * https://docs.slack.dev/reference/events/app_mention, https://docs.slack.dev/reference/events/message.im
 */
export function writtenToUs(
  { teamId, event, cause, botUserId }: EventInput,
  workspace: Workspace,
  at: string,
): Written | undefined {
  const read = message().safeParse(event)
  if (!read.success) return undefined
  const { type, user, text, channel, thread_ts: thread, user_team: home } = read.data
  if (type === 'message' && read.data.channel_type !== 'im') return undefined
  return {
    text: commandIn(text, botUserId),
    asked: {
      workspace,
      slackUser: user,
      ...(home == null || home === teamId ? {} : { isForeign: true }),
      userName: '',
      channel,
      at,
      cause,
      responseUrl: '',
      ...(thread === undefined ? {} : { thread }),
    },
  }
}

/** What stands behind the mention; before it, where nothing does. Whoever copies a command may leave its slash on. */
function commandIn(text: string, bot: string | undefined): string {
  const mention = bot === undefined ? /^\s*<@\w+(?:\|[^<>]*)?>/ : new RegExp(`<@${bot}(?:\\|[^<>]*)?>`)
  const found = mention.exec(text)
  const [before, behind] =
    found === null ? ['', text] : [text.slice(0, found.index), text.slice(found.index + found[0].length)]
  const said = behind.replace(/^[\s,:]+/, '').trim()
  return (said === '' ? before.trim() : said).replace(/^\/codexflow\b\s*/i, '')
}

const id = z.string().check(z.regex(/^\w{1,40}$/))

// What has a subtype is not said by a person, or is said in another way than in words.
const message = once(() =>
  z.object({
    type: z.enum(['app_mention', 'message']),
    subtype: z.optional(z.undefined()),
    bot_id: z.optional(z.undefined()),
    user: id,
    text: z.string().check(z.maxLength(40_000)),
    channel: id,
    channel_type: z.optional(z.string()),
    thread_ts: z.exactOptional(z.string().check(z.regex(/^\d{1,20}\.\d{1,10}$/))),
    user_team: z.nullish(z.string()),
    edited: z.optional(z.undefined()),
  }),
)
