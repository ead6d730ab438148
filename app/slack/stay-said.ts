import * as z from 'zod/mini'
import { once } from '../lazily.ts'
import type { EventInput } from './inputs.ts'

/** What an event says of somebody's stay in the workspace. `since`: ISO 8601. */
export type StaySaidInSlack = { readonly slackUser: string; readonly state: 'gone' | 'here'; readonly since: string }

const said = once(() =>
  z.object({
    user: z.object({
      id: z.string().check(z.regex(/^[UW][A-Z0-9]{1,30}$/)),
      deleted: z.nullish(z.boolean()),
      is_bot: z.nullish(z.boolean()),
      /** When the record of the user became what it is, in seconds. */
      updated: z.nullish(z.int().check(z.positive(), z.maximum(9_999_999_999))),
    }),
  }),
)

/**
 * Whether somebody is in the workspace, by an event that tells their whole record: it was changed (deactivated, activated
 * again, or anything else of it), or they joined. Nothing of bots.
 * https://docs.slack.dev/reference/events/user_change
 */
export function staySaid({ type, event, sentAt }: EventInput, now: number): StaySaidInSlack | undefined {
  if (type !== 'user_change' && type !== 'team_join') return undefined
  const read = said().safeParse(event)
  if (!read.success || read.data.user.is_bot === true) return undefined
  const { id, deleted, updated } = read.data.user
  const at = updated == null ? (sentAt ?? now) : updated * 1_000
  return { slackUser: id, state: deleted === true ? 'gone' : 'here', since: new Date(at).toISOString() }
}
