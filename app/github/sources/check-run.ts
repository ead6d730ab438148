import * as z from 'zod'
import { shortened } from '../../handoffs/invisible.ts'
import { ordinal } from '../../tasks/ordinal.ts'
import { readResources } from '../resources.ts'
import type { CheckWork, PressWork } from '../work.ts'
import { concluded, WITHIN_A_SECOND } from './conclusion.ts'
import { account, number, repository, sha, time, webUrl } from './fields.ts'
import { source } from './source.ts'

/** The names of our own check runs: what they say follows from us, so we only listen to who presses their buttons. */
export const OWN_CHECK = 'CodexFlow'
export const CONFIGURATION_CHECK = 'CodexFlow configuration'
const OWN_CHECKS = [OWN_CHECK, CONFIGURATION_CHECK] as const

/** What a check run of ours on a pull request is about: `checks.ts` writes it. */
const ABOUT_PULL = /^codexflow:v1:pull\/([1-9]\d{0,8}):/

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
    // Read of our own alone.
    id: z.unknown().optional(),
    external_id: z.unknown().optional(),
  }),
  sender: z.unknown().optional(),
  requested_action: z.unknown().optional(),
})
type Payload = z.output<typeof schema>

/**
 * A check run; and a button of ours on one, of which GitHub tells nobody but us.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#check_run
 */
export const checkRun = source({
  event: 'check_run',
  actions: ['created', 'completed', 'rerequested', 'requested_action'],
  concerns: (payload) => !isOwn(payload) || pressed(payload) !== undefined,
  schema,
  toWork(payload) {
    if (isOwn(payload)) {
      const press = pressed(payload)
      return press === undefined ? [] : [{ ...press, repository: payload.repository }]
    }
    return payload.action === 'requested_action' ? [] : [toWork(payload)]
  },
})

function isOwn(payload: unknown): boolean {
  return ownCheck.safeParse(payload).success
}

const ownCheck = z.object({ check_run: z.object({ name: z.enum(OWN_CHECKS) }) })

const press = z.object({
  action: z.enum(['requested_action', 'rerequested']),
  sender: account,
  check_run: z.object({ id: number, name: z.literal(OWN_CHECK), external_id: z.string().regex(ABOUT_PULL) }),
  requested_action: z.object({ identifier: z.enum(['request', 'approve']) }).nullish(),
})

function pressed(payload: unknown): Omit<PressWork, 'repository'> | undefined {
  const read = press.safeParse(payload)
  if (!read.success) return undefined
  const { action, sender, check_run: run, requested_action: asked } = read.data
  const does = action === 'rerequested' ? 'again' : asked?.identifier
  if (does === undefined || sender.isBot) return undefined
  const pull = Number(ABOUT_PULL.exec(run.external_id)?.[1])
  const { login, id: githubId } = sender
  return { kind: 'press', does, pull, check: run.id, login, ...(githubId === undefined ? {} : { githubId }) }
}

function toWork({ action, repository, check_run: run }: Payload): CheckWork {
  const conclusion = action === 'rerequested' ? 'pending' : concluded(run)
  return {
    kind: 'check',
    repository,
    // Some matrix builds have endless names; the beginning tells them apart well enough.
    name: shortened(run.name, 200),
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
