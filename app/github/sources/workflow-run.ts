import * as z from 'zod'
import { shortened } from '../../handoffs/invisible.ts'
import { ordinal } from '../../tasks/ordinal.ts'
import type { CheckWork } from '../work.ts'
import { concluded, WITHIN_A_SECOND } from './conclusion.ts'
import { repository, sha, time, webUrl } from './fields.ts'
import { source } from './source.ts'

const named = z.object({ name: z.string().nullish() })
const schema = z.object({
  repository,
  workflow: named.nullish(),
  workflow_run: named.extend({
    head_sha: sha,
    status: z.string().max(100),
    conclusion: z.string().max(100).nullish(),
    /** Counts from 1, and once more whenever it is run again. */
    run_attempt: z.number().int().nullish(),
    created_at: time,
    /** Of this attempt. */
    run_started_at: time.nullish(),
    updated_at: time,
    html_url: webUrl,
  }),
})
type Run = z.output<typeof schema>['workflow_run']

/**
 * A workflow as a whole, whatever its jobs are called: a check by the name of the workflow. Each of its jobs is a check run
 * already, so it counts only where a task names the workflow.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#workflow_run
 */
export const workflowRun = source({
  event: 'workflow_run',
  actions: ['requested', 'in_progress', 'completed'],
  schema,
  toWork({ repository, workflow, workflow_run: run }): CheckWork[] {
    const name = workflow?.name || run.name
    if (!name) return []
    const conclusion = concluded(run)
    return [
      {
        kind: 'check',
        repository,
        name: shortened(name, 200),
        sums: 'workflow',
        sha: run.head_sha,
        conclusion,
        url: run.html_url,
        by: 'github-actions',
        ordinal: whenSaid(run, conclusion),
      },
    ]
  },
})

// Whoever runs it again does so after it ended, though perhaps within the second.
function whenSaid(run: Run, conclusion: CheckWork['conclusion']): number {
  if (run.status === 'completed') return ordinal(run.updated_at, WITHIN_A_SECOND[conclusion])
  return ordinal(run.run_started_at ?? run.created_at, (run.run_attempt ?? 1) > 1 ? 13 : 0)
}
