import type { Clock } from '../ports/clock.ts'
import type { Installations } from '../ports/installations.ts'
import { BELIEVED_FOR } from '../projects/installation.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** Whether a workspace is still with us: nothing is done, written or told for one that is gone. */
export type IsPresent = (workspace: Workspace) => Promise<boolean>

const MAX_KNOWN = 1_000

/** Reads the record of each workspace once in a while. One without a record never installed, and uses the configured token. */
export function presence({ find }: Pick<Installations, 'find'>, now: Clock): IsPresent {
  const known = new Map<Workspace, { readonly present: boolean; readonly until: number }>()
  return async (workspace) => {
    const believed = known.get(workspace)
    if (believed !== undefined && believed.until > now()) return believed.present
    const present = (await find(workspace))?.state !== 'removed'
    if (known.size >= MAX_KNOWN) known.clear()
    known.set(workspace, { present, until: now() + BELIEVED_FOR })
    return present
  }
}
