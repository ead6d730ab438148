import {
  changeName,
  type DeploymentIndex,
  type KeptDeployment,
  type KeptMerge,
  type KeptRelease,
} from '../ports/deployments.ts'
import { secondsOf } from '../tasks/ordinal.ts'
import { type Item, notNewer, type Store } from './store.ts'
import { type Key, keys, prefixes } from './table.ts'

const A_DAY = 24 * 3600
/** How long a merge is remembered, and so how long it may take until it is deployed. */
const MERGES_LAST = 90 * A_DAY
/** How late what is told may come. */
const DEPLOYMENTS_LAST = 30 * A_DAY
const MOST_MERGES = 300
const MOST_RELEASES = 10

/** Which merges a repository has seen, and what runs in its environments. */
export function deploymentIndex(store: Store): DeploymentIndex {
  const forward = (key: Key, kind: string, body: Item, ordinal: number | string) =>
    store.put({ ...key, kind, ordinal, ...body }, notNewer(ordinal))
  const under = async ({ pk }: Key, prefix: string, limit?: number) => {
    const newest = limit === undefined ? {} : { limit, backwards: true }
    const { items } = await store.query({
      pk: { name: 'pk', value: pk },
      sk: { name: 'sk', prefix },
      ...newest,
    })
    return items
  }

  return {
    async keepMerge(workspace, repository, merge) {
      const { merged, number, commit, sha, ordinal } = merge
      const expires = secondsOf(merged) + MERGES_LAST
      const key =
        number === undefined
          ? keys.landed(workspace, repository, merged, commit ?? sha)
          : keys.merge(workspace, repository, merged, number)
      await forward(key, number === undefined ? 'landed' : 'merge', { merge, expires }, ordinal)
    },
    async merges(workspace, repository, which) {
      const partition = keys.merge(workspace, repository, 0, 0)
      const [merged, landed] = await Promise.all([
        under(partition, prefixes.merges, MOST_MERGES),
        under(partition, prefixes.landed, MOST_MERGES),
      ])
      const merges = [...merged, ...landed].map((row) => row['merge'] as KeptMerge)
      if (which === 'each') return merges
      const last = new Map<string, KeptMerge>()
      for (const merge of merges) if (!last.has(changeName(merge))) last.set(changeName(merge), merge)
      return [...last.values()]
    },
    async keepDeployment(workspace, repository, deployment) {
      const { environment, state, ordinal } = deployment
      const place = placeOf(deployment)
      const key = keys.deployment(workspace, repository, environment, state === 'success' ? 'success' : 'attempt')
      const expires = secondsOf(ordinal) + DEPLOYMENTS_LAST
      await forward(key, 'deployment', { deployment, expires }, place)
    },
    async deployments(workspace, repository, environment) {
      const key = keys.deployment(workspace, repository, '', 'success')
      const rows = await under(key, prefixes.deployments(environment))
      return rows.map((row) => row['deployment'] as KeptDeployment)
    },
    async keepPreview(workspace, repository, deployment) {
      const { environment, sha, ordinal } = deployment
      const key = keys.preview(workspace, repository, sha, environment)
      const expires = secondsOf(ordinal) + DEPLOYMENTS_LAST
      await forward(key, 'preview', { deployment, expires }, placeOf(deployment))
    },
    async keepRelease(workspace, repository, release) {
      const { ordinal, tag } = release
      const expires = secondsOf(ordinal) + DEPLOYMENTS_LAST
      await forward(keys.release(workspace, repository, ordinal, tag), 'release', { release, expires }, ordinal)
    },
    async releases(workspace, repository) {
      const rows = await under(keys.release(workspace, repository, 0, ''), prefixes.releases, MOST_RELEASES)
      return rows.map((row) => row['release'] as KeptRelease).toReversed()
    },
    async previewsOf(workspace, repository, sha) {
      const rows = await under(keys.preview(workspace, repository, sha, ''), prefixes.previews(sha))
      return rows.map((row) => row['deployment'] as KeptDeployment)
    },
  }
}

// Of two in one second the later one, as GitHub counts them.
function placeOf({ ordinal, id }: KeptDeployment): string {
  return [ordinal, id].map((each) => String(each).padStart(15, '0')).join('#')
}
