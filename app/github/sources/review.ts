import { commandsIn, commented, mentioning, pullConversation, written } from './comment.ts'
import { source } from './source.ts'

const schema = commented.extend({ pull_request: pullConversation, review: written })

/**
 * A review of a pull request, with commands in what it says as a whole.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request_review
 */
export const review = source({
  event: 'pull_request_review',
  actions: ['submitted'],
  concerns: mentioning('review'),
  schema,
  toWork: ({ pull_request: pull, review, ...said }) =>
    commandsIn({ ...said, kind: 'review', conversation: pull, text: review }),
})
