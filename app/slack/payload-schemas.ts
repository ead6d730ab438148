import * as z from 'zod/mini'
import { once } from '../lazily.ts'
import { id, link, optional, text } from './payload-fields.ts'

/**
 * Slack's payloads as schemas of only the fields that we, or Bolt on the way to us, read. Bolt takes their shape on
 * trust and throws where it is wrong, so nothing reaches it that did not pass here.
 * https://docs.slack.dev/interactivity/handling-user-interaction
 */

/** Slack asks whether this address is ours, once, when it is configured. */
export const challenge = once(() =>
  z.pipe(
    z.object({ challenge: text(1_000) }),
    z.transform((it) => ({ kind: 'challenge' as const, challenge: it.challenge })),
  ),
)

/** A slash command: plain form fields. */
export const command = once(() =>
  z.pipe(
    z.object({
      command: z.string().check(z.regex(/^\/[^\s]{1,100}$/)),
      team_id: id,
      user_id: id,
      channel_id: id,
      text: optional(12_000),
      user_name: optional(200),
      channel_name: optional(200),
      trigger_id: optional(300),
      response_url: link,
    }),
    z.transform((it) => ({
      kind: 'command' as const,
      teamId: it.team_id,
      userId: it.user_id,
      userName: it.user_name,
      channelId: it.channel_id,
      channelName: it.channel_name,
      command: it.command,
      text: it.text,
      triggerId: it.trigger_id,
      occasion: it.trigger_id,
      responseUrl: it.response_url,
    })),
  ),
)

/** An event of the Events API, in its envelope. */
export const event = once(() =>
  z.pipe(
    z.object({
      type: z.literal('event_callback'),
      team_id: id,
      event_time: z.nullish(z.int().check(z.positive())),
      event_id: z.string().check(z.regex(/^[\w-]{1,100}$/)),
      authorizations: z.nullish(
        z.array(
          z.object({
            team_id: z.nullish(id),
            enterprise_id: z.nullish(id),
            user_id: z.nullish(id),
            is_bot: z.nullish(z.boolean()),
          }),
        ),
      ),
      event: z.looseObject({
        type: z.string().check(z.regex(/^[a-z0-9_.]{1,100}$/)),
        user: z.optional(z.union([id, z.looseObject({ id })])),
        channel: z.optional(z.union([id, z.looseObject({ id })])),
        item: z.optional(z.looseObject({})),
        message: z.optional(z.looseObject({})),
        subteam: z.optional(z.looseObject({})),
        assistant_thread: z.optional(z.looseObject({})),
      }),
    }),
    z.transform((it) => {
      // In a shared channel `team_id` may be the other workspace; the authorization is always ours, and Bolt's choice.
      const ours = it.authorizations?.[0]
      const teamId = ours?.team_id ?? it.team_id
      const botUserId = ours?.is_bot === true ? ours.user_id : undefined
      return {
        kind: 'event' as const,
        teamId,
        type: it.event.type,
        event: it.event,
        ...(it.event_time != null && { sentAt: it.event_time * 1000 }),
        cause: `slack:${teamId}:${it.event_id}`,
        ...(botUserId != null && { botUserId }),
      }
    }),
  ),
)
