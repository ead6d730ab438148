import { createHash } from 'node:crypto'
import type { PersonId } from '../tasks/ids.ts'

/** What somebody did that concerns the workspace as a whole, or decides for others. */
export const AUDITED = [
  'workspace.installed',
  'workspace.removed',
  'workspace.purged',
  'project.created',
  'project.archived',
  'project.restored',
  'project.changed',
  'repository.connected',
  'role.changed',
  'login.linked',
  'login.vouched',
  'login.unlinked',
  'person.left',
  'person.returned',
  'approval.decided',
  'task.cancelled',
] as const
export type AuditAction = (typeof AUDITED)[number]

/** One act. It names nobody and nothing but by our own ids: its record outlives the people and the workspace. */
export type AuditAct = {
  readonly action: AuditAction
  /**
   * Our id of a person; `slack`: the workspace's own administration; `github`: an account that nobody has linked;
   * `codexflow`: we ourselves.
   */
  readonly actor: PersonId | 'slack' | 'github' | 'codexflow'
  /** A person's id, a project's key, a task's id, or a repository's number. */
  readonly subject: string
  /** ISO 8601. */
  readonly at: string
  /** Names this one act for ever, so that twice is once. */
  readonly cause: string
}

/** An act in its place. `hash` is of the entry and of all before it. */
export type AuditEntry = Omit<AuditAct, 'cause'> & { readonly number: number; readonly hash: string }

/** What stands before the first entry. */
const BEGINNING = { number: 0, hash: '' }

/** The entry of an act behind `last`; its cause, which may name the workspace, does not go into it. */
export function entryAfter(last: AuditEntry | undefined, act: Omit<AuditAct, 'cause'>): AuditEntry {
  const { action, actor, subject, at } = act
  const { number, hash } = last ?? BEGINNING
  return chained({ action, actor, subject, at, number: number + 1 }, hash)
}

/**
 * Whether `entry` stands rightly behind `last`: whoever changed, left out or put in an entry has to rewrite all that
 * follow, down to the last hash, which others may have noted.
 */
export function followsRightly(entry: AuditEntry, last: AuditEntry | undefined): boolean {
  const { number, hash } = last ?? BEGINNING
  const { hash: claimed, ...body } = entry
  return entry.number === number + 1 && chained(body, hash).hash === claimed
}

function chained(body: Omit<AuditEntry, 'hash'>, before: string): AuditEntry {
  const { number, action, actor, subject, at } = body
  const text = JSON.stringify([before, number, action, actor, subject, at])
  return { ...body, hash: createHash('sha256').update(text).digest('hex') }
}
