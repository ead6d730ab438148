import * as z from 'zod'
import type { Log } from '../log.ts'
import { statusOf, whatFailed } from './answered.ts'
import type { Request } from './client.ts'
import { ownerAndRepo } from './pace.ts'

/** An issue, or a pull request's conversation: GitHub keeps the comments of both alike. */
export type Conversation = { readonly repository: string; readonly issue: number }

export type Comment = { readonly id: number; readonly body: string; readonly author: string }

const comment = z
  .object({
    id: z.number().int().positive(),
    body: z.string().nullish(),
    user: z.object({ login: z.string() }).nullish(),
  })
  .transform(({ id, body, user }): Comment => ({ id, body: body ?? '', author: user?.login ?? '' }))

/** How far GitHub's clock and ours may differ, in milliseconds. */
export const SKEW = 5 * 60_000

const PER_PAGE = 100
/** A conversation of more comments since one of our notices was written is not looked through to its end. */
const MAX_PAGES = 100

/**
 * The wanted ones of all comments touched since `since` (ISO 8601), over all pages, oldest first. The others are let go
 * page by page: anybody may write thousands of long ones. Throws when it cannot see all of them.
 */
export async function commentsSince(
  request: Request,
  { repository, issue }: Conversation,
  since: string,
  wanted: (comment: Comment) => boolean,
  signal: () => AbortSignal,
): Promise<Comment[]> {
  const found: Comment[] = []
  for (let page = 1; page <= MAX_PAGES; page++) {
    const parameters = { ...ownerAndRepo(repository), issue_number: issue, since, per_page: PER_PAGE, page }
    const answer = await request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', parameters, signal())
    const comments = z.array(comment).parse(answer)
    found.push(...comments.filter(wanted))
    if (comments.length < PER_PAGE) return found.toSorted((a, b) => a.id - b.id)
  }
  throw new Error('the conversation has more comments than can be looked through')
}

/** Writes a comment and answers its id. */
export async function createComment(
  request: Request,
  { repository, issue }: Conversation,
  body: string,
  signal: AbortSignal,
): Promise<number> {
  const parameters = { ...ownerAndRepo(repository), issue_number: issue, body }
  const answer = await request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', parameters, signal)
  return comment.parse(answer).id
}

/** Replaces the text of a comment. */
export async function updateComment(
  request: Request,
  repository: string,
  id: number,
  body: string,
  signal: AbortSignal,
): Promise<void> {
  const parameters = { ...ownerAndRepo(repository), comment_id: id, body }
  await request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', parameters, signal)
}

/** Takes a comment away. */
async function deleteComment(request: Request, repository: string, id: number, signal: AbortSignal): Promise<void> {
  const parameters = { ...ownerAndRepo(repository), comment_id: id }
  await request('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', parameters, signal)
}

/** Two attempts were both accepted: those that came later go. */
export async function deleteDoubles(
  request: Request,
  repository: string,
  doubles: readonly Comment[],
  { signal, now, log }: { readonly signal: () => AbortSignal; readonly now: () => number; readonly log: Log },
): Promise<void> {
  for (const { id } of doubles) {
    await deleteComment(request, repository, id, signal()).catch((error: unknown) => {
      if (whatFailed(error, now()).outcome !== 'impossible') throw error
      log.warn('A doubled comment could not be deleted', { repository, comment: id, status: statusOf(error) })
    })
  }
}
