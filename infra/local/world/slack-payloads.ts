import type { Channel, WorldPerson } from './directory.ts'
import type { Secrets } from './secrets.ts'
import type { Field } from './slack-fields.ts'
import type { View } from './slack-views.ts'

type Json = Readonly<Record<string, unknown>>

/** Who acts, in which workspace, with which trigger. */
export type Actor = {
  readonly person: WorldPerson
  readonly team: { readonly id: string; readonly domain: string }
  readonly slack: Secrets['slack']
  readonly trigger: string
}

/** https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling */
export function commandForm(actor: Actor, channel: Channel, command: string, text: string, responseUrl: string) {
  return new URLSearchParams({
    token: actor.slack.verificationToken,
    team_id: actor.team.id,
    team_domain: actor.team.domain,
    channel_id: channel.id,
    channel_name: channel.name,
    user_id: actor.person.slackId,
    user_name: actor.person.name,
    command,
    text,
    api_app_id: actor.slack.appId,
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: actor.trigger,
  }).toString()
}

/** Where a click happened: on a message, with the `response_url` made for it, or in a view. */
export type Surface =
  | { readonly kind: 'message'; readonly message: Json; readonly channel: Channel; readonly responseUrl: string }
  | { readonly kind: 'ephemeral'; readonly message: Json; readonly channel: Channel; readonly responseUrl: string }
  /** `values` is what stands in its fields. */
  | { readonly kind: 'view'; readonly view: View; readonly values: Json }

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export function blockActions(actor: Actor, surface: Surface, action: Json): Json {
  const common = { type: 'block_actions', ...head(actor), actions: [action] }
  if (surface.kind === 'view') {
    const { view, values } = surface
    return { ...common, container: { type: 'view', view_id: view.id }, view: { ...view, state: { values } } }
  }
  const { message, channel, responseUrl } = surface
  const isEphemeral = surface.kind === 'ephemeral'
  const thread = message['thread_ts'] === undefined ? {} : { thread_ts: message['thread_ts'] }
  return {
    ...common,
    container: {
      type: 'message',
      message_ts: message['ts'],
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...thread,
    },
    channel,
    // Slack sends an ephemeral message's text and blocks to nobody.
    ...(isEphemeral ? {} : { message: { ...message, team: actor.team.id, bot_id: actor.slack.botId } }),
    state: { values: {} },
    response_url: responseUrl,
  }
}

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function viewSubmission(actor: Actor, view: View, values: Json): Json {
  return { type: 'view_submission', ...head(actor), view: { ...view, state: { values } }, response_urls: [] }
}

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_closed */
export function viewClosed(actor: Actor, view: View, values: Json, all: boolean): Json {
  const { trigger_id: _, ...rest } = head(actor)
  return { type: 'view_closed', ...rest, view: { ...view, state: { values } }, is_cleared: all }
}

type Suggestion = {
  readonly view: View
  readonly values: Json
  readonly field: Pick<Field, 'actionId' | 'blockId'>
  readonly value: string
}

/** https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload */
export function blockSuggestion(actor: Omit<Actor, 'trigger'>, { view, values, field, value }: Suggestion): Json {
  const { trigger_id: _, ...rest } = head({ ...actor, trigger: '' })
  const at = { action_id: field.actionId, block_id: field.blockId, value }
  const container = { type: 'view', view_id: view.id }
  return { type: 'block_suggestion', ...rest, ...at, container, view: { ...view, state: { values } } }
}

/** https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
export function globalShortcut(actor: Actor, callbackId: string): Json {
  return { type: 'shortcut', ...head(actor), action_ts: actionTs(), callback_id: callbackId }
}

/** The same, from the menu of a message; only this kind has a `response_url`. */
export function messageShortcut(
  actor: Actor,
  callbackId: string,
  { message, channel, responseUrl }: Omit<Extract<Surface, { kind: 'message' }>, 'kind'>,
): Json {
  return {
    type: 'message_action',
    ...head(actor),
    action_ts: actionTs(),
    callback_id: callbackId,
    message_ts: message['ts'],
    channel,
    message: { type: 'message', team: actor.team.id, ...message },
    response_url: responseUrl,
  }
}

/** The outer part of an event. https://docs.slack.dev/apis/events-api#callback-field */
export function eventEnvelope(slack: Secrets['slack'], event: Json, id: string, at: Date): Json {
  const seconds = Math.floor(at.getTime() / 1000)
  return {
    token: slack.verificationToken,
    team_id: slack.teamId,
    api_app_id: slack.appId,
    event: { event_ts: `${seconds}.000100`, ...event },
    type: 'event_callback',
    event_id: id,
    event_time: seconds,
    authorizations: [
      {
        enterprise_id: null,
        team_id: slack.teamId,
        user_id: slack.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${id}`,
  }
}

function actionTs(): string {
  return (Date.now() / 1000).toFixed(6)
}

function head(actor: Actor): Json {
  return {
    user: {
      id: actor.person.slackId,
      username: actor.person.name,
      name: actor.person.name,
      team_id: actor.team.id,
    },
    api_app_id: actor.slack.appId,
    token: actor.slack.verificationToken,
    trigger_id: actor.trigger,
    team: actor.team,
    enterprise: null,
    is_enterprise_install: false,
  }
}
