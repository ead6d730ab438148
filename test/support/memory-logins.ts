import type { Directory } from '../../app/ports/directory.ts'
import type { Logins } from '../../app/ports/logins.ts'
import type { Person } from '../../app/projects/person.ts'

/** Who has which GitHub account, on a directory in memory. */
export function loginsMemory(directory: Pick<Directory, 'person' | 'personByLogin' | 'changePerson'>): Logins {
  return {
    link: async ({ workspace, person, account: { login, id }, at, cause }) => {
      const seen = await directory.person(workspace, person)
      if (seen === undefined) return { outcome: 'nobody' }
      const holder = await directory.personByLogin(workspace, login, id)
      if (holder !== undefined) return holder.id === person ? { outcome: 'same', person: holder } : { outcome: 'taken' }
      const next = { ...seen, githubLogin: login, ...(id === undefined ? {} : { githubId: id }) }
      const act = { action: 'login.linked', actor: person, subject: person, at, cause } as const
      await directory.changePerson(seen, next, { act })
      return { outcome: 'linked', person: next, merged: [] }
    },
    unlink: async (workspace, id, { actor, at, cause }) => {
      const seen = await directory.person(workspace, id)
      if (seen?.githubLogin === undefined) return { outcome: 'not-linked' }
      const { githubLogin: login, githubId: _id, vouchedBy: _word, ...rest } = seen
      const act = { action: 'login.unlinked', actor, subject: id, at, cause } as const
      await directory.changePerson(seen, rest as Person, { act })
      return { outcome: 'unlinked', login }
    },
  }
}
