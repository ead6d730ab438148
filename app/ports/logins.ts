import type { AuditAct } from '../projects/audit.ts'
import type { GithubAccount, Person } from '../projects/person.ts'
import type { PersonId } from '../tasks/ids.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** One-time codes that prove a GitHub login. */
export type LinkCodes = {
  /** The tenant in which a code was given: a record of ours, so it yields the `Workspace`. Still told after its use. */
  givenIn(code: string): Promise<Workspace | undefined>
  put(workspace: Workspace, code: string, claim: { person: PersonId; login: string; expires: number }): Promise<void>
  /** Uses the code up and links the account, if that very login brings it in time. */
  redeem(
    workspace: Workspace,
    code: string,
    account: GithubAccount,
    now: number,
  ): Promise<{ readonly outcome: 'wrong' | 'taken' } | LinkedNow>
}

/**
 * Whose GitHub account is whose. A person has one, and an account one person; both are changed in one transaction with the
 * audit. Whoever is known from GitHub alone becomes one with the person who links that account.
 */
export type Logins = {
  link(wanted: WantedLink): Promise<Linked>
  /** Takes the account of a person away from them; whatever was done with it stays theirs. Answers its login. */
  unlink(
    workspace: Workspace,
    person: PersonId,
    act: Pick<AuditAct, 'actor' | 'at' | 'cause'>,
  ): Promise<{ readonly outcome: 'unlinked'; readonly login: string } | { readonly outcome: 'not-linked' }>
}

export type WantedLink = {
  readonly workspace: Workspace
  readonly person: PersonId
  readonly account: GithubAccount
  /** The lead on whose word it is done: then only for one who has none, or none proved, of an account that nobody has. */
  readonly vouchedBy?: PersonId
  /** What allows it a single time, until which it is remembered. Epoch milliseconds. */
  readonly once?: { readonly name: string; readonly until: number }
  /** ISO 8601. */
  readonly at: string
  readonly cause: string
}

/** `before`: the login that they had until now. */
export type LinkedNow = { readonly outcome: 'linked'; readonly person: Person; readonly before?: string }

/**
 * `same`: it was theirs already. `taken`: it is somebody else's. `has-another`: they have proved another one. `used`: what
 * allowed it was used before. `nobody`: there is no such person any more.
 */
export type Linked =
  | LinkedNow
  | { readonly outcome: 'same'; readonly person: Person }
  | { readonly outcome: 'taken' | 'has-another' | 'used' | 'nobody' }
