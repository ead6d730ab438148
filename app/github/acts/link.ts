import type { LinkWork } from '../work.ts'
import { type ActPorts, groundOf } from './ground.ts'

/** What came of a one-time code: said to the login in the place where it was brought. */
export type LinkOutcome = 'linked' | 'wrong' | 'taken'

/** Links the login that brought a code. Nothing where the repository belongs to nobody. */
export async function actOnLink(ports: ActPorts, work: LinkWork): Promise<LinkOutcome | undefined> {
  const ground = await groundOf(ports, work.repository)
  if (ground === undefined) return undefined
  const outcome = await ports.linkCodes.redeem(ground.workspace, work.code, work.login, ports.now())
  if (outcome !== 'wrong') return outcome
  // A code works once: the same delivery again finds it used up by the very login that is linked now.
  const person = await ports.directory.personByLogin(ground.workspace, work.login)
  return person === undefined ? 'wrong' : 'linked'
}
