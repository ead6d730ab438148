import { findTaskIds, type TaskId } from '../tasks/ids.ts'
import { spoken } from './spoken.ts'

/** Whose branches and words GitHub vouches for: https://docs.github.com/en/graphql/reference/enums#commentauthorassociation */
export const BELONGS: ReadonlySet<string> = new Set(['OWNER', 'MEMBER', 'COLLABORATOR'])

/** The texts of a pull request that may name tasks or another pull request. All foreign. */
export type PullText = { readonly title: string; readonly branch: string; readonly body: string }

/** Most names that are looked up for one pull request, and most tasks that it is then linked to. */
export const MAX_NAMED = 30
export const MAX_LINKED = 10

const ID = '[a-z][a-z0-9]{1,9}-[1-9]\\d{0,8}'
const COMPLETING = 'complete[sd]?|close[sd]?|fix(?:e[sd])?|resolve[sd]?'
const NAMING_LINE = lineOf(`task|${COMPLETING}`)
const COMPLETING_LINE = lineOf(COMPLETING)

function lineOf(keywords: string): RegExp {
  return new RegExp(
    `^\\s{0,3}(?:[-*+] )?(?:${keywords})(?:\\s*:\\s*|\\s+)(${ID}(?:(?:\\s*,\\s*|\\s+and\\s+|\\s+)${ID})*)(?![\\w-])`,
    'i',
  )
}

/**
 * The tasks that a pull request names: `UAPI-12` in title or branch; in the body only lines such as `Task: UAPI-12` or
 * `Completes UAPI-12 and UAPI-13`, for bodies mention tasks for many reasons. A revert repeats the title and the branch
 * of what it takes back, so there only the body counts.
 */
export function namedTasks({ title, branch, body }: PullText, isRevert: boolean): TaskId[] {
  const said = spoken(body).lines.flatMap((line) => NAMING_LINE.exec(line)?.[1] ?? [])
  const texts = isRevert ? said : [title, branch, ...said]
  return [...new Set(texts.flatMap(findTaskIds))].slice(0, MAX_NAMED)
}

/**
 * The tasks that a commit completes: lines such as `Completes UAPI-12`. `Task: UAPI-12` says what a commit belongs to, and no
 * more: a piece of work has many.
 */
export function completedTasks(message: string): TaskId[] {
  const said = message.split(/\r?\n/).flatMap((line) => COMPLETING_LINE.exec(line)?.[1] ?? [])
  return [...new Set(said.flatMap(findTaskIds))].slice(0, MAX_LINKED)
}

/** The commit that a commit takes back, in git's own words. https://git-scm.com/docs/git-revert */
export function revertedCommit(message: string): string | undefined {
  return /^This reverts commit ([0-9a-f]{40,64})\b/m.exec(message)?.[1]
}

/** An issue as a description names it. `repository`: `owner/name`, where it is said. */
export type NamedIssue = { readonly repository?: string; readonly number: number }

const CLOSING =
  /(?<![\w/#@.-])(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)(?:\s{0,9}:\s{0,9}|\s{1,9})(?:https?:\/\/[\w.-]{1,250}\/([\w-]{1,100}\/[\w.-]{1,100})\/issues\/|([\w-]{1,100}\/[\w.-]{1,100})?#)([1-9]\d{0,8})(?![\w-])/gi

/**
 * The issues that merging closes, by GitHub's own words: `Closes #7`, `fixes owner/repo#7` or an issue's address, anywhere in
 * what the author says, each behind a keyword of its own.
 * https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
 */
export function closedIssues(body: string): NamedIssue[] {
  const found = new Map<string, NamedIssue>()
  for (const line of spoken(body).lines) {
    for (const [, linked, short, number] of line.replace(/(`+)[^`]+\1/g, ' ').matchAll(CLOSING)) {
      const repository = linked ?? short
      const issue = { ...(repository === undefined ? {} : { repository }), number: Number(number) }
      found.set(`${repository?.toLowerCase()}#${number}`, issue)
    }
  }
  return [...found.values()].slice(0, MAX_LINKED)
}

/**
 * The number of the pull request that this one takes back: GitHub's own wording in the title (`Revert "…"`, or
 * `Reapply "…"` for the revert of a revert) and in the body (`Reverts owner/repo#12` or `Reverts #12`), both, and of
 * the same repository.
 */
export function revertedPull({ title, body }: PullText, fullName: string): number | undefined {
  if (!/^(?:Revert|Reapply) ".*"/.test(title)) return undefined
  for (const line of spoken(body).lines) {
    const found = /^\s{0,3}Reverts\s+([\w.-]+\/[\w.-]+)?#([1-9]\d{0,8})\b/i.exec(line)
    if (found === null) continue
    const [, repository = fullName, number] = found
    if (repository.toLowerCase() === fullName.toLowerCase()) return Number(number)
  }
  return undefined
}
