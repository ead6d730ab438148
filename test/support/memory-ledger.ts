import { type DeliveryKey, deliveryKey, type NoticeContent } from '../../app/handoffs/content.ts'
import type { LedgerEntry } from '../../app/handoffs/ledger.ts'
import type { Ledger } from '../../app/ports/ledger.ts'
import type { NoticeId } from '../../app/tasks/notice.ts'
import type { Workspace } from '../../app/tasks/workspace.ts'

/** Contents, deliveries and paces in memory, with the conditions of the real table. */
export type LedgerMemory = {
  readonly ledger: Ledger
  /** Every delivery, in the order in which it was opened. */
  all(): readonly LedgerEntry[]
}

/** An empty ledger. */
export function ledgerMemory(): LedgerMemory {
  const contents = new Map<string, NoticeContent>()
  const entries = new Map<string, LedgerEntry>()
  const slots = new Map<string, number>()
  const at = (workspace: Workspace, notice: NoticeId, key: DeliveryKey) => `${workspace} ${notice} ${key}`
  const pace = (workspace: Workspace, name: string) => `${workspace} ${name}`

  const ledger: Ledger = {
    // Frozen: the first content of a notice stays.
    putContent: async (content) => {
      const key = `${content.workspace} ${content.notice}`
      if (!contents.has(key)) contents.set(key, content)
    },
    content: async (workspace, notice) => contents.get(`${workspace} ${notice}`),
    entries: async (workspace, notice) =>
      [...entries.values()].filter((entry) => entry.workspace === workspace && entry.notice === notice),
    entry: async (workspace, notice, key) => entries.get(at(workspace, notice, key)),
    open: async (entry) => {
      const key = at(entry.workspace, entry.notice, entry.key)
      const known = entries.get(key)
      if (known !== undefined) return known
      if (entry.key !== deliveryKey(entry.delivery))
        throw new Error('An entry is opened under another key than its own.')
      entries.set(key, entry)
      return entry
    },
    move: async (seen, next) => {
      const key = at(seen.workspace, seen.notice, seen.key)
      const known = entries.get(key)
      if (known === undefined || known.state !== seen.state || known.attempt !== seen.attempt) return 'lost'
      entries.set(key, next)
      return 'moved'
    },
    reserve: async (workspace, { name, intervalMs }, now) => {
      const begins = Math.max(now, slots.get(pace(workspace, name)) ?? 0)
      slots.set(pace(workspace, name), begins + intervalMs)
      return begins
    },
    pause: async (workspace, { name }, until) => {
      const key = pace(workspace, name)
      slots.set(key, Math.max(until, slots.get(key) ?? 0))
    },
  }
  return { ledger, all: () => [...entries.values()] }
}
