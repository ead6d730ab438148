import { loginChanged } from '../configuration/logins.ts'
import type { LinkWork } from '../work.ts'
import { type ActPorts, groundOf } from './ground.ts'

/** What came of a one-time code: said to the login in the place where it was brought. */
export type LinkOutcome = 'linked' | 'wrong' | 'taken'

/**
 * Links the login that brought a code. The code itself says whose it is: whoever connects the first repository has to
 * prove a login before any is connected. Nothing where nobody knows the code, nor the repository.
 */
export async function actOnLink(ports: ActPorts, work: LinkWork): Promise<LinkOutcome | undefined> {
  const workspace = await ports.linkCodes.givenIn(work.code)
  // Where nobody knows us a stray line is none of our business; elsewhere a mistyped code gets its answer.
  if (workspace === undefined) return (await groundOf(ports, work.repository)) === undefined ? undefined : 'wrong'
  const { login, githubId: id } = work
  const account = { login, ...(id === undefined ? {} : { id }) }
  const { outcome } = await ports.linkCodes.redeem(workspace, work.code, account, ports.now())
  if (outcome === 'taken') return outcome
  // A code works once: the same delivery again finds it used up by the very login that is linked now.
  const person = outcome === 'linked' ? account : await ports.directory.personByLogin(workspace, login, id)
  if (person === undefined) return 'wrong'
  await loginChanged(ports, workspace, login)
  return 'linked'
}
