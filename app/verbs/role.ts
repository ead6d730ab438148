import type { Directory } from '../ports/directory.ts'
import type { AuditAct } from '../projects/audit.ts'
import type { Role } from '../projects/permissions.ts'
import { isGone, type Person } from '../projects/person.ts'
import type { Refusal } from '../projects/refusal.ts'
import { err, ok, type Result } from '../result.ts'
import type { Phase } from '../tasks/phase.ts'

type Ports = Pick<Directory, 'person' | 'everybody' | 'changePerson'>

const MAX_TRIES = 5

/**
 * Gives a person a role, a phase or both. An owner stops being one only while another stays: the write holds that other one,
 * so that two owners who take each other's role away at the same moment do not both succeed.
 */
export async function withRole(
  directory: Ports,
  given: Person,
  { role, phase }: { readonly role?: Role | undefined; readonly phase?: Phase | undefined },
  act: AuditAct,
): Promise<Result<Person, Refusal>> {
  const { workspace, id } = given
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const seen = (await directory.person(workspace, id)) ?? given
    const next: Person = { ...seen, ...(role === undefined ? {} : { role }), ...(phase === undefined ? {} : { phase }) }
    if (next.role === seen.role && next.phase === seen.phase) return ok(seen)
    const isDemoted = seen.role === 'owner' && next.role !== 'owner'
    const other = isDemoted ? await anotherOwner(directory, seen) : undefined
    if (isDemoted && other === undefined) return err({ kind: 'last-owner', name: seen.name })
    if ((await directory.changePerson(seen, next, { beside: other, act })) === 'changed') return ok(next)
  }
  return err({ kind: 'busy', task: given.name })
}

async function anotherOwner(directory: Ports, { workspace, id }: Person): Promise<Person | undefined> {
  let cursor: string | undefined
  do {
    const page = await directory.everybody(workspace, cursor)
    const other = page.items.find((person) => person.role === 'owner' && person.id !== id && !isGone(person))
    if (other !== undefined) return other
    cursor = page.next
  } while (cursor !== undefined)
  return undefined
}
