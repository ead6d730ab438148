import * as z from 'zod'
import type { NamedResource } from '../../ports/pulls.ts'
import { ordinal } from '../../tasks/ordinal.ts'
import { pointerOf, pointersIn } from '../resources.ts'
import type { DeploymentWork } from '../work.ts'
import { deploymentFields, deploymentsPage, workOf } from './deployment.ts'
import { account, number, shownRepository, time } from './fields.ts'
import { source } from './source.ts'

const address = z.string().nullish().catch(undefined)
const schema = z.object({
  repository: shownRepository,
  sender: account,
  deployment: deploymentFields,
  deployment_status: z.object({
    id: number,
    state: z.string().max(100),
    created_at: time,
    /** Where it was really deployed to, if that is another environment. */
    environment: z.string().max(255).nullish(),
    environment_url: address,
    log_url: address,
    target_url: address,
    creator: account.nullish(),
  }),
})
type Payload = z.output<typeof schema>

/**
 * How a deployment goes. `inactive` says nothing: GitHub sets it itself on what a newer deployment has replaced, and whether
 * that one holds what was there is asked of the newer one.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#deployment_status
 */
export const deploymentStatus = source({
  event: 'deployment_status',
  actions: ['created'],
  concerns: (payload) => !silent.safeParse(payload).success,
  schema,
  toWork(payload) {
    const state = STATES.get(payload.deployment_status.state)
    return state === undefined ? [] : [toWork(payload, state)]
  },
})

const silent = z.object({ deployment_status: z.object({ state: z.literal('inactive') }) })

/** What each state means, and how far along it is among those of one second. */
const STATES: ReadonlyMap<string, readonly [DeploymentWork['state'], number]> = new Map([
  ['queued', ['pending', 1]],
  ['pending', ['pending', 1]],
  ['waiting', ['pending', 1]],
  ['in_progress', ['pending', 2]],
  ['failure', ['failure', 5]],
  ['error', ['failure', 5]],
  ['success', ['success', 6]],
])

function toWork(payload: Payload, [state, rank]: readonly [DeploymentWork['state'], number]): DeploymentWork {
  const { repository: shown, sender, deployment: begun, deployment_status: status } = payload
  const { repository, page } = shown
  const deployment = { ...begun, environment: status.environment || begun.environment }
  const work = workOf(repository, deployment, status.creator ?? begun.creator ?? sender)
  const name = repository.fullName.slice(repository.fullName.indexOf('/') + 1)
  const there = pointerOf(`${name} in ${deployment.environment}`, status.environment_url)
  const log = pointerOf(`Log of ${name} in ${deployment.environment}`, status.log_url || status.target_url)
  const [first, second] = state === 'failure' ? [log, there] : [there, log]
  const isPreview = state === 'success' && !work.isProduction && there !== undefined
  return {
    ...work,
    id: status.id,
    state,
    url: first?.value ?? second?.value ?? deploymentsPage(page),
    at: status.created_at,
    ordinal: ordinal(status.created_at, rank),
    resources: state === 'success' ? broughtBy(there, log, deployment.payload) : [],
    ...(isPreview ? { preview: there.value } : {}),
  }
}

function broughtBy(there: NamedResource | undefined, log: NamedResource | undefined, payload: unknown) {
  const page: NamedResource[] = log === undefined ? [] : [{ ...log, kind: 'document' }]
  return [...(there === undefined ? [] : [there]), ...page, ...pointersIn(payload)]
}
