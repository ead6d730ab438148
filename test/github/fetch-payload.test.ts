import nock from 'nock'
import { afterEach, expect, it } from 'vitest'
import { githubClient } from '../../app/github/client.ts'
import { fetchPayload } from '../../app/github/fetch-payload.ts'
import { sourceOf } from '../../app/github/sources/registry.ts'
import { API, APP, tokenIsGiven } from './api.ts'
import { closedIssuePayload, deploymentPayload, SHA1 } from './payloads.ts'

afterEach(() => {
  const pending = nock.pendingMocks()
  nock.cleanAll()
  expect(pending).toEqual([])
})

it('a deployment that was too large for the queue is read again, and how it went', async () => {
  const { deployment, deployment_status } = deploymentPayload('success', '11:00:00', { sha: SHA1 })
  const one = '/repos/northwind/user-api/deployments/5'
  tokenIsGiven()
  nock(API).get(one).reply(200, deployment).get(`${one}/statuses/6`).reply(200, deployment_status)
  const place = { installationId: 7, repositoryId: 1001, repository: 'northwind/user-api' }
  const subject = { ...place, deploymentId: 5, deploymentStatusId: 6 }
  const delivery = { id: 'd', name: 'deployment_status', action: 'created', receivedAt: '', subject }
  const payload = await fetchPayload(githubClient(APP), delivery)
  expect(sourceOf('deployment_status', 'created')!.read(payload)).toMatchObject({
    ok: true,
    value: [{ kind: 'deployment', state: 'success', sha: SHA1, repository: { id: 1001 } }],
  })
})

it('a push that was too large for the queue is a reason to look at the configuration, and no more', async () => {
  tokenIsGiven()
  nock(API).get('/repos/northwind/user-api').reply(200, {
    id: 1001,
    full_name: 'northwind/user-api',
    default_branch: 'main',
    pushed_at: '2026-06-01T10:00:00Z',
  })
  const delivery = {
    id: 'd-1',
    name: 'push',
    receivedAt: '2026-06-01T10:00:00.000Z',
    subject: {
      installationId: 7,
      repositoryId: 1001,
      repository: 'northwind/user-api',
      sha: 'a'.repeat(40),
      ref: 'refs/heads/main',
    },
  }
  const payload = await fetchPayload(githubClient(APP), delivery)
  expect(sourceOf('push', undefined)?.read(payload)).toEqual({
    ok: true,
    value: [
      {
        kind: 'push',
        repository: { id: 1001, fullName: 'northwind/user-api' },
        installation: 7,
        before: '',
        after: 'a'.repeat(40),
        branch: 'main',
        by: 'pushes',
        bot: 'pushes',
        at: '2026-06-01T10:00:00.000Z',
        touched: 'all',
        commits: [],
        reverts: [],
      },
    ],
  })
})

it('an issue that was too large for the queue is read again; one that moved or is gone is not there to be read', async () => {
  const { issue } = closedIssuePayload('11:00:00', 'completed', { closed_by: { login: 'priya-gh' } })
  tokenIsGiven()
  nock(API).get('/repos/northwind/user-api/issues/7').reply(200, issue)
  const subject = { installationId: 7, repositoryId: 1001, repository: 'northwind/user-api', issue: 7 }
  const client = githubClient(APP)
  const payload = await fetchPayload(client, { id: 'd', name: 'issues', action: 'closed', receivedAt: '', subject })
  expect(sourceOf('issues', 'closed')!.read(payload)).toMatchObject({
    ok: true,
    value: [{ kind: 'issue', number: 7, closed: { how: 'completed', by: { login: 'priya-gh' } } }],
  })
  const moved = { id: 'd', name: 'issues', action: 'transferred', receivedAt: '', subject }
  expect(await fetchPayload(client, moved)).toBeUndefined()
})
