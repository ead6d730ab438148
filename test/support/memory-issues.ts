import { isDeepStrictEqual } from 'node:util'
import { blankIssue, type IssueIndex, type IssuePlace, type IssueRow } from '../../app/ports/issues.ts'
import type { Task } from '../../app/tasks/task.ts'
import type { Workspace } from '../../app/tasks/workspace.ts'

/** The index of issues in memory, with the conditions of the real table. */
export type IssueMemory = IssueIndex & {
  /** What the transaction that makes a task does beside it. */
  follow(task: Task): void
  /** Writes so far. */
  readonly writes: () => number
}

/** An empty index. */
export function issueMemory(): IssueMemory {
  const rows = new Map<string, IssueRow>()
  let writes = 0
  const at = (workspace: Workspace, { repository, number }: IssuePlace) => `${workspace} ${repository}#${number}`
  return {
    issue: async (workspace, place) => rows.get(at(workspace, place)),
    issues: async (workspace, repository, numbers) =>
      new Map(
        numbers.flatMap((number) => {
          const row = rows.get(at(workspace, { repository, number }))
          return row === undefined ? [] : [[number, row] as const]
        }),
      ),
    async change(workspace, place, change) {
      const key = at(workspace, place)
      for (;;) {
        const seen = rows.get(key)
        const given = seen ?? blankIssue(place)
        const next = change(given)
        if (next === given) return given
        if (!isDeepStrictEqual(rows.get(key), seen)) continue
        rows.set(key, next)
        writes++
        return next
      }
    },
    follow({ workspace, id, issue }) {
      if (issue?.repositoryId === undefined) return
      const place = { repository: issue.repositoryId, number: issue.number }
      const seen = rows.get(at(workspace, place)) ?? blankIssue(place)
      rows.set(at(workspace, place), { ...seen, task: seen.task ?? id })
    },
    writes: () => writes,
  }
}
