import { both, type Check, characters, flag, isRecord, list, object, whole, word } from './checks.ts'
import { confirm, conversationFilter, dispatchConfig, optionGroups, options, text } from './composition.ts'

/** Slack's block elements, as far as anything of ours uses them. https://docs.slack.dev/reference/block-kit/block-elements */

const actionId = characters(255)
const placeholder = text('plain_text', 150)
const asks = { action_id: actionId, confirm, focus_on_load: flag }
const menu = { ...asks, placeholder }
/** Slack names no bound for how many may be chosen; nobody chooses more than a list can hold. */
const multi = { ...menu, max_selected_items: whole(100, 1) }
const id = characters(255)
const offered = { options: options('plain_text', 100), option_groups: optionGroups }

/** By type. */
export const ELEMENTS = {
  // https://docs.slack.dev/reference/block-kit/block-elements/button-element
  button: object(
    { type: word('button'), text: text('plain_text', 75) },
    {
      action_id: actionId,
      value: characters(2_000),
      url: characters(3_000),
      style: word('primary', 'danger'),
      confirm,
      accessibility_label: characters(75),
    },
  ),
  // https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element
  overflow: object({ type: word('overflow'), options: options('plain_text', 5) }, { action_id: actionId, confirm }),
  // https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
  static_select: eitherOffer(
    object({ type: word('static_select') }, { ...menu, ...offered, initial_option: anything }),
    'initial_option',
  ),
  external_select: object(
    { type: word('external_select') },
    { ...menu, min_query_length: whole(3_000, 0), initial_option: anything },
  ),
  users_select: object({ type: word('users_select') }, { ...menu, initial_user: id }),
  channels_select: object(
    { type: word('channels_select') },
    { ...menu, initial_channel: id, response_url_enabled: flag },
  ),
  conversations_select: object(
    { type: word('conversations_select') },
    {
      ...menu,
      initial_conversation: id,
      default_to_current_conversation: flag,
      response_url_enabled: flag,
      filter: conversationFilter,
    },
  ),
  // https://docs.slack.dev/reference/block-kit/block-elements/multi-select-menu-element
  multi_static_select: eitherOffer(
    object({ type: word('multi_static_select') }, { ...multi, ...offered, initial_options: anything }),
    'initial_options',
  ),
  multi_external_select: object(
    { type: word('multi_external_select') },
    { ...multi, min_query_length: whole(3_000, 0), initial_options: options('plain_text', 100) },
  ),
  multi_users_select: object({ type: word('multi_users_select') }, { ...multi, initial_users: list(id, 100) }),
  // https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element
  checkboxes: eitherOffer(
    object({ type: word('checkboxes'), options: options('any', 10) }, { ...asks, initial_options: anything }),
    'initial_options',
  ),
  // https://docs.slack.dev/reference/block-kit/block-elements/radio-button-group-element
  radio_buttons: eitherOffer(
    object({ type: word('radio_buttons'), options: options('any', 10) }, { ...asks, initial_option: anything }),
    'initial_option',
  ),
  // https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
  plain_text_input: object(
    { type: word('plain_text_input') },
    {
      action_id: actionId,
      placeholder,
      focus_on_load: flag,
      initial_value: characters(3_000),
      multiline: flag,
      min_length: whole(3_000, 0),
      max_length: whole(3_000, 1),
      dispatch_action_config: dispatchConfig,
    },
  ),
  // https://docs.slack.dev/reference/block-kit/block-elements/url-input-element
  url_text_input: object(
    { type: word('url_text_input') },
    {
      action_id: actionId,
      placeholder,
      focus_on_load: flag,
      initial_value: characters(3_000),
      dispatch_action_config: dispatchConfig,
    },
  ),
  // https://docs.slack.dev/reference/block-kit/block-elements/number-input-element
  number_input: object(
    { type: word('number_input'), is_decimal_allowed: flag },
    {
      action_id: actionId,
      placeholder,
      focus_on_load: flag,
      initial_value: characters(3_000),
      min_value: characters(20),
      max_value: characters(20),
      dispatch_action_config: dispatchConfig,
    },
  ),
  // https://docs.slack.dev/reference/block-kit/block-elements/time-picker-element
  timepicker: object(
    { type: word('timepicker') },
    { ...menu, initial_time: characters(5, 5), timezone: characters(255) },
  ),
  // https://docs.slack.dev/reference/block-kit/block-elements/date-picker-element
  datepicker: object({ type: word('datepicker') }, { ...menu, initial_date: characters(10, 10) }),
  // https://docs.slack.dev/reference/block-kit/block-elements/image-element
  image: object(
    { type: word('image'), alt_text: characters(2_000) },
    { image_url: characters(3_000), slack_file: anything },
  ),
} as const satisfies Readonly<Record<string, Check>>

export type ElementType = keyof typeof ELEMENTS

/** Of those kinds alone. */
export function elementsOf(types: readonly ElementType[]): Readonly<Record<string, Check>> {
  return Object.fromEntries(types.map((type) => [type, ELEMENTS[type]]))
}

// What a menu begins with is checked against what it offers.
function anything(): string[] {
  return []
}

/** Options or groups of them; what stands chosen at first must be one of those offered. */
function eitherOffer(check: Check, initial: 'initial_option' | 'initial_options'): Check {
  return both(check, (value, at) => {
    if (!isRecord(value)) return []
    const { options: flat, option_groups: groups } = value
    if (flat === undefined && groups === undefined) return [`${at} offers nothing: it lacks options`]
    if (flat !== undefined && groups !== undefined) return [`${at} has options and option_groups; Slack takes one`]
    const listed: unknown[] = Array.isArray(groups) ? groups : [{ options: flat }]
    const offers = listed.flatMap((group) => (isRecord(group) ? asList(group['options']) : [])).map(json)
    const chosen = value[initial] === undefined ? [] : asList(value[initial])
    return chosen.filter((one) => !offers.includes(json(one))).map(() => `${at}.${initial} is none of its options`)
  })
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value]
}

const json = (value: unknown): string => JSON.stringify(value)
