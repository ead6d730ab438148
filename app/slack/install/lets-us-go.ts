import * as z from 'zod/mini'
import { once } from '../../lazily.ts'
import type { EventInput } from '../inputs.ts'

const revoked = once(() => z.object({ tokens: z.object({ bot: z.array(z.string()).check(z.minLength(1)) }) }))

/**
 * Whether an event says that a workspace has let us go: uninstalled, or the bot's token revoked (a person's own token is
 * none of ours). Slack sends both for one removal, in any order.
 * https://docs.slack.dev/reference/events/tokens_revoked
 */
export function letsUsGo({ type, event }: Pick<EventInput, 'type' | 'event'>): boolean {
  return type === 'app_uninstalled' || (type === 'tokens_revoked' && revoked().safeParse(event).success)
}
