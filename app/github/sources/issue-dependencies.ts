import * as z from 'zod'
import type { IssueEdgeWork } from '../issue-work.ts'
import { edgeOrdinal, related } from './edge-fields.ts'
import { account, repository } from './fields.ts'
import { accountRef } from './issue-fields.ts'
import { source } from './source.ts'

const schema = z.object({
  action: z.string(),
  repository,
  sender: account,
  blocked_issue: related,
  blocked_issue_repo: repository.nullish(),
  blocking_issue: related,
  blocking_issue_repo: repository.nullish(),
})

/**
 * An issue is blocked by another, or is not any more. Both of the repositories are told, each with the other's name.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#issue_dependencies
 */
export const issueDependencies = source({
  event: 'issue_dependencies',
  actions: ['blocked_by_added', 'blocked_by_removed', 'blocking_added', 'blocking_removed'],
  schema,
  toWork(said): readonly IssueEdgeWork[] {
    const { action, repository, sender } = said
    const present = action.endsWith('_added')
    return [
      {
        kind: 'issue-edge',
        repository,
        dependent: { repository: said.blocked_issue_repo ?? repository, number: said.blocked_issue.number },
        blocker: { repository: said.blocking_issue_repo ?? repository, number: said.blocking_issue.number },
        tie: 'dependency',
        present,
        ordinal: edgeOrdinal(said.blocked_issue, said.blocking_issue, present),
        sender: accountRef(sender),
      },
    ]
  },
})
