import { NoSuch } from './directory.ts'
import { chosen, type Element, elementsOf } from './slack-elements.ts'
import type { Option } from './slack-options.ts'

type Json = Readonly<Record<string, unknown>>

/** What was put into a field: several choices as a list. */
export type Filled = string | readonly string[]

/** An element of a view that holds a value, wherever it stands. */
export type Field = {
  readonly block: Json
  readonly blockId: string
  readonly actionId: string
  readonly element: Element
}

/** Every field of a view, in the order of reading. Buttons and overflow menus hold nothing. */
export function fieldsOf(blocks: readonly Json[]): readonly Field[] {
  return blocks.flatMap((block, index) => {
    const blockId = typeof block['block_id'] === 'string' ? block['block_id'] : `block${index}`
    const holding = elementsOf(block).filter(({ type }) => type !== 'button' && type !== 'overflow')
    return holding.map((element) => ({ block, blockId, actionId: element.action_id ?? '', element }))
  })
}

/** The field called so by its action id, block id or label. */
export function fieldNamed(blocks: readonly Json[], name: string): Field | undefined {
  const fields = fieldsOf(blocks)
  return (
    fields.find(({ actionId }) => actionId === name) ??
    fields.find(({ blockId }) => blockId === name) ??
    fields.find(({ block }) => labelOf(block).toLowerCase() === name.toLowerCase())
  )
}

/** What stands in the field afterwards, to be kept with the view. Throws when the value is none of the choices. */
export function filledIn(
  field: Field,
  value: Filled,
  options: readonly Option[] | undefined,
): Readonly<Record<string, Json>> {
  const { element } = field
  return { [keyOf(field)]: { type: element.type, ...chosen(element, value, options) } }
}

/**
 * `view.state.values`: what was filled in, and the initial value of the rest, by block id and action id. As Slack's
 * client does, refuses `to submit` while a required field is empty.
 */
export function stateOf(blocks: readonly Json[], filled: Readonly<Record<string, Json>>, purpose?: 'to submit'): Json {
  const values: Record<string, Json> = {}
  for (const field of fieldsOf(blocks)) {
    const { block, blockId, actionId, element } = field
    const state = filled[keyOf(field)] ?? { type: element.type, ...chosen(element, undefined) }
    const isRequired = purpose === 'to submit' && block['type'] === 'input' && block['optional'] !== true
    if (isRequired && isEmpty(state)) {
      throw new NoSuch(`The field ${actionId} must be filled in before this modal can be submitted.`)
    }
    values[blockId] = { ...values[blockId], [actionId]: state }
  }
  return values
}

function keyOf({ blockId, actionId }: Field): string {
  return `${blockId}/${actionId}`
}

function isEmpty(state: Json): boolean {
  const [, value] = Object.entries(state).find(([key]) => key !== 'type') ?? []
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** The label of an input block; empty where there is none. */
export function labelOf(block: Json): string {
  const label = block['label']
  return typeof label === 'object' && label !== null && 'text' in label ? String(label.text) : ''
}
