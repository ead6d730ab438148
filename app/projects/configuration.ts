import type { ApproverRole } from '../tasks/approval.ts'
import type { PersonId, ProjectKey } from '../tasks/ids.ts'
import type { Phase } from '../tasks/phase.ts'
import type { Gate } from '../tasks/task.ts'
import type { Contract } from './contract.ts'
import type { ImportRule } from './import-rule.ts'
import type { Project } from './project.ts'
import type { WorkingHours } from './working-hours.ts'

/** Somebody as GitHub names them; never case sensitive. */
export type Login = string

/**
 * What a repository says of its project, once its file was read. What it leaves out is left to people. Channels are ids of
 * Slack; people are logins, which `configured` turns into people of the workspace.
 */
export type Configuration = {
  /** Which project it is for. */
  readonly project?: ProjectKey
  readonly name?: string
  readonly channel?: string
  readonly lead?: Login
  readonly phases?: Readonly<Partial<Record<Phase, { readonly channel?: string; readonly lead?: Login }>>>
  readonly approvers?: Readonly<Record<ApproverRole, readonly Login[]>>
  readonly gates?: readonly Gate[]
  readonly checks?: readonly string[]
  readonly documents?: Project['documents']
  readonly contracts?: readonly Contract[]
  /** `none` is a decision too: no issue becomes a task by itself. */
  readonly import?: ImportRule | 'none'
  readonly bots?: readonly Login[]
  readonly pulls?: Pick<Project, 'withoutTask'>
  readonly hours?: Partial<Pick<WorkingHours, 'zone' | 'week'>>
  readonly delivery?: { readonly updates?: boolean; readonly comments?: boolean }
  /** Whose login that is: an e-mail address or a Slack id of the workspace. */
  readonly people?: Readonly<Record<Login, string>>
}

/** Where a file was read: `owner/name`, the path in it, the commit, and the hash of the very text. */
export type ConfigurationSource = {
  readonly repository: string
  readonly path: string
  readonly commit: string
  readonly blob: string
}

/** One setting of a project, by the name that it has in `project settings`: `lead`, `lead-backend`, `approver-tech-lead`. */
export type Setting = string

/** What a project remembers of its file. */
export type ConfiguredBy = ConfigurationSource & {
  /** The last good file, as it was read; it is in force. */
  readonly said: Configuration
  /** What it decides, in the order of their names; people cannot change these. */
  readonly settings: readonly Setting[]
  /** What people had decided there, as far as they had: it counts again when the file lets go. */
  readonly before: Readonly<Record<Setting, unknown>>
  /** Logins in it that nobody of the workspace holds, so that what it says of them does not count yet. */
  readonly unknown: readonly Login[]
}

/** The latest file where it is wrong, so that an earlier one stays in force. */
export type WrongConfiguration = ConfigurationSource & {
  readonly problems: number
  /** The first of them, in words; `line` counts from 1. */
  readonly line: number
  readonly why: string
}

/** Everybody that a file names, by login, as it is written there. */
export function loginsIn(said: Configuration): Login[] {
  const phases = Object.values(said.phases ?? {}).flatMap(({ lead }) => lead ?? [])
  const all = [
    ...(said.lead === undefined ? [] : [said.lead]),
    ...phases,
    ...Object.values(said.approvers ?? {}).flat(),
  ]
  return [...new Map(all.map((login) => [login.toLowerCase(), login])).values()]
}

/** Who holds a login, by the login in small letters. */
export type Holders = ReadonlyMap<string, PersonId>
