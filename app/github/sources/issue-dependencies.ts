import * as z from 'zod'
import { edgeWork, related } from './edge-fields.ts'
import { account, repository } from './fields.ts'
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
  toWork: (said) => [
    edgeWork(
      said,
      'dependency',
      { issue: said.blocked_issue, in: said.blocked_issue_repo },
      { issue: said.blocking_issue, in: said.blocking_issue_repo },
    ),
  ],
})
