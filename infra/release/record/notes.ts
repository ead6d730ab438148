/** A commit as notes tell of it. */
export type Commit = { readonly sha: string; readonly message: string; readonly parents: number }

const MOST = 100

/** What a release brings, a line for each commit, newest first. Merges say nothing that their commits do not. */
export function notesOf(commits: readonly Commit[], since: string | undefined): string {
  const told = commits.filter(({ parents }) => parents < 2).toReversed()
  const lines = told
    .slice(0, MOST)
    .map(({ sha, message }) => `- ${message.split('\n')[0]!.slice(0, 200)} (${sha.slice(0, 7)})`)
  const more = told.length > MOST ? [`- and ${told.length - MOST} more`] : []
  const head = since === undefined ? 'The first release that is on record.' : `Since ${since.slice(0, 12)}:`
  return [head, '', ...(lines.length === 0 ? ['- no changes'] : lines), ...more].join('\n')
}
