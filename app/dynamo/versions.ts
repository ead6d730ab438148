import { Fault } from '../errors.ts'
import { KINDS, type Kind } from './kinds.ts'
import type { Condition, Item } from './store.ts'

/** How items of several versions are read and written by code that knows some of them. */
export type Versions = {
  /** The item as it is written: with the version of its kind. Throws a `Fault` for a kind that nobody has declared. */
  stamped(item: Item): Item
  /** The item as this code knows it. Throws a `Fault` for one that only newer code can read. */
  current(item: Item): Item
  /** Holds with `condition`, unless newer code wrote what stands there. */
  unlessNewer(kind: unknown, condition: Held): Condition
  /** For what stood in the way of a write: throws a `Fault` where only newer code can read it. */
  refuseNewer(standing: Item): void
}

type Held = (Omit<Condition, 'expression'> & { readonly expression?: string | undefined }) | undefined

/** By these kinds: by all that this code knows, if nothing else is said. */
export function versions(kinds: Readonly<Record<string, Kind>> = KINDS): Versions {
  const declared = (kind: unknown): Kind => {
    const found = kinds[String(kind)]
    if (found === undefined) throw new Fault('a kind of item is not declared', { kind })
    return found
  }
  const refuseNewer = (item: Item) => {
    const kind = kinds[String(item['kind'])]
    if (kind === undefined || versionOf(item) <= lastOf(kind)) return
    const data = { kind: item['kind'], version: versionOf(item), known: lastOf(kind) }
    throw new Fault('an item was written by newer code, which alone may read it', data)
  }
  return {
    stamped: (item) => ({ ...item, v: declared(item['kind']).writes }),
    current(item) {
      const kind = kinds[String(item['kind'])]
      // Lines of an index and bare keys have no kind, and nobody asks for a kind that this code does not know.
      if (kind === undefined) return item
      refuseNewer(item)
      return kind.upcasts.slice(versionOf(item) - 1).reduce((older, upcast) => upcast(older), item)
    },
    unlessNewer(kind, condition) {
      const known = 'attribute_not_exists(#v) OR #v <= :known'
      return {
        expression: condition?.expression === undefined ? known : `(${condition.expression}) AND (${known})`,
        names: { ...condition?.names, '#v': 'v' },
        values: { ...condition?.values, ':known': lastOf(declared(kind)) },
      }
    },
    refuseNewer,
  }
}

function versionOf(item: Item): number {
  return (item['v'] as number | undefined) ?? 1
}

function lastOf({ upcasts }: Kind): number {
  return upcasts.length + 1
}
