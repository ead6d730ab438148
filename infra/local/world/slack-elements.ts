import * as z from 'zod'
import { NoSuch } from './directory.ts'
import { type Option, optionsOf } from './slack-options.ts'

type Json = Readonly<Record<string, unknown>>

const elementSchema = z.looseObject({ type: z.string(), action_id: z.string().optional() })
export type Element = z.output<typeof elementSchema>
/** What somebody typed or chose; several choices as a list. */
type Choice = string | readonly string[]

/**
 * The click on an element of `blocks`; a thing that is not there cannot be clicked. `offered` are the choices of an
 * external select.
 */
export function clickOn(
  blocks: readonly Json[],
  actionId: string,
  value: Choice | undefined,
  offered?: readonly Option[],
): Json {
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
  return { type: element.type, action_id: element.action_id, ...at, ...chosen(element, value, offered) }
}

/** The interactive element with this action id. */
export function elementNamed(blocks: readonly Json[], actionId: string): Element | undefined {
  return blocks.flatMap(elementsOf).find(({ action_id }) => action_id === actionId)
}

/** What a person chose or typed, as Slack reports it for each kind of element; what stands there at first if nothing. */
export function chosen(element: Element, value: Choice | undefined, offered?: readonly Option[]): Json {
  const option = (wanted: string) => {
    const options = optionsOf(element)
    const hit = options.find((each) => each.value === wanted)
    if (hit === undefined) throw new NoSuch(`"${wanted}" is none of: ${options.map((o) => o.value).join(', ')}.`)
    return hit
  }
  const one = typeof value === 'string' ? value : value?.[0]
  const many = value === undefined ? [] : typeof value === 'string' ? [value] : value
  switch (element.type) {
    case 'static_select':
    case 'radio_buttons':
    case 'overflow':
      return { selected_option: one === undefined ? (element['initial_option'] ?? null) : option(one) }
    case 'external_select':
      return { selected_option: offered?.[0] ?? element['initial_option'] ?? null }
    case 'multi_external_select':
      return { selected_options: offered ?? element['initial_options'] ?? [] }
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
