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
  /** Set by the proof of that account, or by a lead's word: see `vouchedBy`. Written with its rows alone (`Logins`). */
  readonly githubLogin?: string
  /** GitHub's own number of that account: a login can be changed, and then given to somebody else. */
  readonly githubId?: number
  /** The lead on whose word the account is linked; nothing: the account itself has proved it. */
  readonly vouchedBy?: PersonId
  readonly email?: string
  /** Where Slack says that they are, a zone of IANA's; what they choose themselves goes before it. */
  readonly zone?: string
  /** What they chose in `settings`; changed by `savePreferences` alone. */
  readonly preferences?: Choices
  /** Whether they are in the Slack workspace, once Slack has said that they left it. `since`: ISO 8601; the later word counts. */
  readonly stay?: {
    readonly state: 'gone' | 'here'
    readonly since: string
    /** Whoever leads their work was told that they left. */
    readonly told?: true
  }
  /** Somebody known from GitHub alone, who turned out to be that person: whatever names this id means them. */
  readonly mergedInto?: PersonId
  /** The other way round: the ids by which this person was known from GitHub alone. */
  readonly also?: readonly PersonId[]
  /** The occasion on which somebody known from GitHub alone was told how to link: they are told once. */
  readonly linkOffered?: string
}

/** A GitHub account. `id`: GitHub's number of it, where it is known. */
export type GithubAccount = { readonly login: string; readonly id?: number }

/** Whether somebody has left the workspace. They stay in the records, but may do nothing, and nothing is sent to them. */
export function isGone({ stay }: Pick<Person, 'stay'>): boolean {
  return stay?.state === 'gone'
}

/** The GitHub login that the account itself has proved: a lead's word is not enough for what GitHub itself decides by it. */
export function provenLogin({ githubLogin, vouchedBy }: Pick<Person, 'githubLogin' | 'vouchedBy'>): string | undefined {
  return vouchedBy === undefined ? githubLogin : undefined
}

/** Whether that id means this person. */
export function isSelf({ id, also = [] }: Pick<Person, 'id' | 'also'>, named: PersonId | undefined): boolean {
  return named !== undefined && (named === id || also.includes(named))
}

/** Whether somebody is known from GitHub alone: they have no place in Slack, nor an address. */
export function isFromGithubAlone({ slackUser, email }: Pick<Person, 'slackUser' | 'email'>): boolean {
  return slackUser === undefined && email === undefined
}

/** Whether that is the account of a person. Where a number is not known, the login has to do. */
export function isAccountOf(
  { githubLogin, githubId }: Pick<Person, 'githubLogin' | 'githubId'>,
  account: GithubAccount,
): boolean {
  if (githubId !== undefined && account.id !== undefined) return githubId === account.id
  return githubLogin?.toLowerCase() === account.login.toLowerCase()
}

/** Our id of a person, from what is stable about them: the e-mail address where known, else the Slack id. */
export function personId(workspace: Workspace, stable: string): PersonId {
  const hash = createHash('sha256').update(`${workspace}\n${stable.trim().toLowerCase()}`)
  return `per_${hash.digest('hex').slice(0, 20)}`
}
