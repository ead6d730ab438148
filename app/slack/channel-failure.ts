import * as z from 'zod'
import type { Sent } from '../ports/channel.ts'

/** What Slack's answer to a failed call means for the message. Never an answer that leaves open whether it was taken. */
type Verdict =
  | { readonly is: 'impossible'; readonly why: string }
  /** Somebody, or time, can put it right: again after so many milliseconds. */
  | { readonly is: 'refused'; readonly why: string; readonly after: number }
  | { readonly is: 'unknown'; readonly why: string }

const MINUTE = 60_000
const never = (why: string): Verdict => ({ is: 'impossible', why })
const again = (why: string, after: number): Verdict => ({ is: 'refused', why, after })
const doubt = (why: string): Verdict => ({ is: 'unknown', why })

const GONE = 'the conversation does not exist, or the app cannot see it'
const ACCOUNT = 'the person has left, or takes no messages from apps'
const FORM = 'Slack does not take the form of the message'
const TOKEN = 'the app is not let in: its token or a permission is missing'
const OURS = 'Slack failed half-way'

/** Error codes of the methods that we call. https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const VERDICTS: Readonly<Record<string, Verdict>> = {
  channel_not_found: never(GONE),
  is_archived: never('the channel is archived'),
  user_not_found: never(ACCOUNT),
  users_not_found: never(ACCOUNT),
  user_disabled: never(ACCOUNT),
  user_not_visible: never(ACCOUNT),
  cannot_dm_bot: never(ACCOUNT),
  messages_tab_disabled: never(ACCOUNT),
  restricted_action: never('the workspace does not let apps post there'),
  invalid_blocks: never(FORM),
  invalid_blocks_format: never(FORM),
  msg_blocks_too_long: never(FORM),
  msg_too_long: never(FORM),
  no_text: never(FORM),
  metadata_too_large: never(FORM),
  invalid_metadata_format: never(FORM),
  invalid_metadata_schema: never(FORM),
  message_not_found: never('the message was deleted'),
  cant_update_message: never('the message is not ours any more'),
  edit_window_closed: never('the workspace does not let messages be edited for so long'),
  // People can put these right: invite the app, install it again, give it the permission.
  not_in_channel: again('the app is not in the channel: invite it', 30 * MINUTE),
  no_permission: again(TOKEN, 30 * MINUTE),
  missing_scope: again(TOKEN, 30 * MINUTE),
  invalid_auth: again(TOKEN, 15 * MINUTE),
  not_authed: again(TOKEN, 15 * MINUTE),
  token_revoked: again(TOKEN, 15 * MINUTE),
  token_expired: again(TOKEN, 15 * MINUTE),
  account_inactive: again(TOKEN, 15 * MINUTE),
  org_login_required: again('Slack moves the workspace', 15 * MINUTE),
  team_access_not_granted: again(TOKEN, 30 * MINUTE),
  ekm_access_denied: again('the workspace has locked its messages', 30 * MINUTE),
  // Time does.
  ratelimited: again('too fast', MINUTE),
  rate_limited: again('too fast', MINUTE),
  message_limit_exceeded: again('too many messages in the workspace', 10 * MINUTE),
  request_timeout: again('the request arrived incomplete', MINUTE),
  // "It's possible some aspect of the operation succeeded before the error was raised."
  internal_error: doubt(OURS),
  fatal_error: doubt(OURS),
  service_unavailable: doubt(OURS),
}

const FORMS: ReadonlySet<string> = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long'])

/** What the client throws, as far as we read it; told apart by its code, since the SDK is not loaded here. */
const thrown = z.union([
  z.object({ code: z.literal('slack_webapi_rate_limited_error'), retryAfter: z.number() }),
  z.object({ code: z.literal('slack_webapi_platform_error'), data: z.object({ error: z.string() }) }),
  z.object({ code: z.literal('slack_webapi_http_error'), statusCode: z.number() }),
])

/** What a failed call says of the message. `now`: epoch milliseconds. Anything unforeseen leaves it in doubt. */
export function whatFailed(error: unknown, now: number): Exclude<Sent, { outcome: 'sent' }> {
  const verdict = verdictOf(error)
  switch (verdict.is) {
    case 'impossible':
      return { outcome: 'impossible', why: verdict.why }
    case 'refused':
      return { outcome: 'refused', notBefore: now + verdict.after, why: verdict.why }
    case 'unknown':
      return { outcome: 'unknown', why: verdict.why }
  }
}

/** What it means that nobody lets us into the workspace: the same as if Slack had said it. Nothing was sent. */
export function notInstalled(now: number): Extract<Sent, { outcome: 'refused' }> {
  return { outcome: 'refused', notBefore: now + 15 * MINUTE, why: TOKEN }
}

/** Whether Slack refused the message for how it is laid out, so that its bare text may still go through. */
export function isFormRefused(error: unknown): boolean {
  return FORMS.has(platformError(error) ?? '')
}

function verdictOf(error: unknown): Verdict {
  const read = thrown.safeParse(error)
  if (!read.success) return doubt('Slack gave no answer')
  const known = read.data
  if ('retryAfter' in known) return again('Slack asks for a pause', known.retryAfter * 1000)
  if ('statusCode' in known) {
    const why = `Slack answered ${known.statusCode}`
    return known.statusCode < 500 ? again(why, MINUTE) : doubt(why)
  }
  const { error: code } = known.data
  // What is no JSON is handed on by the client as if it were a code: somebody between us and Slack answered.
  if (!/^[a-z][a-z0-9_]{1,60}$/.test(code)) return doubt("the answer was not Slack's")
  const verdict = Object.hasOwn(VERDICTS, code) ? VERDICTS[code] : undefined
  // Whatever it is called, it is a refusal: Slack answered that the message was not taken.
  const found = verdict ?? again('Slack refused it', 10 * MINUTE)
  return { ...found, why: `${found.why} (${code})` }
}

function platformError(error: unknown): string | undefined {
  const read = thrown.safeParse(error)
  return read.success && 'data' in read.data ? read.data.data.error : undefined
}
