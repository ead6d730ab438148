import * as z from 'zod'
import { once } from '../lazily.ts'

/**
 * Slack's payloads as schemas of only the fields that we, or Bolt on the way to us, read. Bolt takes their shape on
 * trust and throws where it is wrong, so nothing reaches it that did not pass here.
 * https://docs.slack.dev/interactivity/handling-user-interaction
 */

// Bolt keeps clients in a plain object by team id: a name such as `constructor` must never be one.
const id = z.string().regex(/^[A-Z0-9][A-Za-z0-9]{0,63}$/)
const ts = z.string().regex(/^\d{1,12}(\.\d{1,9})?$/)
const text = (max: number) => z.string().max(max)
const optional = (max: number) =>
  text(max)
    .nullish()
    .transform((value) => value ?? '')
const responseUrl = z.union([z.url({ protocol: /^https?$/ }).max(500), z.literal('')]).nullish()
const link = responseUrl.transform((value) => value ?? '')
const choice = z.object({ value: text(2_000) })

const actor = {
  team: z.object({ id }).nullish(),
  user: z.object({ id, team_id: id.nullish() }),
  trigger_id: optional(300),
}
const actorSchema = z.object(actor)

/** Slack asks whether this address is ours, once, when it is configured. */
export const challenge = once(() =>
  z.object({ challenge: text(1_000) }).transform((it) => ({ kind: 'challenge' as const, challenge: it.challenge })),
)

/** A slash command: plain form fields. */
export const command = once(() =>
  z
    .object({
      command: z.string().regex(/^\/[^\s]{1,100}$/),
      team_id: id,
      user_id: id,
      channel_id: id,
      text: optional(12_000),
      user_name: optional(200),
      channel_name: optional(200),
      trigger_id: optional(300),
      response_url: link,
    })
    .transform((it) => ({
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
)

/** A click or a choice. */
export const action = once(() =>
  z
    .object({
      ...actor,
      channel: z.object({ id }).nullish(),
      container: z.object({ channel_id: id.nullish(), message_ts: ts.nullish() }).nullish(),
      message: z.object({ ts }).nullish(),
      response_url: link,
      actions: z
        .tuple([
          z.object({
            action_id: text(255),
            action_ts: optional(30),
            value: text(2_000).nullish(),
            selected_option: choice.nullish(),
          }),
        ])
        .rest(z.unknown()),
    })
    .transform((it) => {
      const [clicked] = it.actions
      const channelId = it.channel?.id ?? it.container?.channel_id
      const messageTs = it.message?.ts ?? it.container?.message_ts
      return {
        kind: 'action' as const,
        ...gesture(it, clicked.action_ts && `${it.user.id}/${clicked.action_id}/${clicked.action_ts}`),
        responseUrl: it.response_url,
        actionId: clicked.action_id,
        value: clicked.value ?? clicked.selected_option?.value ?? '',
        ...(channelId != null && { channelId }),
        ...(messageTs != null && { messageTs }),
      }
    }),
)

const entered = once(() =>
  z
    .object({
      value: text(10_000).nullish(),
      selected_option: choice.nullish(),
      selected_options: z.array(choice).max(100).nullish(),
      selected_user: id.nullish(),
      selected_users: z.array(id).max(100).nullish(),
      selected_conversation: id.nullish(),
      selected_date: text(20).nullish(),
      selected_date_time: z.number().nullish(),
    })
    .transform((it) => {
      const many = it.selected_options?.map((option) => option.value) ?? it.selected_users
      const one =
        it.value ?? it.selected_option?.value ?? it.selected_user ?? it.selected_conversation ?? it.selected_date
      return one ?? many?.join(' ') ?? it.selected_date_time?.toString() ?? ''
    }),
)

/** A modal, submitted or closed. */
export const view = once(() =>
  z
    .object({
      ...actor,
      type: z.enum(['view_submission', 'view_closed']),
      view: z.object({
        id,
        callback_id: text(255),
        private_metadata: optional(3_000),
        app_installed_team_id: id.nullish(),
        state: z.object({ values: z.record(text(255), z.record(text(255), entered())) }).nullish(),
      }),
    })
    .transform((it) => ({
      kind: 'view' as const,
      ...gesture(it),
      teamId: it.view.app_installed_team_id ?? gesture(it).teamId,
      closed: it.type === 'view_closed',
      callbackId: it.view.callback_id,
      viewId: it.view.id,
      privateMetadata: it.view.private_metadata,
      values: it.view.state?.values ?? {},
    })),
)

/** A shortcut, global or on a message. */
export const shortcut = once(() =>
  z
    .object({
      ...actor,
      callback_id: text(255),
      response_url: link,
      channel: z.object({ id }).nullish(),
      message: z.object({ ts, thread_ts: ts.nullish() }).nullish(),
    })
    .transform((it) => ({
      kind: 'shortcut' as const,
      ...gesture(it),
      callbackId: it.callback_id,
      responseUrl: it.response_url,
      ...(it.channel &&
        it.message && {
          message: {
            channelId: it.channel.id,
            ts: it.message.ts,
            ...(it.message.thread_ts != null && { threadTs: it.message.thread_ts }),
          },
        }),
    })),
)

/** An event of the Events API, in its envelope. */
export const event = once(() =>
  z
    .object({
      type: z.literal('event_callback'),
      team_id: id,
      event_id: z.string().regex(/^[\w-]{1,100}$/),
      authorizations: z.array(z.object({ team_id: id.nullish(), enterprise_id: id.nullish() })).nullish(),
      event: z.looseObject({
        type: z.string().regex(/^[a-z0-9_.]{1,100}$/),
        user: z.union([id, z.looseObject({ id })]).optional(),
        channel: z.union([id, z.looseObject({ id })]).optional(),
        item: z.looseObject({}).optional(),
        message: z.looseObject({}).optional(),
        subteam: z.looseObject({}).optional(),
        assistant_thread: z.looseObject({}).optional(),
      }),
    })
    .transform((it) => {
      // In a shared channel `team_id` may be the other workspace; the authorization is always ours, and Bolt's choice.
      const teamId = it.authorizations?.[0]?.team_id ?? it.team_id
      return {
        kind: 'event' as const,
        teamId,
        type: it.event.type,
        event: it.event,
        cause: `slack:${teamId}:${it.event_id}`,
      }
    }),
)

/** The gesture's own fields; `occasion` is what tells it from every other gesture, empty when Slack gave nothing. */
function gesture(it: z.output<typeof actorSchema>, fallback = '') {
  const teamId = it.team?.id ?? it.user.team_id ?? ''
  const home = it.user.team_id ?? teamId
  return {
    teamId,
    userId: it.user.id,
    triggerId: it.trigger_id,
    occasion: it.trigger_id || fallback,
    ...(home !== teamId && { isForeign: true as const }),
  }
}
