import type { Workspace } from '../tasks/workspace.ts'

/** What a workspace decides for all its projects. */
export type WorkspaceSettings = {
  readonly workspace: Workspace
  readonly name: string
  /** SNS topic that carries hand-offs to e-mail subscribers; none: no e-mail. */
  readonly emailTopic?: string
}
