import { createHash } from 'node:crypto'
import { Fault } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Ledger } from '../ports/ledger.ts'
import type { Keys } from '../secrets/key-ring.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { CommentPlace } from '../verbs/asked.ts'
import { statusOf, whatFailed, whatPreventedIt } from './answered.ts'
import type { GithubClient, Request } from './client.ts'
import { type Comment, commentsSince, createComment, deleteDoubles, SKEW, updateComment } from './comments.ts'
import { isMarked, type Mark, markerOf } from './marker.ts'
import { ownerAndRepo, paceOf } from './pace.ts'

/** What we can say with a sign on a comment. https://docs.github.com/en/rest/reactions/reactions#about-reactions */
export type Sign = 'eyes' | 'rocket' | 'confused'

/** A comment of a tenant's that is answered. */
export type Answered = { readonly workspace: Workspace; readonly comment: CommentPlace }

/**
 * What became of a sign or an answer. `refused`: GitHub will not have it, and asking again helps nobody. `again`: not before
 * then (epoch milliseconds). An outage, after which nobody knows whether it was taken, is thrown.
 */
export type Wrote = 'written' | 'refused' | { readonly again: number }

/** Signs and answers to comments, at GitHub's pace and never twice. */
export type Answers = {
  /** Reserves a turn to write; answers when it begins. Epoch milliseconds. */
  turn(answered: Answered): Promise<number>
  /** Twice is once: GitHub keeps one sign of each sort from each of us. */
  sign(answered: Answered, sign: Sign): Promise<Wrote>
  /** Writes an answer, or makes the one that stands say this. `which`: of several to one comment. */
  say(answered: Answered, body: string, which?: string): Promise<Wrote>
}

export type AnswersOptions = {
  readonly client: GithubClient
  readonly ledger: Pick<Ledger, 'reserve' | 'pause'>
  /** The app's name in URLs: its comments are written by `<slug>[bot]`. */
  readonly appSlug: string
  /** Of the hidden marks. */
  readonly keys: Keys
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly log: Log
}

/** Milliseconds for one request. */
const TIMEOUT = 5_000
/** What GitHub answers to whoever is too fast. */
const LIMITS = new Set<number | undefined>([403, 429])

export function answers({ client, ledger, appSlug, keys, now, log }: AnswersOptions): Answers {
  const author = `${appSlug}[bot]`.toLowerCase()
  const signal = () => AbortSignal.timeout(TIMEOUT)

  const attempt = async (
    { workspace, comment }: Answered,
    what: string,
    write: (request: Request) => Promise<unknown>,
  ): Promise<Wrote> => {
    let isSent = false
    try {
      const request = await client.asInstallation(comment.installation, signal())
      isSent = true
      await write(request)
      return 'written'
    } catch (error) {
      const status = statusOf(error)
      if (status === 401) client.forget(comment.installation)
      const failed = (isSent ? whatFailed : whatPreventedIt)(error, now())
      const said = { what, repository: comment.repository, comment: comment.id, status, why: failed.why }
      // The error of the client stays behind: it holds the request.
      if (failed.outcome === 'unknown') throw new Fault('a comment could not be answered', said)
      if (failed.outcome === 'impossible') {
        log.warn('GitHub does not take an answer to a comment', said)
        return 'refused'
      }
      if (LIMITS.has(status)) await ledger.pause(workspace, paceOf(comment.installation), failed.notBefore)
      return { again: failed.notBefore }
    }
  }

  /** Our own answers with that mark, the oldest first; nobody else's, whatever mark they bear. */
  const ours = async (request: Request, { repository, number, at }: CommentPlace, mark: Mark): Promise<Comment[]> => {
    const since = new Date(Date.parse(at) - SKEW).toISOString()
    const ring = await keys()
    const isOurs = (found: Comment) => found.author.toLowerCase() === author && isMarked(found.body, mark, ring)
    return commentsSince(request, { repository, issue: number }, since, isOurs, signal)
  }

  // Two of us answered at once: the older answer stays.
  const oneOf = async (request: Request, comment: CommentPlace, mark: Mark): Promise<Comment | undefined> => {
    const [standing, ...doubles] = await ours(request, comment, mark)
    await deleteDoubles(request, comment.repository, doubles, { signal, now, log })
    return standing
  }

  return {
    turn: ({ workspace, comment }) => ledger.reserve(workspace, paceOf(comment.installation), now()),

    async sign(answered, sign) {
      const { comment } = answered
      const route = SIGNED[comment.kind]
      if (route === undefined) return 'refused'
      const parameters = { ...ownerAndRepo(comment.repository), comment_id: comment.id, content: sign }
      return attempt(answered, sign, (request) => request(route, parameters, signal()))
    },

    async say(answered, body, which = 'answer') {
      const { comment } = answered
      const mark = markOf(comment, which)
      const whole = `${body}\n\n${markerOf(mark, await keys())}`
      return attempt(answered, which, async (request) => {
        const standing = await oneOf(request, comment, mark)
        if (standing === undefined) {
          await createComment(request, { repository: comment.repository, issue: comment.number }, whole, signal())
          // Whoever answered at the same moment found nothing either. It stands, whatever becomes of this look.
          await oneOf(request, comment, mark).catch((error: unknown) => {
            log.info('An answer could not be looked at again', {
              repository: comment.repository,
              status: statusOf(error),
            })
          })
        } else if (standing.body !== whole) {
          await updateComment(request, comment.repository, standing.id, whole, signal())
        }
      })
    },
  }
}

// A review as a whole takes no signs by this API: its answer is said in words.
const SIGNED: Readonly<Record<CommentPlace['kind'], string | undefined>> = {
  comment: 'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
  line: 'POST /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions',
  review: undefined,
  button: undefined,
}

/** Names the answer to a comment in its mark. */
function markOf({ repository, kind, id }: CommentPlace, which: string): Mark {
  const hash = createHash('sha256').update(JSON.stringify([repository, kind, id, which]))
  return `c_${hash.digest('hex').slice(0, 32)}`
}
