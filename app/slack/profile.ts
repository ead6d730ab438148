import type { SlackProfile } from '../verbs/verb.ts'
import type { SlackCalls } from './calls.ts'

/** What Slack says of somebody whom nobody has met. Whom it does not show is nobody's colleague; while it gives no answer, it throws. */
export async function profileFrom(calls: Pick<SlackCalls, 'profileOf'>, user: string): Promise<SlackProfile> {
  const found = await calls.profileOf(user)
  return found.ok ? found.value : { isGuest: true }
}
