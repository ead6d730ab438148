import type { Local } from '../local-file.ts'
import { runningLocal } from '../local-file.ts'
import { type Residents, residents } from '../people/residents.ts'

/** Something that the one at the keyboard can put right; shown without a stack trace. */
export class ClientError extends Error {
  override readonly name = 'ClientError'
}

/** The running system, and everybody who lives in it. */
export type Connected = { readonly local: Local; readonly folk: Residents }

/** Finds the system that `npm start` runs. Throws a `ClientError` when none does. */
export async function connect(dir: string): Promise<Connected> {
  const local = runningLocal(dir)
  if (local === undefined)
    throw new ClientError('CodexFlow does not run here. Start it first, in another terminal: npm start')
  const { bridge, github, slack } = local.parts
  return { local, folk: await residents({ bridge, github, slack }) }
}

/** Where the running system announces itself. */
export function localDir(env: NodeJS.ProcessEnv): string {
  return env['CODEXFLOW_DIR'] ?? '.codexflow'
}
