import { createHash } from 'node:crypto'
import type { PersonId } from '../tasks/ids.ts'
import type { Phase } from '../tasks/phase.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { Role } from './permissions.ts'
import type { Choices } from './preferences.ts'

/** Somebody of a workspace, by our own id; the ids of Slack and GitHub hang on it and may change. */
export type Person = {
  readonly workspace: Workspace
  readonly id: PersonId
  readonly name: string
  readonly role: Role
  /** The phase a person mostly works in, when known. */
  readonly phase?: Phase
  readonly slackUser?: string
  /** Only ever set by proof: a one-time code that this login commented. */
  readonly githubLogin?: string
  readonly email?: string
  /** Where Slack says that they are, a zone of IANA's; what they choose themselves goes before it. */
  readonly zone?: string
  /** What they chose in `settings`; changed by `savePreferences` alone. */
  readonly preferences?: Choices
}

/** Our id of a person, from what is stable about them: the e-mail address where known, else the Slack id. */
export function personId(workspace: Workspace, stable: string): PersonId {
  const hash = createHash('sha256').update(`${workspace}\n${stable.trim().toLowerCase()}`)
  return `per_${hash.digest('hex').slice(0, 20)}`
}
