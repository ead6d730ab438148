import type { AuditAct } from '../projects/audit.ts'
import type { Installation, Unversioned } from '../projects/installation.ts'
import type { WorkspaceSettings } from '../projects/workspace-settings.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** In which workspaces CodexFlow is installed. Strongly consistent. */
export type Installations = {
  find(workspace: Workspace): Promise<Installation | undefined>
  /**
   * Writes `next` if what was `seen` still stands, and answers what was written; `undefined`: somebody was faster. With
   * it, all or nothing, the settings of the workspace: new ones, or `none` any more; left out, they stay as they are.
   */
  save(
    next: Unversioned,
    seen: Installation | undefined,
    settings?: WorkspaceSettings | 'none',
    act?: AuditAct,
  ): Promise<Installation | undefined>
  /** Uses up what names one attempt to install, until which it is remembered. `false`: it was used before. */
  useUp(attempt: string, until: number): Promise<boolean>
}

/** Deletes what a workspace owned, all but its tombstone and its audit. Only for one where nobody writes any more. */
export type Purge = {
  /** Deletes about so many rows (100 at least); `more`: there are others. Called again, it goes on where it stopped. */
  slice(workspace: Workspace, rows: number): Promise<'done' | 'more'>
}
