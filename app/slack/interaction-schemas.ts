import * as z from 'zod/mini'
import { once } from '../lazily.ts'
import { actor, gesture, id, link, optional, text, ts } from './payload-fields.ts'

/** Clicks, forms and shortcuts, as schemas of only what is read. https://docs.slack.dev/interactivity/handling-user-interaction */

const choice = z.object({ value: text(2_000) })

const entered = once(() =>
  z.pipe(
    z.object({
      value: z.nullish(text(10_000)),
      selected_option: z.nullish(choice),
      selected_options: z.nullish(z.array(choice).check(z.maxLength(100))),
      selected_user: z.nullish(id),
      selected_users: z.nullish(z.array(id).check(z.maxLength(100))),
      selected_conversation: z.nullish(id),
      selected_date: z.nullish(text(20)),
      selected_time: z.nullish(text(20)),
      selected_date_time: z.nullish(z.number()),
    }),
    z.transform((it) => {
      const many = it.selected_options?.map((option) => option.value) ?? it.selected_users
      const picked = it.selected_user ?? it.selected_conversation ?? it.selected_date ?? it.selected_time
      const one = it.value ?? it.selected_option?.value ?? picked
      return one ?? many?.join(' ') ?? it.selected_date_time?.toString() ?? ''
    }),
  ),
)

const viewState = once(() =>
  z.pipe(
    z.object({
      id,
      type: z.catch(z.enum(['modal', 'home']), 'modal'),
      hash: optional(100),
      callback_id: optional(255),
      private_metadata: optional(3_000),
      app_installed_team_id: z.nullish(id),
      state: z.nullish(z.object({ values: z.record(text(255), z.record(text(255), entered())) })),
    }),
    z.transform((it) => ({
      surface: it.type,
      /** Of a modal that was opened in another workspace, by way of a shared channel. */
      installedTeamId: it.app_installed_team_id,
      state: {
        viewId: it.id,
        hash: it.hash,
        callbackId: it.callback_id,
        privateMetadata: it.private_metadata,
        values: it.state?.values ?? {},
      },
    })),
  ),
)

/** A click or a choice. */
export const action = once(() =>
  z.pipe(
    z.object({
      ...actor,
      channel: z.nullish(z.object({ id })),
      container: z.nullish(
        z.object({ channel_id: z.nullish(id), message_ts: z.nullish(ts), thread_ts: z.nullish(ts) }),
      ),
      message: z.nullish(z.object({ ts, thread_ts: z.nullish(ts) })),
      view: z.nullish(viewState()),
      response_url: link,
      actions: z.tuple(
        [
          z.object({
            action_id: text(255),
            action_ts: optional(30),
            value: z.nullish(text(2_000)),
            selected_option: z.nullish(choice),
          }),
        ],
        z.unknown(),
      ),
    }),
    z.transform((it) => {
      const [clicked] = it.actions
      const channelId = it.channel?.id ?? it.container?.channel_id
      const messageTs = it.message?.ts ?? it.container?.message_ts
      const threadTs = it.message?.thread_ts ?? it.container?.thread_ts
      return {
        kind: 'action' as const,
        ...gesture(it, clicked.action_ts && `${it.user.id}/${clicked.action_id}/${clicked.action_ts}`),
        responseUrl: it.response_url,
        actionId: clicked.action_id,
        value: clicked.value ?? clicked.selected_option?.value ?? '',
        ...(channelId != null && { channelId }),
        ...(messageTs != null && { messageTs }),
        ...(threadTs != null && { threadTs }),
        ...(it.view != null && { view: { ...it.view.state, surface: it.view.surface } }),
      }
    }),
  ),
)

/** A modal, submitted or closed. Slack's `hash` names this state of it: submitting that twice is one occasion. */
export const view = once(() =>
  z.pipe(
    z.object({ ...actor, type: z.enum(['view_submission', 'view_closed']), view: viewState() }),
    z.transform((it) => {
      const { installedTeamId, state } = it.view
      const { occasion, ...who } = gesture(it)
      return {
        kind: 'view' as const,
        ...who,
        teamId: installedTeamId ?? who.teamId,
        occasion: state.hash === '' ? occasion : `${state.viewId}/${state.hash}`,
        closed: it.type === 'view_closed',
        ...state,
      }
    }),
  ),
)

/** What somebody types into a menu whose choices we give. https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload */
export const suggestion = once(() =>
  z.pipe(
    z.object({ ...actor, action_id: text(255), value: optional(500), view: z.nullish(viewState()) }),
    z.transform((it) => ({
      kind: 'options' as const,
      ...gesture(it),
      actionId: it.action_id,
      typed: it.value,
      privateMetadata: it.view?.state.privateMetadata ?? '',
      values: it.view?.state.values ?? {},
    })),
  ),
)

/** A shortcut, global or on a message. What is longer than we read of a message is left away, never refused. */
export const shortcut = once(() =>
  z.pipe(
    z.object({
      ...actor,
      callback_id: text(255),
      response_url: link,
      channel: z.nullish(z.object({ id })),
      message: z.nullish(z.object({ ts, thread_ts: z.nullish(ts), text: z.nullish(z.string()) })),
    }),
    z.transform((it) => ({
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
            text: (it.message.text ?? '').slice(0, 3_000),
            permalink: permalink(
              it.team?.domain ?? '',
              it.channel.id,
              it.message.ts,
              it.message.thread_ts ?? undefined,
            ),
          },
        }),
    })),
  ),
)

// The payload does not bring it, and asking Slack for it would be one call more before the modal opens.
// https://docs.slack.dev/reference/methods/chat.getPermalink shows the form.
function permalink(domain: string, channel: string, at: string, thread: string | undefined): string {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/i.test(domain)) return ''
  const message = `https://${domain}.slack.com/archives/${channel}/p${at.replace('.', '')}`
  return thread === undefined || thread === at ? message : `${message}?thread_ts=${thread}&cid=${channel}`
}
