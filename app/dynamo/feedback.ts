import { createHash } from 'node:crypto'
import type { Feedback, FeedbackEntry } from '../ports/feedback.ts'
import type { Item, Store } from './store.ts'
import { keys, prefixes } from './table.ts'

const PAGE = 20

/** What people said about CodexFlow, in the order in which they said it. */
export function feedbackBook(store: Store): Feedback {
  return {
    async put(workspace, entry, cause) {
      // The cause is part of the key, so the same gesture says it once.
      const place = `${entry.at}#${createHash('sha256').update(cause).digest('hex').slice(0, 16)}`
      await store.put({ ...keys.feedback(workspace, place), kind: 'feedback', entry })
    },
    async read(workspace, cursor) {
      const { pk } = keys.settings(workspace)
      // A cursor travels through people's hands: it holds a place, and what is none is the beginning.
      const isPlace = /^\d{4}-\d\d-\d\dT[\d:.]{8,12}Z#[0-9a-f]{16}$/.test(cursor ?? '')
      const { items, next } = await store.query({
        pk: { name: 'pk', value: pk },
        sk: { name: 'sk', prefix: prefixes.feedback },
        backwards: true,
        limit: PAGE,
        ...(isPlace ? { after: keys.feedback(workspace, cursor ?? '') } : {}),
      })
      const entries = items.map(entryOf)
      return next === undefined ? { items: entries } : { items: entries, next: placeOf(next) }
    },
  }
}

function entryOf(item: Item): FeedbackEntry {
  return item['entry'] as FeedbackEntry
}

function placeOf({ sk }: Item): string {
  return String(sk).slice(prefixes.feedback.length)
}
