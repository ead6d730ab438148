import { BETWEEN_VISITS } from '../pace.ts'
import type { LifeWork } from '../work.ts'
import type { ActPorts } from './ground.ts'

/**
 * Has every connected repository that an event may concern looked at. Whose it is does not matter: GitHub says how it
 * stands, and an event that comes late, twice or in another order only makes us ask once more.
 */
export async function actOnLife(ports: ActPorts, { installation, isAll, repositories }: LifeWork): Promise<void> {
  const { directory, visit, now } = ports
  const through = isAll && installation !== undefined ? await directory.connectedThrough(installation) : []
  const among = repositories.length === 0 ? [] : await directory.connectedAmong(repositories)
  const heard = installation === undefined ? {} : { installation }
  for (const [index, repository] of [...new Set([...through, ...among])].entries()) {
    await visit({ type: 'look', repository, compare: false, ...heard, tries: 0 }, now() + index * BETWEEN_VISITS)
  }
}
