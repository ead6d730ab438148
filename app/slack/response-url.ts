import { Fault } from '../errors.ts'
import type { SlackReply } from './handlers.ts'
import { messageBody } from './wire.ts'

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
