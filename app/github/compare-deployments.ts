import * as z from 'zod'
import { nameNow } from '../projects/connection.ts'
import { bring, type Compared, unlessGone } from './bring.ts'
import { deploymentStatus } from './sources/deployment-status.ts'
import { account, webUrl } from './sources/fields.ts'
import type { DeploymentWork } from './work.ts'

/** Deployments that are looked at, and questions for how they went, in one comparison. */
const NEWEST = 30
const MOST_ASKED = 15
/** What is told of one deployment, newest first. */
const PER_PAGE = 30

const creator = z.looseObject({ ...account.in.shape, html_url: webUrl })
const listed = z.array(z.looseObject({ id: z.number().int().positive(), environment: z.string(), creator }))
const told = z.array(z.looseObject({ id: z.number().int().positive(), state: z.string() }))

/**
 * Brings how the newest deployments went, as far as that is news: of each environment back to the last one that went well, or to
 * what is known. Where no merge of the repository waits for any, nothing is asked; else a request for the list, and one for each
 * deployment that is looked at.
 */
export async function bringDeployments(compared: Compared): Promise<void> {
  const { deployments, workspace, repository, get } = compared
  if ((await deployments.merges(workspace, repository.id)).length === 0) return
  const known = await deployments.deployments(workspace, repository.id)
  const found = listed.safeParse(
    await unlessGone(() => get('/repos/{owner}/{repo}/deployments', { per_page: NEWEST, page: 1 })),
  )
  // Of each environment the last one that went well and the last other one, as they are kept.
  const seen = new Set<string>()
  let asked = 0
  for (const deployment of found.data ?? []) {
    const place = deployment.environment.toLowerCase()
    if (seen.has(`${place} success`) || asked >= MOST_ASKED) continue
    asked += 1
    const said = await lastOf(compared, deployment)
    if (said === undefined) continue
    const [sort, work] = [said.work.state === 'success' ? 'success' : 'attempt', said.work]
    const isOld = known.some((kept) => {
      const isAlike = kept.environment.toLowerCase() === place && (kept.state === 'success') === (sort === 'success')
      return isAlike && kept.ordinal >= work.ordinal
    })
    if (!isOld && !seen.has(`${place} ${sort}`)) {
      const id = `deployment-${deployment.id}-${work.id}`
      await bring(compared, id, deploymentStatus.event, 'created', said.payload)
    }
    seen.add(`${place} ${sort}`)
  }
}

type Listed = z.output<typeof listed>[number]

// GitHub itself says `inactive` of what a later deployment has replaced: how it went is told before.
async function lastOf(compared: Compared, deployment: Listed) {
  const { repository, get } = compared
  const route = '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses'
  const ids = { deployment_id: deployment.id, per_page: PER_PAGE, page: 1 }
  const statuses = told.safeParse(await unlessGone(() => get(route, ids)))
  const last = statuses.data?.find(({ state }) => state !== 'inactive')
  if (last === undefined) return undefined
  const page = `${new URL(deployment.creator.html_url).origin}/${nameNow(repository)}`
  const payload = {
    repository: { id: repository.id, full_name: nameNow(repository), html_url: page },
    sender: deployment.creator,
    deployment,
    deployment_status: last,
  }
  const read = deploymentStatus.read({ action: 'created', ...payload })
  const work = read.ok ? read.value.find((each): each is DeploymentWork => each.kind === 'deployment') : undefined
  return work === undefined ? undefined : { work, payload }
}
