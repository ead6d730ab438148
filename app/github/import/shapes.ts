import * as z from 'zod'
import { number, time } from '../sources/fields.ts'
import { issue } from '../sources/issue-fields.ts'

const count = z.number().int().nonnegative()

/** A repository, as far as an import looks. https://docs.github.com/en/rest/repos/repos#get-a-repository */
export const repositoryAnswer = z.object({ open_issues_count: count, private: z.boolean().nullish() })

/** An issue of a list; its summaries say whether it is worth asking for more. https://docs.github.com/en/rest/issues/issues */
export const listedIssue = issue.extend({
  issue_dependencies_summary: z.object({ blocked_by: count.nullish(), total_blocked_by: count.nullish() }).nullish(),
  sub_issues_summary: z.object({ total: count.nullish() }).nullish(),
})

/** An issue that another waits for. https://docs.github.com/en/rest/issues/issue-dependencies */
export const relatedIssue = z.object({ number, updated_at: time, repository_url: z.string().max(500) })
