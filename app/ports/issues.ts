import type { TaskId } from '../tasks/ids.ts'
import type { IssueFacts } from '../tasks/issue.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** An issue, by GitHub's id of its repository and by its number there. */
export type IssuePlace = { readonly repository: number; readonly number: number }

/** Why one issue waits for another: somebody said so, or the other is a part of it. */
export type IssueTie = 'dependency' | 'sub-issue'

/** That an issue waits for another, or does not any more; `ordinal`: when GitHub said so. */
export type IssueEdge = {
  readonly blocker: IssuePlace
  readonly tie: IssueTie
  readonly present: boolean
  readonly ordinal: number
}

/** What came of an edge once both of its issues had tasks. */
export type EdgeSettled = 'settled' | 'cycle' | 'too-many' | 'refused'

/** What is known of one issue of a connected repository, whether or not a task follows it. */
export type IssueRow = IssuePlace & {
  readonly task?: TaskId
  readonly facts?: IssueFacts
  /** Where it was moved to; whatever is said of it from then on is said of that one. */
  readonly movedTo?: IssuePlace
  /** What it waits for, by the name of the edge. */
  readonly waits: Readonly<Record<string, IssueEdge>>
  /** By the name of the edge, the ordinal up to which the task has it, or why it could not. */
  readonly settled: Readonly<Record<string, { readonly ordinal: number; readonly outcome: EdgeSettled }>>
  /** The issues that wait for it, or did; each of them says how that stands. */
  readonly holds: Readonly<Record<string, { readonly dependent: IssuePlace; readonly ordinal: number }>>
  /** Pull requests that say that they close it, or did; each of them knows how that stands. */
  readonly closers?: Readonly<Record<string, { readonly pull: IssuePlace; readonly ordinal: number }>>
  /** What was known of it before there was a task has reached the task. */
  readonly joined?: true
}

/** What links issues, their dependencies and tasks, so that a delivery finds its task. Strongly consistent. */
export type IssueIndex = {
  issue(workspace: Workspace, place: IssuePlace): Promise<IssueRow | undefined>
  /** Those of one repository that anything is known of, by their numbers; at most 100 are asked for. */
  issues(workspace: Workspace, repository: number, numbers: readonly number[]): Promise<ReadonlyMap<number, IssueRow>>
  /**
   * Replaces the row by what `change` makes of it, an empty one where there is none; tries again where somebody else was
   * faster. Nothing is written where it gives back what it was given.
   */
  change(workspace: Workspace, place: IssuePlace, change: (row: IssueRow) => IssueRow): Promise<IssueRow>
}

/** The name of an edge among those of its dependent. */
export function edgeName(blocker: IssuePlace, tie: IssueTie): string {
  return `${tie} ${blocker.repository}#${blocker.number}`
}

/** An issue that nothing is known of. */
export function blankIssue(place: IssuePlace): IssueRow {
  const { repository, number } = place
  return { repository, number, waits: {}, settled: {}, holds: {} }
}
