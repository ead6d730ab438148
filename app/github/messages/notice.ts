import { Fault } from '../../errors.ts'
import type { Message } from '../../ports/channel.ts'
import { blockComment } from './block.ts'
import { handoffComment } from './handoff.ts'
import { shortComment } from './short.ts'

/**
 * GitHub refuses comments above 65,536 characters; some are kept for the hidden marker.
 * https://docs.github.com/en/rest/issues/comments
 */
export const MAX_COMMENT = 65_000

/**
 * The Markdown of a notice: a function of its frozen content and of the present standing, so that the same state always
 * gives the same text. The budgets of its parts keep it below GitHub's limit; a `Fault` if one of them is wrong.
 */
export function noticeComment(message: Message): string {
  const body = commentOf(message)
  if (body.length > MAX_COMMENT) throw new Fault('a comment is too long', { length: body.length })
  return body
}

function commentOf(message: Message): string {
  switch (message.content.subject.kind) {
    case 'handoff':
      return handoffComment(message)
    case 'block':
      return blockComment(message)
    default:
      return shortComment(message)
  }
}
