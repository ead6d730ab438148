import type { GithubAccount } from '../projects/person.ts'
import type { ProjectKey, TaskId } from '../tasks/ids.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** Who asks, where and when, as a verified door says it. */
export type Asked = AskedInSlack | AskedInGithub

type Occasion = {
  readonly workspace: Workspace
  /** ISO 8601. */
  readonly at: string
  /** Names this one gesture for ever. */
  readonly cause: string
  /** Slack's id of the conversation in which it was asked; empty: none. */
  readonly channel: string
  /** The `ts` of the thread in which it was asked. */
  readonly thread?: string
}

/** Somebody asks in Slack, by a command, a click, a form or a mention. */
export type AskedInSlack = Occasion & {
  readonly slackUser: string
  /** Slack says that their home is another workspace. */
  readonly isForeign?: true
  /** As Slack showed it, for people we meet for the first time; may be empty. Never an identity. */
  readonly userName: string
  /** Takes up to 5 later answers within 30 minutes; empty: none. */
  readonly responseUrl: string
  /** The page of a modal that a later answer is shown on: it was asked in a view, where there is no response URL. */
  readonly viewId?: string
}

/** Somebody asks in a comment on GitHub. */
export type AskedInGithub = Occasion & {
  /** The author of the comment, as GitHub signed it. */
  readonly account: GithubAccount
  /** GitHub says that they belong to the repository, and not to the organisation that owns it. */
  readonly isOutside?: true
  readonly comment: CommentPlace
  /** The project of the repository. */
  readonly project: ProjectKey
  /** The one task that the issue or the pull request is about. */
  readonly task?: TaskId
}

/** A comment, and the conversation in which it stands. */
export type CommentPlace = {
  /** `owner/name`. */
  readonly repository: string
  readonly installation: number
  /** Number of the issue or the pull request. */
  readonly number: number
  /**
   * On an issue or a pull request, on a line of a pull request, or with its review as a whole. `button`: none at all, but one
   * of our check run, by whose id it goes.
   */
  readonly kind: 'comment' | 'line' | 'review' | 'button'
  readonly id: number
  /** When it was written. ISO 8601. */
  readonly at: string
}

/** Commands that are taken from one comment; one more than these tells what became of the rest. */
export const MAX_COMMANDS = 5
/** UTF-16 units of one of them: whatever they are, all of a comment fit into one message of a queue. */
export const MAX_COMMAND = 4_000

/** Whether it was asked on GitHub. */
export function isInGithub(asked: Asked): asked is AskedInGithub {
  return 'account' in asked
}
