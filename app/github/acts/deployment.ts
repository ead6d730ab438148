import { changeName, type KeptDeployment, type KeptMerge } from '../../ports/deployments.ts'
import type { NamedResource } from '../../ports/pulls.ts'
import type { Actor } from '../../tasks/actor.ts'
import { arrivalSubject, attemptSubject, type DeploymentFact } from '../../tasks/external.ts'
import type { TaskId } from '../../tasks/ids.ts'
import { endOfSecond } from '../../tasks/ordinal.ts'
import type { Resource } from '../../tasks/resource.ts'
import { isClosed, type Task } from '../../tasks/task.ts'
import type { DeploymentWork } from '../work.ts'
import { containedIn } from './containment.ts'
import { type ActPorts, actorOf, type Ground, groundOf, record } from './ground.ts'

/**
 * Records what a deployment brings to the tasks of the repository: which merges the environment holds now and which it
 * holds no more, and what failed. It is kept first, and what is recorded is always the last that is kept: whatever order
 * the deliveries come in, the last one finds all of it.
 */
export async function actOnDeployment(ports: ActPorts, work: DeploymentWork): Promise<void> {
  const ground = await groundOf(ports, work.repository)
  if (ground === undefined) return
  const { workspace, repository } = ground
  const { kind: _, repository: __, isTransient, preview, ...kept } = work
  if (preview !== undefined) await actOnPreview(ports, ground, kept, preview)
  if (isTransient) return
  await ports.deployments.keepDeployment(workspace, repository.id, kept)
  const [merges, last] = await Promise.all([
    ports.deployments.merges(workspace, repository.id),
    ports.deployments.deployments(workspace, repository.id, work.environment),
  ])
  await recordDeployments(ports, ground, last, merges)
}

/** Records the last deployments on the tasks of these merges. Merges that an environment lacks are told first. */
export async function recordDeployments(
  ports: ActPorts,
  ground: Ground,
  last: readonly KeptDeployment[],
  merges: readonly KeptMerge[],
): Promise<void> {
  for (const deployment of last.filter((each) => !isFollowed(each, last))) {
    const environment = deployment.environment.toLowerCase()
    const concerned = merges.filter(({ gates }) => gates.includes(environment) || deployment.isProduction)
    if (concerned.length === 0) continue
    const by = await actorOf(ports, ground.workspace, deployment.by, deployment.byId)
    if (deployment.state === 'success') await recordArrivals(ports, ground, deployment, concerned, by)
    else await recordAttempt(ports, ground, deployment, concerned, by)
  }
}

// An attempt whose word came late: what runs there now was deployed after it, and nobody is to be told that it failed.
function isFollowed({ environment, ordinal }: KeptDeployment, last: readonly KeptDeployment[]): boolean {
  const place = environment.toLowerCase()
  return last.some(
    (other) => other.state === 'success' && other.environment.toLowerCase() === place && other.ordinal > ordinal,
  )
}

async function recordArrivals(
  ports: ActPorts,
  ground: Ground,
  deployment: KeptDeployment,
  merges: readonly KeptMerge[],
  by: Actor,
): Promise<void> {
  const { workspace, repository } = ground
  const { sha, environment, url, ordinal, begun, at } = deployment
  const held = await containedIn({ sha, at: begun }, merges, (merge) => ports.contains(repository, merge, sha))
  const tasks = await ports.tasks.loadMany(workspace, tasksOf(merges))
  const told = (merge: KeptMerge) => (held.has(merge) ? 'success' : 'superseded')
  // A task with several merges is finished by all of them or not for a moment.
  const lackingFirst = merges.toSorted((a, b) => Number(held.has(a)) - Number(held.has(b)))
  const resources = held.size === 0 ? [] : whatItBrings(ground, deployment, deployment.resources, by)
  for (const merge of lackingFirst) {
    const subject = arrivalSubject(`${repository.fullName}${changeName(merge)}`, environment)
    const fact: DeploymentFact = { environment, sha, state: told(merge), url, by, ordinal }
    for (const id of merge.tasks) {
      const task = tasks.get(id)
      if (task === undefined || !isNews(task, ground, merge, fact)) continue
      const brought = fact.state === 'success' ? resources : []
      const command = { type: 'RecordDeployment', subject, deployment: fact, resources: brought, by, at } as const
      await record(ports, { workspace, task: id, command })
    }
  }
}

// Once there, the next hundred deployments that hold it too are no news. Neither is that it is lacking where nobody waits,
// nor that it still is: unless that lifts a failure, or is the first deployment since the merge.
function isNews(task: Task, { repository }: Ground, merge: KeptMerge, fact: DeploymentFact): boolean {
  const known = task.deployments[arrivalSubject(`${repository.fullName}${changeName(merge)}`, fact.environment)]
  if (fact.state === 'success') return known?.state !== 'success'
  if (known === undefined) return waitsFor(task, fact.environment)
  const failed = task.deployments[attemptSubject(repository.fullName, fact.environment)]
  const lifts = failed !== undefined && failed.ordinal > known.ordinal
  const sinceThen = endOfSecond(merge.merged)
  return known.state !== fact.state || lifts || (known.ordinal <= sinceThen && fact.ordinal > sinceThen)
}

async function recordAttempt(
  ports: ActPorts,
  { workspace, repository }: Ground,
  deployment: KeptDeployment,
  merges: readonly KeptMerge[],
  by: Actor,
): Promise<void> {
  const { sha, environment, url, ordinal, at } = deployment
  const state = deployment.state === 'failure' ? 'failure' : 'pending'
  const subject = attemptSubject(repository.fullName, environment)
  const fact: DeploymentFact = { environment, sha, state, url, by, ordinal }
  for (const [id, task] of await ports.tasks.loadMany(workspace, tasksOf(merges))) {
    const known = task.deployments[subject]
    const isOfConcern = known !== undefined || state === 'failure' || !isClosed(task)
    if (!waitsFor(task, environment) || !isOfConcern || (state === 'pending' && known?.state === state)) continue
    const command = { type: 'RecordDeployment', subject, deployment: fact, resources: [], by, at } as const
    await record(ports, { workspace, task: id, command })
  }
}

// At once and not with the merge: whoever reviews wants to look at it.
async function actOnPreview(
  ports: ActPorts,
  ground: Ground,
  deployment: KeptDeployment,
  address: string,
): Promise<void> {
  const { workspace, repository } = ground
  const { environment, sha } = deployment
  const label = /^previews?$/i.test(environment) ? 'Preview' : `Preview (${environment})`
  const preview = { ...deployment, resources: [{ kind: 'url', label, value: address }] } as const
  await ports.deployments.keepPreview(workspace, repository.id, preview)
  for (const { number } of await ports.pulls.pullsByHead(workspace, repository.id, sha)) {
    const row = await ports.pulls.pull(workspace, repository.id, number)
    if (row?.sha === sha) await recordPreviews(ports, ground, row.tasks, [preview])
  }
}

/** Records on the tasks of a pull request where its head can be looked at. */
export async function recordPreviews(
  ports: ActPorts,
  ground: Ground,
  tasks: readonly TaskId[],
  previews: readonly KeptDeployment[],
): Promise<void> {
  for (const preview of previews) {
    const by = await actorOf(ports, ground.workspace, preview.by, preview.byId)
    const resources = whatItBrings(ground, preview, preview.resources, by)
    for (const task of tasks) {
      const command = { type: 'RecordResources', resources, by, at: preview.at } as const
      await record(ports, { workspace: ground.workspace, task, command })
    }
  }
}

function whatItBrings(
  { repository }: Ground,
  { environment, ordinal }: KeptDeployment,
  resources: readonly NamedResource[],
  by: Actor,
): Resource[] {
  const source = `deployment of ${repository.fullName} to ${environment}`
  return resources.map((resource) => ({ ...resource, source, by, ordinal }))
}

function tasksOf(merges: readonly KeptMerge[]): TaskId[] {
  return [...new Set(merges.flatMap(({ tasks }) => tasks))]
}

function waitsFor({ gates }: Pick<Task, 'gates'>, environment: string): boolean {
  return environmentsOf([{ gates }]).includes(environment.toLowerCase())
}

/** The environments, in small letters, that the gates of these tasks name. */
export function environmentsOf(tasks: Iterable<Pick<Task, 'gates'>>): string[] {
  const named = [...tasks].flatMap(({ gates }) =>
    gates.flatMap((gate) => (gate.kind === 'deployed' ? [gate.environment.toLowerCase()] : [])),
  )
  return [...new Set(named)]
}
