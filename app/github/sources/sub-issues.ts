import * as z from 'zod'
import { edgeWork, related } from './edge-fields.ts'
import { account, repository } from './fields.ts'
import { source } from './source.ts'

const schema = z.object({
  action: z.string(),
  repository,
  sender: account,
  parent_issue: related,
  parent_issue_repo: repository.nullish(),
  sub_issue: related,
  sub_issue_repo: repository.nullish(),
})

/**
 * A part of an issue was added or taken away: an issue waits for its parts. Both of the repositories are told, each with the
 * other's name. https://docs.github.com/en/webhooks/webhook-events-and-payloads#sub_issues
 */
export const subIssues = source({
  event: 'sub_issues',
  actions: ['sub_issue_added', 'sub_issue_removed', 'parent_issue_added', 'parent_issue_removed'],
  schema,
  toWork: (said) => [
    edgeWork(
      said,
      'sub-issue',
      { issue: said.parent_issue, in: said.parent_issue_repo },
      { issue: said.sub_issue, in: said.sub_issue_repo },
    ),
  ],
})
