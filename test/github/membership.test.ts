import nock from 'nock'
import { afterEach, describe, expect, it } from 'vitest'
import { githubClient } from '../../app/github/client.ts'
import { mayConnect, mayWrite } from '../../app/github/membership.ts'
import { API, APP, tokenIsGiven } from './api.ts'

const WANTED = { fullName: 'northwind/user-api', login: 'priya-gh' }
const REPO = '/repos/northwind/user-api'
const PERMISSION = `${REPO}/collaborators/priya-gh/permission`
const asked = (wanted: Parameters<typeof mayConnect>[1] = WANTED) => mayConnect(githubClient(APP), wanted)

afterEach(() => {
  const pending = nock.pendingMocks()
  nock.cleanAll()
  expect(pending).toEqual([])
})

function installed(): void {
  nock(API)
    .get(`${REPO}/installation`)
    .matchHeader('authorization', /^bearer ey/)
    .reply(200, { id: 7 })
  tokenIsGiven()
  nock(API)
    .get(REPO)
    .matchHeader('authorization', 'token ghs_first')
    .reply(200, { id: 1001, full_name: 'northwind/User-API' })
}

describe('who may connect a repository', () => {
  it('is an admin of it, where our app is installed', async () => {
    installed()
    nock(API)
      .get(PERMISSION)
      .reply(200, { permission: 'admin', user: { login: 'Priya-GH' } })
    expect(await asked()).toEqual({ ok: true, value: { id: 1001, fullName: 'northwind/User-API', installation: 7 } })
  })

  it('is nobody without a proved login, and GitHub is not even asked', async () => {
    expect(await asked({ ...WANTED, login: undefined })).toEqual({ ok: false, error: { kind: 'login-not-linked' } })
  })

  it.each(['write', 'read', 'none'])('is nobody who may only %s', async (permission) => {
    installed()
    nock(API)
      .get(PERMISSION)
      .reply(200, { permission, user: { login: 'priya-gh' } })
    expect(await asked()).toEqual({
      ok: false,
      error: { kind: 'login-not-admin', login: 'priya-gh', fullName: 'northwind/User-API' },
    })
  })

  it('is nobody whom GitHub does not know, or knows by another name', async () => {
    const refused = {
      ok: false,
      error: { kind: 'login-not-admin', login: 'priya-gh', fullName: 'northwind/User-API' },
    }
    installed()
    nock(API).get(PERMISSION).reply(404, { message: 'Not Found' })
    expect(await asked()).toEqual(refused)
    installed()
    nock(API)
      .get(PERMISSION)
      .reply(200, { permission: 'admin', user: { login: 'somebody-else' } })
    expect(await asked()).toEqual(refused)
  })

  it('is nobody where the app is not installed, or suspended', async () => {
    const refused = { ok: false, error: { kind: 'repository-not-found', fullName: 'northwind/user-api' } }
    nock(API).get(`${REPO}/installation`).reply(404, { message: 'Not Found' })
    expect(await asked()).toEqual(refused)
    nock(API).get(`${REPO}/installation`).reply(200, { id: 7, suspended_at: '2026-01-01T00:00:00Z' })
    expect(await asked()).toEqual(refused)
  })

  it.each(['northwind', 'a/b/c', '../x', 'northwind/..', 'a b/c', 'northwind/x?y', ''])(
    'of %s is nobody: that is no name of a repository',
    async (fullName) => {
      expect(await asked({ ...WANTED, fullName })).toEqual({
        ok: false,
        error: { kind: 'repository-not-found', fullName },
      })
    },
  )

  it.each([
    [500, {}, {}],
    [401, { message: 'Bad credentials' }, {}],
    [403, { message: 'API rate limit exceeded' }, { 'x-ratelimit-remaining': '0' }],
  ])('cannot be told while GitHub answers %i, and the fault holds no secret', async (status, body, headers) => {
    nock(API).get(`${REPO}/installation`).reply(status, body, headers)
    const fault = await asked().catch((error: unknown) => error)
    expect(fault).toMatchObject({ name: 'Fault', message: 'GitHub could not be asked about a repository' })
    expect(fault).toEqual(expect.objectContaining({ data: { status } }))
    expect((fault as Error).cause).toBeUndefined()
  })
})

describe('who may write to a repository', () => {
  const HERE = { fullName: 'northwind/user-api', installation: 7, login: 'priya-gh' }
  const holds = (permission: string, login = 'Priya-GH') =>
    nock(API).get(PERMISSION).reply(200, { permission, user: { login } })

  it.each([
    ['admin', true],
    ['write', true],
    ['read', false],
    ['none', false],
  ])('is for GitHub to say: %s', async (permission, may) => {
    tokenIsGiven()
    holds(permission)
    expect(await mayWrite(githubClient(APP), HERE)).toBe(may)
  })

  it('is nobody whom GitHub knows by another name', async () => {
    tokenIsGiven()
    holds('write', 'somebody-else')
    expect(await mayWrite(githubClient(APP), HERE)).toBe(false)
  })

  it.each([403, 404, 451])('is nobody where GitHub will not say: %s', async (status) => {
    tokenIsGiven()
    nock(API).get(PERMISSION).reply(status, { message: 'Not Found' })
    expect(await mayWrite(githubClient(APP), HERE)).toBe(false)
  })

  it('is nobody where the installation is gone', async () => {
    nock(API).post('/app/installations/7/access_tokens').reply(404, { message: 'Not Found' })
    expect(await mayWrite(githubClient(APP), HERE)).toBe(false)
  })

  it.each([429, 500, 502, 503])('cannot be known while GitHub answers %s', async (status) => {
    tokenIsGiven()
    nock(API).get(PERMISSION).reply(status, { message: 'later' })
    await expect(mayWrite(githubClient(APP), HERE)).rejects.toThrow('GitHub could not be asked about a repository')
  })

  it('cannot be known while GitHub gives no answer', async () => {
    tokenIsGiven()
    nock(API).get(PERMISSION).replyWithError('socket hang up')
    await expect(mayWrite(githubClient(APP), HERE)).rejects.toThrow('GitHub could not be asked about a repository')
  })
})
