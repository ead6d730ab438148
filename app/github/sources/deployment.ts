import * as z from 'zod'
import { ordinal } from '../../tasks/ordinal.ts'
import type { DeploymentWork } from '../work.ts'
import { account, number, sha, shownRepository, time } from './fields.ts'
import { source } from './source.ts'

/** A deployment as its own payload and that of its statuses hold it; only what is read. */
export const deploymentFields = z.object({
  id: number,
  sha,
  environment: z.string().min(1).max(255),
  /** Whatever its maker put there: a record, or a text that may be JSON. */
  payload: z.unknown().optional(),
  created_at: time,
  production_environment: z.boolean().nullish(),
  transient_environment: z.boolean().nullish(),
  creator: account.nullish(),
})

const schema = z.object({ repository: shownRepository, sender: account, deployment: deploymentFields })

/**
 * A deployment begins: a failed one before it is history.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#deployment
 */
export const deployment = source({
  event: 'deployment',
  actions: ['created'],
  schema,
  toWork({ repository: { repository, page }, sender, deployment }) {
    const { id, created_at: at } = deployment
    const url = deploymentsPage(page)
    const told = { id, state: 'pending', at, ordinal: ordinal(at, 0), url, resources: [] } as const
    return [{ ...workOf(repository, deployment, deployment.creator ?? sender), ...told }]
  },
})

type Said = Pick<DeploymentWork, 'id' | 'state' | 'at' | 'ordinal' | 'url' | 'resources'>

/** What is true of a deployment whatever became of it. */
export function workOf(
  repository: DeploymentWork['repository'],
  { sha, environment, created_at, production_environment, transient_environment }: z.output<typeof deploymentFields>,
  by: z.output<typeof account>,
): Omit<DeploymentWork, keyof Said> {
  return {
    kind: 'deployment',
    repository,
    environment,
    sha,
    // GitHub's own default. https://docs.github.com/en/rest/deployments/deployments#create-a-deployment
    isProduction: production_environment ?? environment.toLowerCase() === 'production',
    isTransient: transient_environment === true,
    begun: ordinal(created_at, 0),
    by: by.login,
    ...(by.id === undefined ? {} : { byId: by.id }),
  }
}

/** Where GitHub shows all deployments of a repository, by the address of its page. */
export function deploymentsPage(page: string): string {
  return `${page}/deployments`
}
