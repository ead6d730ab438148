import { nameNow } from '../projects/connection.ts'
import type { ConnectedRepository } from '../projects/project.ts'
import { err } from '../result.ts'
import type { ProjectKey } from '../tasks/ids.ts'
import type { Workspace } from '../tasks/workspace.ts'
import { type Fields, parseJsonObject } from '../untrusted.ts'
import { whatFailed } from './answered.ts'
import { packDelivery } from './inbox.ts'
import type { VisitPorts } from './visit.ts'

/** A repository that is compared with what GitHub says of it. `get` asks below `/repos/{owner}/{repo}`, or anything. */
export type Compared = VisitPorts & {
  readonly workspace: Workspace
  readonly project: ProjectKey
  readonly repository: ConnectedRepository
  readonly get: (route: string, parameters: Readonly<Record<string, unknown>>) => Promise<unknown>
}

/** Puts a delivery into the inbox that should have come. Its id says what it tells, so that twice is known as twice. */
export async function bring(
  compared: Compared,
  what: string,
  name: string,
  action: string | undefined,
  said: Fields,
): Promise<void> {
  const { repository, enqueue, now, log } = compared
  const text = JSON.stringify({ ...envelope(compared, action), ...said })
  const payload = parseJsonObject(text)
  const id = `compared-${repository.id}-${what}`.slice(0, 100)
  const message = payload.ok
    ? packDelivery({ id, name, ...actionIn(action), payload: payload.value, text }, new Date(now()).toISOString())
    : err(payload.error.why)
  if (!message.ok) return log.warn('What was missed cannot be brought', { delivery: id, why: message.error })
  log.info('A delivery was missed and is brought', { delivery: id, event: name })
  await enqueue(message.value)
}

/** What every delivery of a repository has; `fetched`: it says how things stand now. */
export function envelope({ repository }: Compared, action: string | undefined) {
  return {
    ...actionIn(action),
    fetched: true,
    installation: { id: repository.installation },
    repository: { id: repository.id, full_name: nameNow(repository) },
  }
}

// Some events name none.
function actionIn(action: string | undefined) {
  return action === undefined ? {} : { action }
}

/** What GitHub does not show us, or not any more, was not missed. */
export async function unlessGone(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask()
  } catch (error) {
    if (whatFailed(error, 0).outcome === 'impossible') return undefined
    throw error
  }
}
