import type { AuditAct, AuditEntry } from '../projects/audit.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { Page } from './task-views.ts'

/** The administrative log of a workspace: append-only, and each entry hashed with all before it. */
export type Audit = {
  /** Puts an act behind the others, and takes it from where it may have waited for that; twice is once. */
  record(workspace: Workspace, act: AuditAct): Promise<void>
  /** The latest first. */
  read(workspace: Workspace, cursor?: string): Promise<Page<AuditEntry>>
  /** How many entries stand rightly in their chain, and the number of the first that does not. */
  verify(workspace: Workspace): Promise<{ readonly entries: number; readonly broken?: number }>
}
