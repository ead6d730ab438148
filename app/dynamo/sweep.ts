import type { Item, Store } from './store.ts'
import type { Key } from './table.ts'

/** Deletes rows until it has done its share. */
export type Sweep = {
  /** The share is done: whoever sweeps stops here. */
  isSpent(): boolean
  remove(rows: readonly Key[]): Promise<void>
  /** Deletes all that is in a partition; `false`: the share was done before. */
  empty(partition: string): Promise<boolean>
}

const PAGE = 25

/** A share of about `rows` rows; a look into an empty partition counts as one. */
export function sweep(store: Store, rows: number): Sweep {
  let left = rows
  const remove: Sweep['remove'] = async (gone) => {
    left -= gone.length
    await Promise.all(gone.map(({ pk, sk }) => store.remove({ pk, sk })))
  }
  return {
    isSpent: () => left <= 0,
    remove,
    async empty(partition) {
      left -= 1
      for (;;) {
        if (left <= 0) return false
        const { items, next } = await store.query({ pk: { name: 'pk', value: partition }, limit: PAGE, keysOnly: true })
        await remove(items as Key[])
        if (next === undefined) return true
      }
    },
  }
}

/** The rows of a partition whose sort key begins so, page by page; those that were read may be deleted meanwhile. */
export async function* rowsUnder(store: Store, partition: string, prefix: string): AsyncIterable<Item> {
  let after: Item | undefined
  do {
    const page = await store.query({
      pk: { name: 'pk', value: partition },
      sk: { name: 'sk', prefix },
      ...(after === undefined ? {} : { after }),
    })
    yield* page.items
    after = page.next
  } while (after !== undefined)
}
