import { z } from 'zod'
import { type Channel, NoSuch, type WorldPerson } from './directory.ts'
import type { Secrets } from './secrets.ts'
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
  | { readonly kind: 'view'; readonly view: View }

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export function blockActions(actor: Actor, surface: Surface, action: Json): Json {
  const common = { type: 'block_actions', ...head(actor), actions: [action] }
  if (surface.kind === 'view') {
    const { view } = surface
    return { ...common, container: { type: 'view', view_id: view.id }, view: { ...view, state: { values: {} } } }
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

const elementSchema = z.looseObject({ type: z.string(), action_id: z.string().optional() })
type Element = z.output<typeof elementSchema>

/** The click on an element of `blocks`; a thing that is not there cannot be clicked. */
export function clickOn(blocks: readonly Json[], actionId: string, value: string | undefined): Json {
  const elements = blocks.flatMap((block, index) => elementsOf(block).map((element) => ({ block, index, element })))
  const found = elements.find(
    ({ element }) =>
      element.action_id === actionId &&
      (value === undefined || element.type !== 'button' || element['value'] === value),
  )
  if (found === undefined) {
    const there = elements.map(({ element }) => `${element.action_id} ${element['value'] ?? ''}`.trim()).join(', ')
    throw new NoSuch(`There is no "${actionId}" to click. There is: ${there || 'nothing'}.`)
  }
  const { element, block, index } = found
  const at = { block_id: block['block_id'] ?? `block${index}`, action_ts: (Date.now() / 1000).toFixed(6) }
  if (element.type === 'button') {
    const { type, action_id, text, value: own, style } = element
    return { type, action_id, text, ...at, ...(own === undefined ? {} : { value: own }), ...(style ? { style } : {}) }
  }
  return { type: element.type, action_id: element.action_id, ...at, ...chosen(element, value) }
}

/** What a person chose or typed, as Slack reports it for each kind of element. */
export function chosen(element: Element, value: string | readonly string[] | undefined): Json {
  const options = Array.isArray(element['options']) ? (element['options'] as readonly Json[]) : []
  const option = (wanted: string) => {
    const hit = options.find((o) => o['value'] === wanted)
    if (hit === undefined) throw new NoSuch(`"${wanted}" is none of: ${options.map((o) => o['value']).join(', ')}.`)
    return hit
  }
  const one = typeof value === 'string' ? value : value?.[0]
  const many = value === undefined ? [] : typeof value === 'string' ? [value] : value
  switch (element.type) {
    case 'static_select':
    case 'radio_buttons':
    case 'overflow':
      return { selected_option: one === undefined ? (element['initial_option'] ?? null) : option(one) }
    case 'multi_static_select':
    case 'checkboxes':
      return { selected_options: value === undefined ? (element['initial_options'] ?? []) : many.map(option) }
    case 'users_select':
      return { selected_user: one ?? element['initial_user'] ?? null }
    case 'multi_users_select':
      return { selected_users: value === undefined ? (element['initial_users'] ?? []) : many }
    case 'conversations_select':
      return { selected_conversation: one ?? element['initial_conversation'] ?? null }
    case 'channels_select':
      return { selected_channel: one ?? element['initial_channel'] ?? null }
    case 'datepicker':
      return { selected_date: one ?? element['initial_date'] ?? null }
    case 'timepicker':
      return { selected_time: one ?? element['initial_time'] ?? null }
    default:
      return { value: one ?? element['initial_value'] ?? null }
  }
}

/** Interactive elements of one block, in the order of reading. */
export function elementsOf(block: Json): readonly Element[] {
  const parts = [...(Array.isArray(block['elements']) ? block['elements'] : []), block['accessory'], block['element']]
  return parts.flatMap((part) => {
    const element = elementSchema.safeParse(part)
    return element.success && element.data.action_id !== undefined ? [element.data] : []
  })
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
