import * as z from 'zod'
import type { Deliveries } from './deliveries.ts'
import { type Call, json, type Reply } from './http.ts'

type Json = Readonly<Record<string, unknown>>
type Ask = (path: string, authorization?: string) => Promise<Response>

const ROUTE = /^\/repos\/([^/]+\/[^/]+)\/(?:(deployments)(?:\/(\d+)(?:\/(statuses))?)?|statuses\/([0-9a-f]{40}))$/

const deploymentSchema = z.object({
  ref: z.string(),
  environment: z.string().default('production'),
  payload: z.union([z.looseObject({}), z.string()]).default({}),
  description: z.string().nullable().default(null),
  task: z.string().default('deploy'),
  production_environment: z.boolean().optional(),
  transient_environment: z.boolean().default(false),
})
const deploymentStatusSchema = z.object({
  state: z.enum(['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success']),
  environment_url: z.string().default(''),
  log_url: z.string().default(''),
  description: z.string().default(''),
  auto_inactive: z.boolean().default(true),
})
const statusSchema = z.object({
  state: z.enum(['error', 'failure', 'pending', 'success']),
  context: z.string().default('default'),
  target_url: z.string().nullable().default(null),
  description: z.string().nullable().default(null),
})

type Deployment = Json & {
  readonly id: number
  readonly environment: string
  readonly repository: string
  readonly production_environment: boolean
  readonly transient_environment: boolean
  readonly statuses: Json[]
}

/**
 * Deployments, how they go, and commit statuses, all of which emulate lacks, with their webhooks. As in GitHub, what goes
 * well makes the older deployments to its environment inactive, unless that is production or each of them is transient.
 * https://docs.github.com/en/rest/deployments/statuses#create-a-deployment-status
 */
export function deploymentApi(
  deliveries: Pick<Deliveries, 'send'>,
  installationId: number,
  ask: Ask,
): (call: Call) => Promise<Reply | undefined> {
  const deployments: Deployment[] = []
  // Greater than any that an earlier world has given out.
  let last = Date.now()

  return async (call) => {
    const [, name = '', isDeployment, id, ofOne, sha] = ROUTE.exec(call.path) ?? []
    if (name === '' || (isDeployment === undefined && call.method !== 'POST')) return undefined
    const by = call.headers.authorization ?? ''
    const [user, repository] = await Promise.all([ask('/user', by), ask(`/repos/${name}`, by)])
    if (!user.ok) return json(user.status, await user.json())
    if (!repository.ok) return json(repository.status, await repository.json())
    const sender = (await user.json()) as Json
    const whole = (await repository.json()) as Json
    const around = { repository: whole, sender, installation: { id: installationId } }
    const own = { id: ++last, creator: sender, created_at: now(), updated_at: now() }
    const found = deployments.find((each) => each.id === Number(id) && each.repository === name)
    if (id !== undefined && found === undefined) return json(404, { message: 'Not Found' })

    if (call.method === 'GET') return json(200, shown(call, deployments, name, found, ofOne))
    const body: unknown = JSON.parse(call.body.toString('utf8') || '{}')
    if (isDeployment === undefined) {
      const commit = await ask(`/repos/${name}/commits/${sha}`, by)
      if (!commit.ok) return json(422, { message: `No commit found for SHA: ${sha}` })
      const status = { ...statusSchema.parse(body), sha, name, ...own, commit: await commit.json(), branches: [] }
      deliveries.send('status', { ...status, ...around })
      return json(201, status)
    }
    if (found === undefined) {
      const wanted = deploymentSchema.parse(body)
      const commit = await ask(`/repos/${name}/commits/${encodeURIComponent(wanted.ref)}`, by)
      if (!commit.ok) return json(422, { message: `No ref found for: ${wanted.ref}` })
      const { sha: head } = (await commit.json()) as { readonly sha: string }
      const production_environment = wanted.production_environment ?? wanted.environment === 'production'
      const {
        repository: _,
        statuses: __,
        ...made
      } = { ...wanted, ...own, sha: head, production_environment, repository: name, statuses: [] }
      deployments.push({ ...made, repository: name, statuses: [] })
      deliveries.send('deployment', { action: 'created', deployment: made, ...around })
      return json(201, made)
    }
    const { auto_inactive, ...wanted } = deploymentStatusSchema.parse(body)
    const add = (deployment: Deployment, said: Json) => {
      const { statuses, repository: _, ...made } = deployment
      const status = { target_url: said['log_url'] ?? '', environment: made.environment, ...own, id: ++last, ...said }
      statuses.push(status)
      deliveries.send('deployment_status', {
        action: 'created',
        deployment_status: status,
        deployment: made,
        ...around,
      })
      return status
    }
    const status = add(found, wanted)
    if (wanted.state === 'success' && auto_inactive)
      for (const each of replacedBy(found)) add(each, { state: 'inactive' })
    return json(201, status)
  }

  function replacedBy(newer: Deployment): Deployment[] {
    return deployments.filter((each) => {
      const same = each.repository === newer.repository && each.environment === newer.environment && each.id < newer.id
      const lasts = each.production_environment || each.transient_environment
      return same && !lasts && each.statuses.at(-1)?.['state'] === 'success'
    })
  }
}

function shown(call: Call, all: readonly Deployment[], name: string, found: Deployment | undefined, ofOne?: string) {
  if (found !== undefined && ofOne !== undefined) return found.statuses.toReversed()
  const { statuses: _, repository: __, ...one } = found ?? { statuses: [], repository: '' }
  if (found !== undefined) return one
  const environment = call.query.get('environment')
  return all
    .filter((each) => each.repository === name && (environment === null || each.environment === environment))
    .map(({ statuses: _, repository: __, ...each }) => each)
    .toReversed()
}

// GitHub's times have whole seconds.
function now(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`
}
