import type { ProjectKey } from '../tasks/ids.ts'
import type { TaskLine } from './task-views.ts'

/** Who hears what somebody leaves behind: a Slack user, or a channel. */
export type Hearer = { readonly slackUser: string } | { readonly channel: string }

/** What somebody leaves behind, as far as it concerns one hearer: at most so many tasks, and how many in all. */
export type LeftBehind = {
  readonly name: string
  readonly tasks: readonly TaskLine[]
  readonly count: number
  /** What they did for projects: led them or a phase of them, or approved in a role. Names of the settings, without their value. */
  readonly posts: readonly { readonly project: ProjectKey; readonly setting: string }[]
}
