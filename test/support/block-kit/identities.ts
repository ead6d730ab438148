import { isRecord } from './checks.ts'
import { twice } from './composition.ts'

/**
 * What Slack tells apart by name: blocks in a surface, and elements in a block; and of all elements one at most may
 * take the focus. https://docs.slack.dev/reference/block-kit/blocks
 */
export function identityFaults(blocks: readonly unknown[]): string[] {
  const ids = blocks.flatMap((block) => (isRecord(block) ? strings(block['block_id']) : []))
  const inBlocks = blocks.flatMap((block, index) =>
    twice(elementsIn(block).flatMap((element) => strings(element['action_id']))).map(
      (id) => `blocks[${index}] has two elements with the action_id ${id}`,
    ),
  )
  const focused = blocks.flatMap(elementsIn).filter((element) => element['focus_on_load'] === true)
  return [
    ...twice(ids).map((id) => `two blocks have the block_id ${id}`),
    ...inBlocks,
    ...(focused.length > 1 ? [`${focused.length} elements take the focus; at most 1`] : []),
  ]
}

/** Everything in a block that can be pressed, chosen or filled in. */
export function elementsIn(block: unknown): Record<string, unknown>[] {
  if (!isRecord(block)) return []
  const { elements, accessory, element } = block
  return [...(Array.isArray(elements) ? elements : []), accessory, element].filter(isRecord)
}

function strings(value: unknown): string[] {
  return typeof value === 'string' ? [value] : []
}
