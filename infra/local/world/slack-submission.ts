import { NoSuch } from './directory.ts'
import { chosen, elementsOf } from './slack-elements.ts'

type Json = Readonly<Record<string, unknown>>
type Given = Readonly<Record<string, string | readonly string[]>>

/**
 * `view.state.values` of a submission: what was filled in, by block id or action id, and the initial value of the rest.
 * As Slack's client does, refuses to submit while a required field is empty, or a given one does not exist.
 */
export function submissionValues(blocks: readonly Json[], given: Given): Json {
  const inputs = blocks.flatMap((block, index) => {
    const element = elementsOf(block)[0]
    if (element === undefined) return []
    const blockId = typeof block['block_id'] === 'string' ? block['block_id'] : `block${index}`
    return [{ block, blockId, element, actionId: element.action_id ?? '' }]
  })
  const known = new Set(inputs.flatMap(({ blockId, actionId }) => [blockId, actionId]))
  const unknown = Object.keys(given).filter((key) => !known.has(key))
  if (unknown.length > 0) {
    const there = inputs.map(({ actionId }) => actionId).join(', ') || 'none'
    throw new NoSuch(`The modal has no field ${unknown.join(', ')}. Its fields: ${there}.`)
  }
  const values: Record<string, Json> = {}
  for (const { block, blockId, element, actionId } of inputs) {
    const state = { type: element.type, ...chosen(element, given[blockId] ?? given[actionId]) }
    const [, value] = Object.entries(state).find(([key]) => key !== 'type') ?? []
    const isEmpty = value === null || value === '' || (Array.isArray(value) && value.length === 0)
    if (isEmpty && block['type'] === 'input' && block['optional'] !== true) {
      throw new NoSuch(`The field ${actionId} must be filled in before this modal can be submitted.`)
    }
    values[blockId] = { ...values[blockId], [actionId]: state }
  }
  return values
}
