import * as z from 'zod'
import { ordinal } from '../../tasks/ordinal.ts'
import { readResources } from '../resources.ts'
import { account, number, repository, time } from './fields.ts'
import { source } from './source.ts'

/** The account in whose name workflows of a repository speak, and of that one alone. Nobody else can have such a login. */
const WORKFLOWS = 'github-actions[bot]'

const byWorkflow = account.refine(({ login }) => login === WORKFLOWS)

const schema = z.object({
  repository,
  issue: z.object({ number }),
  comment: z.object({ body: z.string(), user: byWorkflow, updated_at: time }),
})

/**
 * A workflow leaves something for the next person: a block for us in a comment on a pull request, new or changed. See
 * docs/outputs.md. https://docs.github.com/en/webhooks/webhook-events-and-payloads#issue_comment
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
    const told = { number: issue.number, by: WORKFLOWS, at, ordinal: ordinal(at, 0) }
    return [{ kind: 'outputs', repository, ...told, resources, problems }]
  },
})

// Who changed it counts as well: a person can edit what a workflow wrote.
const leaving = z.object({
  sender: byWorkflow,
  issue: z.object({ pull_request: z.looseObject({}) }),
  comment: z.object({ body: z.string().regex(/^ {0,3}(?:`{3,}|~{3,}) *codexflow *$/im), user: byWorkflow }),
})
