import type { GithubClient } from './client.ts'
import type { InboxDelivery } from './inbox.ts'

/** Milliseconds for the requests of one delivery. */
const TIMEOUT = 15_000

const DEPLOYMENT = '/repos/{owner}/{repo}/deployments/{deployment_id}'

/**
 * The payload of a delivery that was too large for the queue, put together again from GitHub's API. It then says how the
 * subject stands now, which is what the sources read anyway. `undefined`: there is nothing to fetch for such an event.
 */
export async function fetchPayload(client: GithubClient, delivery: InboxDelivery): Promise<unknown> {
  const { installationId, repositoryId, repository, pullRequest, issue, commentId, checkRunId } = delivery.subject
  const { deploymentId, deploymentStatusId } = delivery.subject
  const [owner, repo] = repository?.split('/') ?? []
  if (installationId === undefined || repositoryId === undefined || owner === undefined || repo === undefined) return
  const signal = AbortSignal.timeout(TIMEOUT)
  const request = await client.asInstallation(installationId, signal)
  const get = (route: string, ids: Record<string, unknown>) => request(`GET ${route}`, { owner, repo, ...ids }, signal)
  const envelope = (author: unknown) => ({
    action: delivery.action,
    fetched: true,
    installation: { id: installationId },
    repository: { id: repositoryId, full_name: repository },
    sender: author,
  })

  if (delivery.name === 'pull_request' && pullRequest !== undefined) {
    const pull = await get('/repos/{owner}/{repo}/pulls/{pull_number}', { pull_number: pullRequest })
    return { ...envelope(authorOf(pull)), number: pullRequest, pull_request: pull }
  }
  if (delivery.name === 'check_run' && checkRunId !== undefined) {
    const run = await get('/repos/{owner}/{repo}/check-runs/{check_run_id}', { check_run_id: checkRunId })
    return { ...envelope({ login: 'checks', type: 'Bot' }), check_run: run }
  }
  if (deploymentId !== undefined) {
    const deployment = await get(DEPLOYMENT, { deployment_id: deploymentId })
    const begun = { ...envelope({ login: 'deployments', type: 'Bot' }), deployment }
    if (delivery.name === 'deployment') return begun
    if (delivery.name !== 'deployment_status' || deploymentStatusId === undefined) return undefined
    const ids = { deployment_id: deploymentId, status_id: deploymentStatusId }
    return { ...begun, deployment_status: await get(`${DEPLOYMENT}/statuses/{status_id}`, ids) }
  }
  if (delivery.name === 'issue_comment' && commentId !== undefined && issue !== undefined) {
    const comment = await get('/repos/{owner}/{repo}/issues/comments/{comment_id}', { comment_id: commentId })
    return { ...envelope(authorOf(comment)), issue: { number: issue }, comment }
  }
  // Which files such a push touched nobody tells: the configuration is looked at in any case.
  if (delivery.name === 'push' && delivery.subject.sha !== undefined) {
    const { ref, sha: after } = delivery.subject
    const whole = await get('/repos/{owner}/{repo}', {})
    return { ...envelope({ login: 'pushes', type: 'Bot' }), ref, before: '', after, repository: whole }
  }
  // What moved or is gone is not to be found there any more.
  const isThere = delivery.action !== 'deleted' && delivery.action !== 'transferred'
  if (delivery.name === 'issues' && issue !== undefined && isThere) {
    const found = await get('/repos/{owner}/{repo}/issues/{issue_number}', { issue_number: issue })
    return { ...envelope(authorOf(found)), issue: found }
  }
  return undefined
}

function authorOf(thing: unknown): unknown {
  return typeof thing === 'object' && thing !== null && 'user' in thing ? thing.user : undefined
}
