import type { PushWork } from '../work.ts'
import { heeds } from './bots.ts'
import { takeBackByCommits } from './commit-reverts.ts'
import { completeByCommits } from './commits.ts'
import { configureByPush, configureOthers } from './configuration.ts'
import { type ActPorts, type Ground, groundOf } from './ground.ts'

/** What a push to the default branch brings: commits that complete tasks or take others back, and changes of the configuration. */
export async function actOnPush(ports: ActPorts, work: PushWork): Promise<void> {
  const ground = await groundOf(ports, work.repository)
  if (ground !== undefined) {
    if (await counts(ports, ground, work)) {
      await completeByCommits(ports, ground, work)
      await takeBackByCommits(ports, ground, work)
    }
    await configureByPush(ports, ground, work)
  }
  await configureOthers(ports, work)
}

// Commits of a bot speak for tasks where the project heeds it.
async function counts(ports: ActPorts, ground: Ground, { bot, commits, reverts }: PushWork): Promise<boolean> {
  return commits.length + reverts.length > 0 && (bot === undefined || (await heeds(ports, ground, bot)))
}
