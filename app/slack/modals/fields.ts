import type { InputBlock, Option, PlainTextElement } from '@slack/types'
import { cut } from '../../handoffs/invisible.ts'
import type { SearchId } from '../callbacks.ts'
import type { Values } from '../inputs.ts'

/**
 * Fields of forms. Each is a block named by its field; what was entered in it before stands in it again. Limits of lengths:
 * https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
 */

/** One field. Words of ours, plain. */
type Field = {
  readonly id: string
  readonly label: string
  readonly hint?: string
  readonly optional?: true
}

/** What was entered in a field; empty: nothing. Several choices are joined by a space. */
export function entered(values: Values, id: string): string {
  return Object.values(values[id] ?? {})[0] ?? ''
}

/** The same as a list. */
export function enteredMany(values: Values, id: string): string[] {
  return entered(values, id)
    .split(' ')
    .filter((value) => value !== '')
}

/** Text of at most `most` characters. */
export function textField(
  values: Values,
  { most, lines, placeholder, ...field }: Field & { most: number; lines?: true; placeholder?: string },
): InputBlock {
  const initial = cut(entered(values, field.id), most)
  return input(field, {
    type: 'plain_text_input',
    action_id: field.id,
    max_length: most,
    ...(lines === undefined ? {} : { multiline: true }),
    ...(initial === '' ? {} : { initial_value: initial }),
    ...(placeholder === undefined ? {} : { placeholder: words(placeholder) }),
  })
}

/** A choice of ours; `choices`: by value, what people see. */
export function menuField(
  values: Values,
  { choices, ...field }: Field & { choices: Readonly<Record<string, string>> },
): InputBlock {
  const value = entered(values, field.id)
  const initial = Object.hasOwn(choices, value) ? option(value, choices[value]!) : undefined
  return input(field, {
    type: 'static_select',
    action_id: field.id,
    options: Object.entries(choices).map(([key, label]) => option(key, label)),
    ...(initial === undefined ? {} : { initial_option: initial }),
  })
}

/** Several choices of ours. */
export function ticksField(
  values: Values,
  { choices, ...field }: Field & { choices: Readonly<Record<string, string>> },
): InputBlock {
  const ticked = enteredMany(values, field.id).filter((value) => Object.hasOwn(choices, value))
  return input(field, {
    type: 'checkboxes',
    action_id: field.id,
    options: Object.entries(choices).map(([key, label]) => option(key, label)),
    ...(ticked.length === 0 ? {} : { initial_options: ticked.map((value) => option(value, choices[value]!)) }),
  })
}

/** One thing, or at most `most`, found by typing. */
export function searchField(
  values: Values,
  { search, most, placeholder, ...field }: Field & { search: SearchId; most?: number; placeholder: string },
): InputBlock {
  const chosen = enteredMany(values, field.id).map((value) => option(value, value))
  const common = { action_id: search, min_query_length: 0, placeholder: words(placeholder) }
  if (most === undefined) {
    const [one] = chosen
    return input(field, { type: 'external_select', ...common, ...(one === undefined ? {} : { initial_option: one }) })
  }
  return input(field, {
    type: 'multi_external_select',
    ...common,
    max_selected_items: most,
    ...(chosen.length === 0 ? {} : { initial_options: chosen }),
  })
}

/** A member of the workspace. */
export function personField(values: Values, { placeholder, ...field }: Field & { placeholder: string }): InputBlock {
  const chosen = entered(values, field.id)
  return input(field, {
    type: 'users_select',
    action_id: field.id,
    placeholder: words(placeholder),
    ...(chosen === '' ? {} : { initial_user: chosen }),
  })
}

/** A channel of the workspace. */
export function channelField(values: Values, { placeholder, ...field }: Field & { placeholder: string }): InputBlock {
  const chosen = entered(values, field.id)
  return input(field, {
    type: 'conversations_select',
    action_id: field.id,
    placeholder: words(placeholder),
    filter: { include: ['public', 'private'], exclude_bot_users: true, exclude_external_shared_channels: true },
    ...(chosen === '' ? {} : { initial_conversation: chosen }),
  })
}

function input({ id, label, hint, optional }: Field, element: InputBlock['element']): InputBlock {
  return {
    type: 'input',
    block_id: id,
    label: words(label),
    element,
    ...(hint === undefined ? {} : { hint: words(hint) }),
    ...(optional === undefined ? {} : { optional: true }),
  }
}

function option(value: string, label: string): Option & { text: PlainTextElement } {
  return { text: words(label), value }
}

function words(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: true }
}
