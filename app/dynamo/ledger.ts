import type { NoticeContent } from '../handoffs/content.ts'
import type { LedgerEntry } from '../handoffs/ledger.ts'
import type { Ledger } from '../ports/ledger.ts'
import type { Condition, Item, Store } from './store.ts'
import { keys, prefixes } from './table.ts'

/** Written notices and the ledger of their deliveries, in one partition for each notice. */
export function ledger(store: Store): Ledger {
  const entry: Ledger['entry'] = async (workspace, notice, key) => {
    const item = await store.get(keys.delivery(workspace, notice, key))
    return item === undefined ? undefined : entryOf(item)
  }
  return {
    async putContent(content) {
      const key = keys.content(content.workspace, content.notice)
      await store.put({ ...key, kind: 'content', content }, ABSENT)
    },
    async content(workspace, notice) {
      const item = await store.get(keys.content(workspace, notice))
      return item?.['content'] as NoticeContent | undefined
    },
    async entries(workspace, notice) {
      const { items } = await store.query({
        pk: { name: 'pk', value: keys.content(workspace, notice).pk },
        sk: { name: 'sk', prefix: prefixes.deliveries(notice) },
      })
      return items.map(entryOf)
    },
    entry,
    async open(wanted) {
      if (await store.put(entryItem(wanted), ABSENT)) return wanted
      return (await entry(wanted.workspace, wanted.notice, wanted.key))!
    },
    async move(seen, next) {
      const unchanged: Condition = {
        expression: '#state = :state AND #attempt = :attempt',
        names: { '#state': 'state', '#attempt': 'attempt' },
        values: { ':state': seen.state, ':attempt': seen.attempt },
      }
      return (await store.put(entryItem(next), unchanged)) ? 'moved' : 'lost'
    },
    async reserve(workspace, { name, intervalMs }, now) {
      const key = keys.pace(workspace, name)
      for (;;) {
        const seen = (await store.get(key))?.['next'] as number | undefined
        const begins = Math.max(now, seen ?? 0)
        const row = { ...key, kind: 'pace', next: begins + intervalMs, expires: Math.ceil(begins / 1000) + 86_400 }
        if (await store.put(row, seen === undefined ? ABSENT : still(seen))) return begins
      }
    },
    async pause(workspace, { name }, until) {
      await store.update(keys.pace(workspace, name), {
        kind: 'pace',
        expression: 'SET #next = :until, #kind = :kind, #expires = :expires',
        condition: 'attribute_not_exists(#next) OR #next < :until',
        names: { '#next': 'next', '#kind': 'kind', '#expires': 'expires' },
        values: { ':until': until, ':kind': 'pace', ':expires': Math.ceil(until / 1000) + 86_400 },
      })
    },
  }
}

const ABSENT: Condition = { expression: 'attribute_not_exists(pk)' }

function still(next: number): Condition {
  return { expression: '#next = :next', names: { '#next': 'next' }, values: { ':next': next } }
}

function entryItem(entry: LedgerEntry): Item {
  const key = keys.delivery(entry.workspace, entry.notice, entry.key)
  return { ...key, kind: 'delivery', state: entry.state, attempt: entry.attempt, entry }
}

function entryOf(item: Item): LedgerEntry {
  return item['entry'] as LedgerEntry
}
