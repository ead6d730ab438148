import type { ReleaseBook } from './github.ts'
import { notesOf } from './notes.ts'

/** A release that is live. `version` is the one of package.json. */
export type Released = {
  readonly environment: string
  readonly sha: string
  readonly release: string
  readonly version: string
  readonly url: string | undefined
}

/**
 * Puts a release on record where the team works: a deployment on GitHub, and for production a tag with notes. CodexFlow hears of
 * both by webhook, as of anybody's deployment: tasks that wait for `deployed:production` are done by it, and their people told. Twice
 * is once. Answers what was put down, in words.
 */
export async function record(
  { environment, sha, release, version, url }: Released,
  book: ReleaseBook,
): Promise<string> {
  const before = await book.lastDeployed(environment)
  if (before === sha) return `${release} is on record in ${environment} already.`
  const commits = before === undefined ? [] : await book.between(before, sha)
  const notes = notesOf(commits, before)
  const tag = `v${version}-${release}`
  // Last, for it says that all is done: a record that broke off half-way is made again.
  if (environment === 'production') await book.publish(tag, sha, notes)
  await book.deployed(sha, environment, release, url)
  return [`${release} is on record in ${environment}${environment === 'production' ? `, as ${tag}` : ''}.`, notes].join(
    '\n\n',
  )
}
