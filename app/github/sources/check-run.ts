import * as z from 'zod'
import { ordinal } from '../../tasks/ordinal.ts'
import { readResources } from '../resources.ts'
import type { CheckWork } from '../work.ts'
import { repository, sha, time, webUrl } from './fields.ts'
import { source } from './source.ts'

/** The names of our own check runs: what they say follows from us, so we never listen to them. */
export const OWN_CHECK = 'CodexFlow'
export const CONFIGURATION_CHECK = 'CodexFlow configuration'
const OWN_CHECKS = [OWN_CHECK, CONFIGURATION_CHECK] as const

const schema = z.object({
  action: z.string(),
  repository,
  check_run: z.object({
    name: z.string().min(1).max(1_000),
    head_sha: sha,
    status: z.string().max(100),
    conclusion: z.string().max(100).nullish(),
    started_at: time.nullish(),
    completed_at: time.nullish(),
    html_url: webUrl,
    output: z.object({ text: z.string().nullish() }).nullish(),
    app: z.object({ slug: z.string().min(1).max(100).nullish() }).nullish(),
  }),
})
type Payload = z.output<typeof schema>

/** A check run. https://docs.github.com/en/webhooks/webhook-events-and-payloads#check_run */
export const checkRun = source({
  event: 'check_run',
  actions: ['created', 'completed', 'rerequested'],
  concerns: (payload) => !ownCheck.safeParse(payload).success,
  schema,
  toWork: (payload) => (ownCheck.safeParse(payload).success ? [] : [toWork(payload)]),
})

const ownCheck = z.object({ check_run: z.object({ name: z.enum(OWN_CHECKS) }) })

function toWork({ action, repository, check_run: run }: Payload): CheckWork {
  const conclusion = action === 'rerequested' ? 'pending' : concluded(run)
  return {
    kind: 'check',
    repository,
    // Some matrix builds have endless names; the beginning tells them apart well enough.
    name: run.name.slice(0, 200),
    sha: run.head_sha,
    conclusion,
    url: run.html_url,
    by: run.app?.slug ?? 'checks',
    ordinal: whenConcluded(run, conclusion, action),
    ...outputsOf(run),
  }
}

function outputsOf({ output }: Payload['check_run']): Pick<CheckWork, 'resources'> {
  const { resources } = readResources(output?.text ?? '')
  return resources.length === 0 ? {} : { resources }
}

/**
 * What a check says. `neutral` and `skipped` pass, as they do for branch protection. A person is needed for
 * `action_required`, and something is broken after `timed_out` and `startup_failure`: these fail. `cancelled` and `stale`
 * say nothing of the code, and a newer run usually follows at once: they are pending, as is whatever GitHub may add.
 */
function concluded(run: Payload['check_run']): CheckWork['conclusion'] {
  if (run.status !== 'completed') return 'pending'
  switch (run.conclusion) {
    case 'success':
    case 'neutral':
    case 'skipped':
      return 'success'
    case 'failure':
    case 'timed_out':
    case 'startup_failure':
    case 'action_required':
      return 'failure'
    default:
      return 'pending'
  }
}

// A rerequest carries the times of the run that it repeats and comes after it. A run without any time is older than all
// others: the time of arrival would let a repeated delivery pass for news.
function whenConcluded(run: Payload['check_run'], conclusion: CheckWork['conclusion'], action: string): number {
  const at = (run.status === 'completed' ? run.completed_at : undefined) ?? run.started_at ?? run.completed_at ?? ''
  if (action === 'rerequested') return ordinal(at, 13)
  if (run.status !== 'completed') return ordinal(at, 0)
  // Within GitHub's whole seconds the worse news counts; servers that tell fractions are believed to the tenth.
  const tenth = /\.(\d)/.exec(at)?.[1]
  return ordinal(at, tenth === undefined ? WITHIN_A_SECOND[conclusion] : 1 + Number(tenth))
}

const WITHIN_A_SECOND: Readonly<Record<CheckWork['conclusion'], number>> = { pending: 1, success: 2, failure: 3 }
