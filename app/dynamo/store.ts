import type { KindName } from './kinds.ts'
import type { Key } from './table.ts'

/** An item as plain JavaScript values. */
export type Item = Record<string, unknown>

/** Counts what DynamoDB says that calls cost, for the assertions on cost. */
export type Meter = (operation: string, consumed: { readonly read: number; readonly write: number }) => void

/**
 * A table. What calls it is loaded on first use, and every call reports the capacity that DynamoDB returned. Items are read
 * in the shape that this code knows, and none that newer code wrote is written over: that throws a `Fault` (`versions.ts`).
 */
export type Store = {
  readonly table: string
  meter?: Meter
  get(key: Key): Promise<Item | undefined>
  batchGet(keys: readonly Key[]): Promise<Item[]>
  /** One page of a partition, or of an index. */
  query(input: QueryInput): Promise<{ items: Item[]; next?: Item }>
  /** Puts an item; `false` when the condition does not hold. */
  put(item: Item, condition?: Condition): Promise<boolean>
  /** Updates an item and answers it as it is afterwards; `undefined` when the condition does not hold. */
  update(key: Key, update: Update): Promise<Item | undefined>
  /** All or nothing; `false` when a condition does not hold or another transaction was in the way. */
  transact(writes: readonly TransactWrite[]): Promise<boolean>
  remove(key: Key, condition?: Condition): Promise<boolean>
}

export type Condition = { readonly expression: string; readonly names?: Record<string, string>; readonly values?: Item }
/** `kind`: of the item that is updated. One that an update makes has no `v`, and is of version 1. */
export type Update = Condition & { readonly kind: KindName; readonly condition?: string }
export type QueryInput = {
  readonly pk: { readonly name: string; readonly value: string }
  readonly sk?: { readonly name: string; readonly prefix: string } | { readonly name: string; readonly upTo: string }
  readonly index?: string
  readonly limit?: number
  readonly after?: Item
  readonly backwards?: boolean
  /** Nothing but the keys of the items, whoever wrote them. */
  readonly keysOnly?: true
}
export type TransactWrite =
  | { readonly put: Item; readonly condition?: Condition }
  | { readonly check: Key; readonly condition: Condition }
  | { readonly update: Key; readonly change: Update }
  | { readonly remove: Key; readonly condition?: Condition }

/** For rows that only move forward: what is there is not newer. `ordinal` is kept under that name. */
export function notNewer(ordinal: number | string): Condition {
  return {
    expression: 'attribute_not_exists(pk) OR #ordinal <= :ordinal',
    names: { '#ordinal': 'ordinal' },
    values: { ':ordinal': ordinal },
  }
}
