import { createHash } from 'node:crypto'
import { Fault } from '../errors.ts'
import type { LinkCodes } from '../ports/logins.ts'
import type { PersonId } from '../tasks/ids.ts'
import { workspaceOf } from '../tasks/workspace.ts'
import { actRow } from './audit.ts'
import { planLink } from './logins.ts'
import type { Store, Update } from './store.ts'
import { keys } from './table.ts'

/** Tries of a write that others are in the way of. */
const MAX_TRIES = 10

/** One-time codes that prove a GitHub login: used up and turned into a link in one transaction. */
export function linkCodes(store: Store): LinkCodes {
  return {
    async givenIn(code) {
      const row = await store.get(keys.linkCodeTenant(hashed(code)))
      return row === undefined ? undefined : workspaceOf(row['workspace'] as string)
    },

    async put(workspace, code, { person, login, expires }) {
      const row = { person, login: login.toLowerCase(), until: expires, expires: Math.ceil(expires / 1000) }
      const key = hashed(code)
      const tenant = { ...keys.linkCodeTenant(key), kind: 'finder', workspace, expires: row.expires }
      // A code that was given before stays what it was: used up, if it was used.
      await store.transact([
        { put: { ...keys.linkCode(workspace, key), kind: 'code', ...row } },
        { put: tenant, condition: { expression: 'attribute_not_exists(pk)' } },
      ])
    },

    async redeem(workspace, code, account, now) {
      const key = keys.linkCode(workspace, hashed(code))
      const proven = account.login.toLowerCase()
      // Not linked means mostly that the person was changed at the same moment: then once more, over what they are now.
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const row = await store.get(key)
        const isGood = row !== undefined && row['used'] !== true && row['login'] === proven
        if (!isGood || (row['until'] as number) < now) return { outcome: 'wrong' }
        const plan = await planLink(store, { workspace, person: row['person'] as PersonId, account })
        if (!('person' in plan)) return { outcome: plan.outcome === 'nobody' ? 'wrong' : 'taken' }
        const { rows, ...linked } = plan.outcome === 'linked' ? plan : { ...plan, rows: [] }
        const { id } = linked.person
        const at = new Date(now).toISOString()
        const act = { action: 'login.linked' as const, actor: id, subject: id, at, cause: `link:${key.sk}` }
        if (await store.transact([{ update: key, change: USED_UP }, ...rows, ...actRow(workspace, act)])) {
          return { ...linked, outcome: 'linked' }
        }
      }
      throw new Fault('a login could not be linked', { workspace })
    },
  }
}

// It stays until it ages out, since it is by this row alone that the one beside the tenant is found and deleted.
const USED_UP: Update = {
  kind: 'code',
  expression: 'SET #used = :yes',
  condition: 'attribute_exists(pk) AND attribute_not_exists(#used)',
  names: { '#used': 'used' },
  values: { ':yes': true },
}

// The table never holds a code, so that whoever reads it cannot use one. Case does not matter to those who type.
function hashed(code: string): string {
  return createHash('sha256').update(`link code\n${code.toUpperCase()}`).digest('hex')
}
