import type { PushWork } from '../work.ts'
import { completeByCommits } from './commits.ts'
import { configureByPush, configureOthers } from './configuration.ts'
import { type ActPorts, groundOf } from './ground.ts'

/** What a push to the default branch brings: commits that complete tasks, and changes of the configuration. */
export async function actOnPush(ports: ActPorts, work: PushWork): Promise<void> {
  const ground = await groundOf(ports, work.repository)
  if (ground !== undefined) {
    await completeByCommits(ports, ground, work)
    await configureByPush(ports, ground, work)
  }
  await configureOthers(ports, work)
}
