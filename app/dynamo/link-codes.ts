import { createHash } from 'node:crypto'
import type { LinkCodes } from '../ports.ts'
import type { PersonId } from '../tasks/ids.ts'
import { workspaceOf } from '../tasks/workspace.ts'
import { personOf } from './directory.ts'
import type { Store } from './store.ts'
import { keys } from './table.ts'

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

    async redeem(workspace, code, login, now) {
      const key = keys.linkCode(workspace, hashed(code))
      const row = await store.get(key)
      const proven = login.toLowerCase()
      if (row === undefined || row['login'] !== proven || (row['until'] as number) < now) return 'wrong'
      const id = row['person'] as PersonId
      const item = await store.get(keys.person(workspace, id))
      if (item === undefined) return 'wrong'
      const person = { ...personOf(item), githubLogin: login }
      const before = personOf(item).githubLogin
      const moved = before !== undefined && before.toLowerCase() !== proven
      const linked = await store.transact([
        { remove: key, condition: { expression: 'attribute_exists(pk)' } },
        { put: { ...keys.person(workspace, id), kind: 'person', person } },
        {
          put: { ...keys.login(workspace, login), kind: 'finder', person: id },
          condition: {
            expression: 'attribute_not_exists(pk) OR #person = :person',
            names: { '#person': 'person' },
            values: { ':person': id },
          },
        },
        ...(moved ? [{ remove: keys.login(workspace, before) }] : []),
      ])
      if (linked) return 'linked'
      const holder = await store.get(keys.login(workspace, login))
      return holder !== undefined && holder['person'] !== id ? 'taken' : 'wrong'
    },
  }
}

// The table never holds a code, so that whoever reads it cannot use one. Case does not matter to those who type.
function hashed(code: string): string {
  return createHash('sha256').update(`link code\n${code.toUpperCase()}`).digest('hex')
}
