import { createHash } from 'node:crypto'
import type { ConfigurationFiles, PullOfCommit, Visible } from '../../app/github/configuration/files.ts'

/** A commit of a repository in memory: what lies in it, by path. */
export type MemoryCommit = { readonly sha: string; readonly files: Readonly<Record<string, string>> }

export type FilesMemory = {
  readonly files: ConfigurationFiles
  /** Puts a commit on the default branch; files that are not named stay, `undefined` goes. Answers its sha, and the one before. */
  push(repository: string, change: Readonly<Record<string, string | undefined>>): { before: string; after: string }
  /** A commit that is on no branch, such as the head of a pull request that changes those paths. */
  propose(repository: string, pull: number, change: Readonly<Record<string, string>>): string
  /** Nobody can see the repository any more. */
  hide(repository: string): void
  /** GitHub's API tells of no more than the first `count` commits: its copies lag behind. */
  lag(repository: string, count: number): void
  /** The pull requests that brought a commit. */
  brought(commit: string, ...pulls: PullOfCommit[]): void
  /** Which questions were asked. */
  readonly asked: string[]
}

const NONE = '0'.repeat(40)

/** GitHub's repositories, as far as configuration reads them. */
export function filesMemory(): FilesMemory {
  const branches = new Map<string, MemoryCommit[]>()
  const loose = new Map<string, MemoryCommit>()
  const changed = new Map<string, readonly string[]>()
  const hidden = new Set<string>()
  const lags = new Map<string, number>()
  const pulls = new Map<string, readonly PullOfCommit[]>()
  const asked: string[] = []
  const branch = (repository: string) => branches.get(repository) ?? []
  const commitAt = (repository: string, sha: string) =>
    branch(repository).find((each) => each.sha === sha) ?? loose.get(sha)
  let made = 0
  const named = () => createHash('sha1').update(`commit ${made++}`).digest('hex')

  return {
    asked,
    push(repository, change) {
      const last = branch(repository).at(-1)
      const all = Object.entries({ ...last?.files, ...change }).filter(([, text]) => text !== undefined)
      const sha = named()
      branches.set(repository, [
        ...branch(repository),
        { sha, files: Object.fromEntries(all) as Record<string, string> },
      ])
      return { before: last?.sha ?? NONE, after: sha }
    },
    propose(repository, pull, change) {
      const sha = named()
      loose.set(sha, { sha, files: { ...branch(repository).at(-1)?.files, ...change } })
      changed.set(`${repository}#${pull}`, Object.keys(change))
      return sha
    },
    hide: (repository) => void hidden.add(repository),
    lag: (repository, count) => void lags.set(repository, count),
    brought: (commit, ...all) => void pulls.set(commit, all),
    files: {
      async head({ repository }: Visible) {
        asked.push(`head ${repository}`)
        if (hidden.has(repository) || !branches.has(repository)) return 'hidden'
        const seen = branch(repository).slice(0, lags.get(repository))
        return seen.at(-1)?.sha ?? 'empty'
      },
      async file({ repository }, path, commit) {
        asked.push(`file ${repository}/${path}`)
        const text = hidden.has(repository) ? undefined : commitAt(repository, commit)?.files[path]
        return text === undefined ? undefined : { text, blob: createHash('sha1').update(text).digest('hex') }
      },
      async follows({ repository }, earlier, later) {
        asked.push(`follows ${repository}`)
        const shas = branch(repository).map(({ sha }) => sha)
        return shas.includes(earlier) && shas.indexOf(earlier) < shas.indexOf(later)
      },
      async changes({ repository }, pull, paths) {
        asked.push(`changes ${repository}#${pull}`)
        return changed.get(`${repository}#${pull}`)?.some((path) => paths.includes(path)) ?? false
      },
      pullsOf: async (_, commit) => pulls.get(commit) ?? [],
    },
  }
}
