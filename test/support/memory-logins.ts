import type { Directory, Logins } from '../../app/ports.ts'
import type { Person } from '../../app/projects/person.ts'

/** Unlinking, on a directory in memory. */
export function loginsMemory(directory: Pick<Directory, 'person' | 'changePerson'>): Pick<Logins, 'unlink'> {
  return {
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
