import * as z from 'zod'
import { ordinal } from '../../tasks/ordinal.ts'
import type { CheckWork } from '../work.ts'
import { concluded, WITHIN_A_SECOND } from './conclusion.ts'
import { sha, shownRepository, time } from './fields.ts'
import { source } from './source.ts'

const schema = z.object({
  action: z.string(),
  repository: shownRepository,
  check_suite: z.object({
    head_sha: sha,
    status: z.string().max(100).nullish(),
    conclusion: z.string().max(100).nullish(),
    updated_at: time,
    latest_check_runs_count: z.number(),
    app: z.object({ slug: z.string().min(1).max(100).nullish() }).nullish(),
  }),
})
type Suite = z.output<typeof schema>['check_suite']

const silent = z.object({ check_suite: z.object({ latest_check_runs_count: z.literal(0) }) })

/**
 * All that an app checks of a commit, and only where it came to an end without any check run: a workflow file that cannot
 * be read, for one. It is then the check named by the app. Everything else its check runs have said themselves.
 * Asked for again, it waits; how that ends is told by its check runs, or here.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#check_suite
 */
export const checkSuite = source({
  event: 'check_suite',
  actions: ['completed', 'rerequested'],
  concerns: (payload) => silent.safeParse(payload).success,
  schema,
  toWork({ action, repository: { repository, page }, check_suite: suite }): CheckWork[] {
    const slug = suite.app?.slug
    if (suite.latest_check_runs_count > 0 || suite.conclusion == null || slug == null) return []
    const conclusion = concludedSuite(suite, action)
    return [
      {
        kind: 'check',
        repository,
        name: slug,
        sums: 'suite',
        sha: suite.head_sha,
        conclusion,
        url: `${page}/commit/${suite.head_sha}/checks`,
        by: slug,
        ordinal: whenSaid(suite, action, conclusion),
      },
    ]
  },
})

// Where somebody has to allow it first, its check runs will say how it ends.
function concludedSuite({ status, conclusion }: Suite, action: string): CheckWork['conclusion'] {
  if (action === 'rerequested' || conclusion === 'action_required') return 'pending'
  return concluded({ status: status ?? '', conclusion })
}

// A rerequest carries the times of the suite that it repeats and comes after it.
function whenSaid({ updated_at: at }: Suite, action: string, conclusion: CheckWork['conclusion']): number {
  return ordinal(at, action === 'rerequested' ? 13 : WITHIN_A_SECOND[conclusion])
}
