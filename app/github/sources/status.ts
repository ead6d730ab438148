import * as z from 'zod'
import { shortened } from '../../handoffs/invisible.ts'
import { ordinal } from '../../tasks/ordinal.ts'
import type { CheckWork } from '../work.ts'
import { OWN_CHECK } from './check-run.ts'
import { account, repository, sha, time, webUrl } from './fields.ts'
import { source } from './source.ts'

const schema = z.object({
  repository,
  sender: account,
  sha,
  context: z.string().min(1).max(1_000),
  state: z.enum(['error', 'failure', 'pending', 'success']),
  target_url: webUrl.nullish().catch(undefined),
  commit: z.object({ html_url: webUrl }),
  created_at: time,
})
type Payload = z.output<typeof schema>

/**
 * A commit status: the older form of a check, which many services still use; the check of that name on that commit. Its
 * payload names no action. https://docs.github.com/en/webhooks/webhook-events-and-payloads#status
 */
export const status = source({
  event: 'status',
  actions: [undefined],
  concerns: (payload) => payload['context'] !== OWN_CHECK,
  schema,
  toWork: (payload) => (payload.context === OWN_CHECK ? [] : [toWork(payload)]),
})

function toWork({ repository, sender, sha, context, state, target_url, commit, created_at }: Payload): CheckWork {
  const conclusion = state === 'error' ? 'failure' : state
  return {
    kind: 'check',
    repository,
    name: shortened(context, 200),
    sha,
    conclusion,
    url: target_url ?? commit.html_url,
    by: sender.login,
    // As for check runs: within a second the worse news counts.
    ordinal: ordinal(created_at, { pending: 1, success: 2, failure: 3 }[conclusion]),
  }
}
