import { createHash } from 'node:crypto'
import { Fault } from '../errors.ts'
import type { Audit } from '../ports/audit.ts'
import { type AuditAct, type AuditEntry, entryAfter, followsRightly } from '../projects/audit.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { Condition, Item, Store, TransactWrite } from './store.ts'
import { keys, prefixes } from './table.ts'
import { tracedItem } from './traced.ts'

const PAGE = 25
/** Tries of an entry that others are in the way of. */
const MAX_TRIES = 20

/**
 * The administrative log of each workspace: append-only, each entry hashed with all before it. It stands under a hash of the
 * workspace, because it stays when everything else of the workspace is deleted.
 */
export function audit(store: Store): Audit {
  const place = (workspace: Workspace) => ({
    pk: { name: 'pk', value: keys.auditEntry(hashed('workspace', workspace), 1).pk },
    sk: { name: 'sk', prefix: prefixes.auditEntries },
  })
  const entryOf = (item: Item) => item['entry'] as AuditEntry

  return {
    async record(workspace, act) {
      const log = hashed('workspace', workspace)
      const known = keys.auditCause(log, causeOf(act))
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const { items } = await store.query({ ...place(workspace), backwards: true, limit: 1 })
        const entry = entryAfter(items.map(entryOf)[0], act)
        const written = await store.transact([
          { put: { ...keys.auditEntry(log, entry.number), kind: 'audit', entry }, condition: ABSENT },
          { put: { ...known, kind: 'audit', entry: entry.number }, condition: ABSENT },
        ])
        if (written || (await store.get(known)) !== undefined) {
          await store.remove(keys.act(workspace, causeOf(act)))
          return
        }
      }
      throw new Fault('an act could not be put into the audit', { workspace, action: act.action })
    },

    async read(workspace, cursor) {
      const log = hashed('workspace', workspace)
      // A cursor travels through people's hands: it is a number, and what is none is the beginning.
      const after = /^[1-9]\d{0,8}$/.test(cursor ?? '') ? { after: keys.auditEntry(log, Number(cursor)) } : {}
      const { items, next } = await store.query({ ...place(workspace), backwards: true, limit: PAGE, ...after })
      const entries = items.map(entryOf)
      return next === undefined ? { items: entries } : { items: entries, next: String(entries.at(-1)?.number) }
    },

    async verify(workspace) {
      let last: AuditEntry | undefined
      let after: Item | undefined
      do {
        const page = await store.query({ ...place(workspace), ...(after === undefined ? {} : { after }) })
        for (const entry of page.items.map(entryOf)) {
          if (!followsRightly(entry, last)) return { entries: last?.number ?? 0, broken: (last?.number ?? 0) + 1 }
          last = entry
        }
        after = page.next
      } while (after !== undefined)
      return { entries: last?.number ?? 0 }
    },
  }
}

/**
 * The row of an act, to be written in the same transaction as what was done: the relay puts it into the audit and takes
 * the row away, so a door pays no second write, and no act is lost.
 */
export function actRow(workspace: Workspace, act: AuditAct | undefined): TransactWrite[] {
  if (act === undefined) return []
  return [{ put: { ...keys.act(workspace, causeOf(act)), kind: 'act', workspace, act, ...tracedItem() } }]
}

function causeOf({ cause, action, subject }: AuditAct): string {
  return hashed('cause', JSON.stringify([cause, action, subject]))
}

function hashed(what: string, text: string): string {
  return createHash('sha256').update(`audit ${what}\n${text}`).digest('hex')
}

const ABSENT: Condition = { expression: 'attribute_not_exists(pk)' }
