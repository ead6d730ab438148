import type { Log } from '../log.ts'
import type { Posted, Publisher, PullTruth, Stated, TaskTruth } from '../ports/statements.ts'
import { nameNow } from '../projects/connection.ts'
import type { Keys } from '../secrets/key-ring.ts'
import { statusOf, whatFailed, whatPreventedIt } from './answered.ts'
import { lastOfOurs, writeCheck } from './checks.ts'
import type { GithubClient, Request } from './client.ts'
import { commentsSince, createComment, deleteDoubles, SKEW, updateComment } from './comments.ts'
import { isMarked, markerOf, taskMark } from './marker.ts'
import { pullCheck } from './messages/pull-check.ts'
import { taskComment } from './messages/task-comment.ts'
import { paceOf } from './pace.ts'

export type PublisherOptions = {
  readonly client: GithubClient
  readonly appId: number
  /** The app's name in URLs: its comments are written by `<slug>[bot]`. */
  readonly appSlug: string
  /** Of the hidden marks. */
  readonly keys: Keys
  /** Milliseconds for one request. */
  readonly sendTimeout: number
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly log: Log
}

type Found = Exclude<Stated, { readonly outcome: 'stated' | 'removed' }>

/** Something went wrong before anything was written. */
class Prevented extends Error {
  readonly failed: Found

  constructor(error: unknown, now: number) {
    super('nothing was written', { cause: error })
    this.failed = whatPreventedIt(error, now)
  }
}

/** Statements on GitHub: the check run of a pull request, and the comment about a task on its issue. */
export function githubPublisher(options: PublisherOptions): Publisher {
  const { client, appId, appSlug, keys, sendTimeout, now, log } = options
  const author = `${appSlug}[bot]`.toLowerCase()
  const timeout = () => AbortSignal.timeout(sendTimeout)

  const looked = async <T>(look: () => Promise<T>): Promise<T> => {
    try {
      return await look()
    } catch (error) {
      throw new Prevented(error, now())
    }
  }

  const stateCheck = async (request: Request, truth: PullTruth, posted: Posted | undefined, doubtful: boolean) => {
    const repository = nameNow(truth.repository)
    const report = pullCheck(truth)
    const known = posted === undefined ? undefined : { id: Number(posted.id) }
    const isSure = known !== undefined && !doubtful
    const found = isSure ? known : await looked(() => lastOfOurs(request, repository, report, appId, timeout()))
    return stated(await writeCheck(request, repository, report, found ?? known, timeout()))
  }

  const stateComment = async (request: Request, truth: TaskTruth, posted: Posted | undefined, doubtful: boolean) => {
    const { task, issue, repository } = truth
    const at = { repository: nameNow(repository), issue }
    const mark = taskMark(task)
    const ring = await looked(keys)
    const body = `${taskComment(truth)}\n\n${markerOf(mark, ring)}`
    if (posted !== undefined && !doubtful && (await isUpdated(request, at.repository, Number(posted.id), body))) {
      return stated(Number(posted.id))
    }
    const since = new Date(Date.parse(task.createdAt) - SKEW).toISOString()
    const isOurs = (comment: { readonly author: string; readonly body: string }) =>
      comment.author.toLowerCase() === author && isMarked(comment.body, mark, ring)
    const [oldest, ...others] = await looked(() => commentsSince(request, at, since, isOurs, timeout))
    await deleteDoubles(request, at.repository, others, { signal: timeout, now, log })
    if (oldest === undefined) {
      if (posted !== undefined) return { outcome: 'removed', why: 'it is not there any more' } as const
      return stated(await createComment(request, at, body, timeout()))
    }
    if (oldest.body !== body) await updateComment(request, at.repository, oldest.id, body, timeout())
    return stated(oldest.id)
  }

  const isUpdated = async (request: Request, repository: string, id: number, body: string): Promise<boolean> => {
    try {
      await updateComment(request, repository, id, body, timeout())
      return true
    } catch (error) {
      // Taken away, or the whole repository is out of sight: the list tells.
      if (statusOf(error) === 404) return false
      throw error
    }
  }

  return {
    pace: ({ repository }) => paceOf(repository.installation),
    words: (truth) => (truth.kind === 'pull' ? JSON.stringify(pullCheck(truth)) : taskComment(truth)),
    async state(truth, posted, doubtful) {
      const { installation } = truth.repository
      try {
        const request = await looked(() => client.asInstallation(installation, timeout()))
        return truth.kind === 'pull'
          ? await stateCheck(request, truth, posted, doubtful)
          : await stateComment(request, truth, posted, doubtful)
      } catch (error) {
        const cause = error instanceof Prevented ? error.cause : error
        if (statusOf(cause) === 401) client.forget(installation)
        return error instanceof Prevented ? error.failed : whatFailed(error, now())
      }
    },
  }
}

function stated(id: number): Stated {
  return { outcome: 'stated', id: String(id) }
}
