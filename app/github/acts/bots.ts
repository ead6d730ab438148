import type { ActPorts, Ground } from './ground.ts'

/**
 * Whether a bot speaks for tasks here: only where the project names it. What bots write repeats what others have written, such
 * as the notes of a release that fixes something of its own.
 */
export async function heeds(
  { directory }: ActPorts,
  { workspace, project: key }: Ground,
  login: string,
): Promise<boolean> {
  const project = await directory.project(workspace, key)
  const named = login.toLowerCase().replace(/\[bot\]$/, '')
  return project?.bots?.some((bot) => bot.toLowerCase().replace(/\[bot\]$/, '') === named) ?? false
}
