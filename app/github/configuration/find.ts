import type { ConfigurationSource } from '../../projects/configuration.ts'
import { nameNow } from '../../projects/connection.ts'
import type { Project } from '../../projects/project.ts'
import type { ConfigurationFiles, Visible } from './files.ts'

/** Where a repository keeps its configuration, and where the `.github` repository of an organisation may too. */
export const PATH = '.github/codexflow.yml'
export const FALLBACK_PATHS = [PATH, 'codexflow.yml'] as const

/** A file that was found, with its text. `isFallback`: of the organisation, for all its repositories that have none. */
export type FoundFile = { readonly source: ConfigurationSource; readonly text: string; readonly isFallback: boolean }

/** A push that may be newer than what GitHub's API tells yet: hooks are quicker than its copies. */
export type KnownPush = { readonly repository: string; readonly before: string; readonly after: string }

/**
 * The file that decides for a project: that of the first of its repositories, in the order in which they were connected, that
 * has one; else that of an organisation that one of them belongs to. `hidden`: of some repository before that, nothing can
 * be seen, so that nobody can tell.
 */
export async function findFile(
  files: ConfigurationFiles,
  project: Pick<Project, 'repositories'>,
  push?: KnownPush,
): Promise<FoundFile | 'none' | 'hidden'> {
  // What belongs to another owner now says nothing here.
  const here = project.repositories.filter(({ away }) => away?.why !== 'moved')
  const own = here.map((each) => ({ repository: nameNow(each), installation: each.installation }))
  for (const at of own) {
    const found = await fileIn(files, at, [PATH], push)
    if (found === 'hidden') return 'hidden'
    if (found !== 'none') return { ...found, isFallback: false }
  }
  for (const at of fallbacksOf(own)) {
    const found = await fileIn(files, at, FALLBACK_PATHS, push)
    if (found !== 'none' && found !== 'hidden') return { ...found, isFallback: true }
  }
  return 'none'
}

/** The repository whose files stand in for those of all others of its owner. */
export function isFallbackRepository(fullName: string): boolean {
  return fullName.split('/')[1] === '.github'
}

function fallbacksOf(own: readonly Visible[]): Visible[] {
  const owners = own.map(
    ({ repository, installation }) => [`${repository.split('/')[0]}/.github`, installation] as const,
  )
  return [...new Map(owners)].map(([repository, installation]) => ({ repository, installation }))
}

async function fileIn(
  files: ConfigurationFiles,
  at: Visible,
  paths: readonly string[],
  push: KnownPush | undefined,
): Promise<Omit<FoundFile, 'isFallback'> | 'none' | 'hidden'> {
  const commit = await presentCommit(files, at, push)
  if (commit === 'hidden') return 'hidden'
  if (commit === 'empty') return 'none'
  for (const path of paths) {
    const file = await files.file(at, path, commit)
    if (file === undefined) continue
    const { blob, text } = file
    return { source: { repository: at.repository, path, commit, blob }, text }
  }
  return 'none'
}

async function presentCommit(files: ConfigurationFiles, at: Visible, push: KnownPush | undefined): Promise<string> {
  const head = await files.head(at)
  if (push?.repository !== at.repository || head === push.after || head === 'hidden') return head
  const lags = head === 'empty' || head === push.before || (await files.follows(at, head, push.after))
  return lags ? push.after : head
}
