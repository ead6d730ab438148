import { commandsIn, commented, mentioning, pullConversation, written } from './comment.ts'
import { source } from './source.ts'

const schema = commented.extend({ pull_request: pullConversation, comment: written })

/**
 * A comment on a line of a pull request, with commands in it.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request_review_comment
 */
export const reviewComment = source({
  event: 'pull_request_review_comment',
  actions: ['created'],
  concerns: mentioning('comment'),
  schema,
  toWork: ({ pull_request: pull, comment, ...said }) =>
    commandsIn({ ...said, kind: 'line', conversation: pull, text: comment }),
})
