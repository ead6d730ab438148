import * as z from 'zod'
import { ordinal } from '../../tasks/ordinal.ts'
import { readResources } from '../resources.ts'
import { account, number, repository, time } from './fields.ts'
import { source } from './source.ts'

const byBot = account.refine(({ isBot }) => isBot)

const schema = z.object({
  repository,
  issue: z.object({ number }),
  comment: z.object({ body: z.string(), user: byBot, updated_at: time }),
})

/**
 * A machine leaves something for the next person: a block for us in a comment on a pull request, new or changed. Whether it is
 * heeded is not known yet. See docs/outputs.md. https://docs.github.com/en/webhooks/webhook-events-and-payloads#issue_comment
 */
export const outputs = source({
  event: 'issue_comment',
  actions: ['created', 'edited'],
  concerns: (payload) => leaving.safeParse(payload).success,
  schema,
  toWork({ repository, issue, comment }) {
    const { resources, problems } = readResources(comment.body)
    if (resources.length === 0 && problems.length === 0) return []
    const at = comment.updated_at
    const told = { number: issue.number, by: comment.user.login, at, ordinal: ordinal(at, 0) }
    return [{ kind: 'outputs', repository, ...told, resources, problems }]
  },
})

// Who changed it counts as well: a person can edit what a machine wrote.
const leaving = z
  .object({
    sender: byBot,
    issue: z.object({ pull_request: z.looseObject({}) }),
    comment: z.object({ body: z.string().regex(/^ {0,3}(?:`{3,}|~{3,}) *codexflow *$/im), user: byBot }),
  })
  .refine(({ sender, comment }) => sender.login === comment.user.login)
