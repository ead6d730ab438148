import { generateKeyPairSync } from 'node:crypto'
import nock from 'nock'
import type { ApplicationFunction } from 'probot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { judgeFailure } from '../../app/github/failure.ts'
import { createWorker } from '../../app/github/worker.ts'
import { jsonLog } from '../../app/log.ts'

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const lines: string[] = []
const ran: string[] = []

beforeEach(() => {
  lines.length = 0
  ran.length = 0
})
afterEach(() => {
  const pending = nock.pendingMocks()
  nock.cleanAll()
  expect(pending).toEqual([])
})

const comments: ApplicationFunction = (probot) => {
  probot.on('pull_request.closed', async (context) => {
    ran.push(`merged=${context.payload.pull_request.merged}`)
    await context.octokit.rest.issues.createComment(context.issue({ body: 'Merging completed UAPI-12 ü' }))
  })
}

function worker(app: ApplicationFunction = comments, apiUrl = 'https://api.github.com') {
  return createWorker({
    appId: 1,
    privateKey: async () => privateKey,
    apiUrl,
    log: jsonLog((line) => lines.push(line)),
    app,
  })
}

const payload = {
  action: 'closed',
  pull_request: { number: 7, merged: true },
  repository: { id: 1, name: 'api', full_name: 'acme/api', owner: { login: 'acme' } },
  installation: { id: 99 },
}
const delivery = { id: 'd1', name: 'pull_request', payload }

/** GitHub with a token for the installation and one answer to the comment. */
function gitHub(status: number, body: object, headers: Record<string, string> = {}) {
  nock('https://api.github.com')
    .post('/app/installations/99/access_tokens')
    .reply(201, { token: 'ghs_installation', expires_at: '2099-01-01T00:00:00Z', permissions: {} })
  nock('https://api.github.com', { reqheaders: { authorization: 'token ghs_installation' } })
    .post('/repos/acme/api/issues/7/comments', { body: 'Merging completed UAPI-12 ü' })
    .reply(status, body, headers)
}

describe('a delivery that the worker receives', () => {
  it('reaches its handlers, who act as the installation', async () => {
    gitHub(201, { id: 1 })
    expect(await worker().receive(delivery)).toBe('done')
    expect(ran).toEqual(['merged=true'])
    expect(lines).toEqual([])
  })

  it('is done when nobody handles it', async () => {
    expect(await worker().receive({ ...delivery, name: 'star' })).toBe('done')
    expect(ran).toEqual([])
  })

  it.each([undefined, null, {}, { id: 0 }, { id: '99' }])(
    'is dropped with the installation %j',
    async (installation) => {
      expect(await worker().receive({ ...delivery, payload: { ...payload, installation } })).toBe('dropped')
      expect(ran).toEqual([])
      expect(lines.map((line) => JSON.parse(line))).toEqual([
        {
          level: 'warn',
          message: 'A delivery without an installation is dropped',
          delivery: 'd1',
          event: 'pull_request',
        },
      ])
    },
  )

  it.each([403, 404, 410, 422])('is dropped when GitHub answers %d, after one request', async (status) => {
    gitHub(status, { message: 'Not for you' })
    expect(await worker().receive(delivery)).toBe('dropped')
    expect(lines.map((line) => JSON.parse(line)).at(-1)).toEqual({
      level: 'error',
      message: 'A delivery is refused by GitHub for good and dropped',
      delivery: 'd1',
      event: 'pull_request',
      retry: false,
      statuses: [status],
    })
  })

  it.each<[string, number, string, Record<string, string>]>([
    ['an outage', 502, 'Bad gateway', {}],
    ['too many requests', 429, 'Slow down', { 'retry-after': '60' }],
    ['a spent quota', 403, 'Forbidden', { 'x-ratelimit-remaining': '0' }],
    ['a secondary limit', 403, 'You have exceeded a secondary rate limit', {}],
    ['a pause', 403, 'Forbidden', { 'retry-after': '60' }],
  ])('is thrown back after one request when there is %s', async (_, status, message, headers) => {
    gitHub(status, { message }, headers)
    await expect(worker().receive(delivery)).rejects.toThrow(message)
  })

  it('is thrown back when a handler breaks, and the others still run', async () => {
    const app: ApplicationFunction = (probot) => {
      probot.on('pull_request', async () => {
        throw new TypeError('a bug')
      })
      probot.on('pull_request.closed', async () => void ran.push('second'))
    }
    await expect(worker(app).receive(delivery)).rejects.toThrow('a bug')
    expect(ran).toEqual(['second'])
  })

  it('leaves no payload in the log', async () => {
    gitHub(500, { message: 'x' })
    const secret = { ...payload, pull_request: { ...payload.pull_request, body: 'a private plan' } }
    await expect(worker().receive({ ...delivery, payload: secret })).rejects.toThrow()
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.join()).not.toContain('a private plan')
  })

  it('is tried anew after the handlers could not be registered', async () => {
    let times = 0
    const app: ApplicationFunction = () => {
      times += 1
      if (times === 1) throw new Error('not yet')
    }
    const again = worker(app)
    await expect(again.receive(delivery)).rejects.toThrow('not yet')
    expect(await again.receive(delivery)).toBe('done')
  })
})

describe('a failure', () => {
  const refused = (status: number) => Object.assign(new Error('no'), { status })

  it('is final only if every handler was refused', () => {
    expect([
      judgeFailure(new AggregateError([refused(404), refused(422)])),
      judgeFailure(new AggregateError([refused(404), refused(500)])),
      judgeFailure(new AggregateError([refused(404), new TypeError('bug')])),
      judgeFailure(new AggregateError([])),
      judgeFailure(refused(404)),
      judgeFailure(refused(401)),
      judgeFailure(new Error('socket hang up')),
      judgeFailure('thrown text'),
      judgeFailure(undefined),
    ]).toEqual([
      { retry: false, statuses: [404, 422] },
      { retry: true, statuses: [404, 500] },
      { retry: true, statuses: [404] },
      { retry: true, statuses: [] },
      { retry: false, statuses: [404] },
      { retry: true, statuses: [401] },
      { retry: true, statuses: [] },
      { retry: true, statuses: [] },
      { retry: true, statuses: [] },
    ])
  })
})
