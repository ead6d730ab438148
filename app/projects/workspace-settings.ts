import type { Workspace } from '../tasks/workspace.ts'
import type { Choices } from './preferences.ts'

/** What a workspace decides for all its projects. */
export type WorkspaceSettings = {
  readonly workspace: Workspace
  readonly name: string
  /** SNS topic that carries hand-offs to e-mail subscribers; none: no e-mail. */
  readonly emailTopic?: string
  /** What counts for everybody here who chose nothing else. */
  readonly preferences?: Choices
}
