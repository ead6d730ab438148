import type { Document, LineCounter, Node, Pair } from 'yaml'

/** A place in a text; both count from 1. */
export type Place = { readonly line: number; readonly column: number }

/** Where an offset lies. */
export function placeIn(lines: LineCounter, offset: number | undefined): Place {
  const { line, col } = lines.linePos(offset ?? 0)
  return { line: Math.max(line, 1), column: Math.max(col, 1) }
}

/** Finds where something stands, by its path; what is not there stands where the thing around it begins. */
export function placesOf(document: Document.Parsed, lines: LineCounter): (path: readonly PropertyKey[]) => Place {
  return (path) => {
    let node: unknown = document.contents
    let offset = offsetOf(node)
    for (const step of path) {
      const found = stepInto(resolved(document, node), step)
      if (found === undefined) break
      offset = offsetOf(found.at) ?? offset
      node = found.value
    }
    return placeIn(lines, offset)
  }
}

type Found = { readonly at: unknown; readonly value: unknown }

function stepInto(node: unknown, step: PropertyKey): Found | undefined {
  const items = itemsOf(node)
  if (typeof step === 'number') {
    const value = items[step]
    return value === undefined ? undefined : { at: value, value }
  }
  for (const item of items) {
    if (!isPair(item) || keyOf(item) !== step) continue
    return { at: item.key, value: item.value }
  }
  return undefined
}

function itemsOf(node: unknown): readonly unknown[] {
  return typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items) ? node.items : []
}

function isPair(item: unknown): item is Pair {
  return typeof item === 'object' && item !== null && 'key' in item && 'value' in item
}

function keyOf({ key }: Pair): PropertyKey | undefined {
  return typeof key === 'object' && key !== null && 'value' in key ? String(key.value) : undefined
}

function resolved(document: Document.Parsed, node: unknown): unknown {
  const isAlias = typeof node === 'object' && node !== null && 'source' in node && 'resolve' in node
  return isAlias ? (node as { resolve(doc: Document.Parsed): Node | undefined }).resolve(document) : node
}

function offsetOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return undefined
  const [offset] = node.range as readonly unknown[]
  return typeof offset === 'number' ? offset : undefined
}
