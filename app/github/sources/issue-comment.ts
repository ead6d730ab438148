import * as z from 'zod'
import { spoken } from '../spoken.ts'
import { account, number, repository } from './fields.ts'
import { source } from './source.ts'

const schema = z.object({
  repository,
  sender: account,
  issue: z.object({ number }),
  comment: z.object({ id: number, body: z.string().nullish(), user: account.nullish() }),
})

/**
 * A comment on an issue or a pull request: `/codexflow link CODE` at the beginning of a line. Never from a bot, our own
 * among them; not in quotes or code. https://docs.github.com/en/webhooks/webhook-events-and-payloads#issue_comment
 */
export const issueComment = source({
  event: 'issue_comment',
  actions: ['created'],
  concerns: (payload) => mentioning.safeParse(payload).success,
  schema,
  toWork({ repository, sender, issue, comment }) {
    // The comment's own author proves the login: both must be the same, and a person.
    const author = comment.user ?? sender
    if (sender.isBot || author.isBot || author.login !== sender.login) return []
    const code = linkCode(comment.body ?? '')
    if (code === undefined) return []
    const { login, id: githubId } = sender
    const by = { login, ...(githubId === undefined ? {} : { githubId }) }
    return [{ kind: 'link', repository, ...by, code, issue: issue.number, comment: comment.id }]
  },
})

const mentioning = z.object({
  sender: account.refine(({ isBot }) => !isBot),
  comment: z.object({ body: z.string().includes('/codexflow') }),
})

function linkCode(body: string): string | undefined {
  for (const line of spoken(body).lines) {
    const found = /^\/codexflow\s+link\s+([A-Za-z0-9-]{4,64})\s*$/i.exec(line)
    if (found !== null) return found[1]
  }
  return undefined
}
