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
  toWork(said): readonly IssueEdgeWork[] {
    const { action, repository, sender } = said
    const present = action.endsWith('_added')
    return [
      {
        kind: 'issue-edge',
        repository,
        dependent: { repository: said.parent_issue_repo ?? repository, number: said.parent_issue.number },
        blocker: { repository: said.sub_issue_repo ?? repository, number: said.sub_issue.number },
        tie: 'sub-issue',
        present,
        ordinal: edgeOrdinal(said.parent_issue, said.sub_issue, present),
        sender: accountRef(sender),
      },
    ]
  },
})
