import { commandsIn, commented, conversation, mentioning, written } from './comment.ts'
import { source } from './source.ts'

const schema = commented.extend({ issue: conversation, comment: written })

/**
 * A comment on an issue or a pull request, with lines that begin with `/codexflow`: commands, and `/codexflow link CODE`, which
 * proves a login. https://docs.github.com/en/webhooks/webhook-events-and-payloads#issue_comment
 */
export const issueComment = source({
  event: 'issue_comment',
  actions: ['created'],
  concerns: mentioning('comment'),
  schema,
  toWork: ({ issue, comment, ...said }) => commandsIn({ ...said, kind: 'comment', conversation: issue, text: comment }),
})
