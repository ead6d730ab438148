import type { ApproverRole } from '../tasks/approval.ts'
import type { PersonId, ProjectKey } from '../tasks/ids.ts'
import type { Phase } from '../tasks/phase.ts'
import type { Gate } from '../tasks/task.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { ConfiguredBy, Login, WrongConfiguration } from './configuration.ts'
import type { AwayReason, ConnectionNews } from './connection.ts'
import type { Contract } from './contract.ts'
import type { ImportRule } from './import-rule.ts'
import type { WorkingHours } from './working-hours.ts'

/** A repository that a project works in. A repository belongs to one workspace. */
export type ConnectedRepository = {
  readonly id: number
  /** `owner/name`, as GitHub spelled it when it was connected: the name of its facts for ever. */
  readonly fullName: string
  /** Of the GitHub App, through which it is reached now. */
  readonly installation: number
  /** What GitHub calls it now, where that is not `fullName`; read with `nameNow` of `connection.ts`. */
  readonly nameNow?: string
  /** GitHub's id of the account that owns it, as far as anybody has looked. */
  readonly owner?: number
  /** Nothing comes from it and nothing goes to it. `since`: ISO 8601. */
  readonly away?: { readonly why: AwayReason; readonly since: string }
  /** Permissions that the app asks for and that are not granted there: `checks: read`. */
  readonly lacks?: readonly string[]
  /** When GitHub was last asked how it stands. Epoch milliseconds. */
  readonly lookedAt?: number
  /** What nobody has been told yet. */
  readonly untold?: ConnectionNews
}

/** A pull request that names no task is left alone, or is asked to name one. */
export const WITHOUT_TASK = ['ignore', 'ask'] as const

export type Project = {
  readonly workspace: Workspace
  readonly key: ProjectKey
  readonly name: string
  /** Slack channel for what concerns nobody in particular. */
  readonly homeChannel?: string
  /** Slack channels of the teams, where they differ from the home channel. */
  readonly phaseChannels: Readonly<Partial<Record<Phase, string>>>
  readonly repositories: readonly ConnectedRepository[]
  /** Gates of new tasks; empty: `merged` once a pull request names the task, else `manual`. */
  readonly gates: readonly Gate[]
  /** Checks whose failure stands in the way; empty: every check. */
  readonly requiredChecks: readonly string[]
  /** Documents that every hand-off of the project should offer. */
  readonly documents: readonly { readonly label: string; readonly url: string }[]
  /** Who leads the project, and the phases that somebody else leads. They hear of what nobody answers for. */
  readonly lead?: PersonId
  readonly phaseLeads?: Readonly<Partial<Record<Phase, PersonId>>>
  /** Who may approve in which role: `tech-lead`, `product-manager`. Roles are names of the project's own. */
  readonly approvers?: Readonly<Record<ApproverRole, readonly PersonId[]>>
  /** What each phase owes the one that goes on with its work. */
  readonly contracts?: readonly Contract[]
  /** Channels of the phases hear of each hand-off, as a record that mentions nobody. */
  readonly updates?: boolean
  /** Which issues of its repositories become tasks; left out: none by themselves. */
  readonly import?: ImportRule
  /** `false`: no comment on an issue says how its task stands. */
  readonly comments?: boolean
  /** What becomes of a pull request that names no task; left out: it is left alone. */
  readonly withoutTask?: (typeof WITHOUT_TASK)[number]
  /** When people here work who chose nothing else themselves, for what concerns this project. */
  readonly hours?: Partial<Pick<WorkingHours, 'zone' | 'week'>>
  /** Bots whose pull requests and commits speak for tasks as those of people do; of all others they do not. */
  readonly bots?: readonly Login[]
  /** The file of a repository that decides some of this. */
  readonly configuredBy?: ConfiguredBy
  /** The file as it stands there now, where it is wrong. */
  readonly wrongConfiguration?: WrongConfiguration
  /** ISO 8601; from then on it gets no new tasks and stands in no list. */
  readonly archivedAt?: string
  readonly version: number
}

/** Whether its pull requests are asked to name a task. An archived one gets no new tasks, and asks for none. */
export function asksForTask({ withoutTask, archivedAt }: Pick<Project, 'withoutTask' | 'archivedAt'>): boolean {
  return withoutTask === 'ask' && archivedAt === undefined
}

/** Who hears when the receiver of a task does not answer, or will not do it. */
export function leadOf(project: Pick<Project, 'lead' | 'phaseLeads'>, phase: Phase): PersonId | undefined {
  return project.phaseLeads?.[phase] ?? project.lead
}

/** Whether people talk about this project in that Slack channel. */
export function isHome(project: Pick<Project, 'homeChannel' | 'phaseChannels'>, channel: string): boolean {
  return project.homeChannel === channel || Object.values(project.phaseChannels).includes(channel)
}

/** The Slack channel that hears of a task nobody is assigned to. */
export function channelOf(project: Pick<Project, 'homeChannel' | 'phaseChannels'>, phase: Phase): string | undefined {
  return project.phaseChannels[phase] ?? project.homeChannel
}
