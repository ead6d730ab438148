import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import nock from 'nock'
import { afterEach, describe, expect, it } from 'vitest'
import { githubChannel } from '../../app/github/channel.ts'
import { isMarked, markerOf } from '../../app/github/marker.ts'
import { noticeComment } from '../../app/github/messages/notice.ts'
import { API, APP, COMMENT, comment, ISSUE, KEYS, marked, NOW, tokenIsGiven } from './api.ts'
import { ADDRESS, HANDOFF, messageOf } from './notices.ts'

const MESSAGE = messageOf(HANDOFF)
const MARK = markerOf(HANDOFF.notice, KEYS)
const BODY = `${noticeComment(MESSAGE)}\n\n${MARK}`

const channel = (changes: Partial<Parameters<typeof githubChannel>[0]> = {}) =>
  githubChannel({ ...APP, keys: async () => KEYS, sendTimeout: 2_000, ...changes })

afterEach(() => {
  const pending = nock.pendingMocks()
  nock.cleanAll()
  expect(pending).toEqual([])
})

describe('sending', () => {
  it('writes one comment as the installation, with our hidden mark', async () => {
    tokenIsGiven()
    nock(API, { reqheaders: { authorization: 'token ghs_first' } })
      .post(ISSUE, (sent) => sent.body === BODY && marked(sent.body))
      .reply(201, comment(77, BODY))
    expect(await channel().send(ADDRESS, MESSAGE)).toEqual({ outcome: 'sent', receipt: { id: '77' } })
  })

  it('uses a token until shortly before it ends', async () => {
    let now = NOW
    const github = channel({ now: () => now })
    tokenIsGiven()
    nock(API).post(ISSUE).twice().matchHeader('authorization', 'token ghs_first').reply(201, comment(1, ''))
    await github.send(ADDRESS, MESSAGE)
    await github.send(ADDRESS, MESSAGE)
    now += 56 * 60_000
    tokenIsGiven('ghs_second')
    nock(API).post(ISSUE).matchHeader('authorization', 'token ghs_second').reply(201, comment(2, ''))
    await github.send(ADDRESS, MESSAGE)
  })

  it('asks for a new token after GitHub has refused the old one', async () => {
    let now = NOW
    const github = channel({ now: () => now })
    tokenIsGiven()
    nock(API).post(ISSUE).reply(201, comment(1, ''))
    await github.send(ADDRESS, MESSAGE)
    now += 10 * 60_000
    nock(API).post(ISSUE).reply(401, { message: 'Bad credentials' })
    expect(await github.send(ADDRESS, MESSAGE)).toEqual({
      outcome: 'refused',
      notBefore: now + 10_000,
      why: 'GitHub answered 401: Bad credentials',
    })
    tokenIsGiven('ghs_second')
    nock(API).post(ISSUE).matchHeader('authorization', 'token ghs_second').reply(201, comment(2, ''))
    expect(await github.send(ADDRESS, MESSAGE)).toEqual({ outcome: 'sent', receipt: { id: '2' } })
  })

  const SECONDARY = { message: 'You have exceeded a secondary rate limit.' }
  const SOON = String(NOW / 1000 + 90)
  it.each([
    ['429 with a time', 429, {}, { 'retry-after': '30' }, { outcome: 'refused', notBefore: NOW + 30_000 }],
    ['429 without any', 429, {}, {}, { outcome: 'refused', notBefore: NOW + 60_000 }],
    ['429 with nonsense', 429, {}, { 'retry-after': 'soon' }, { outcome: 'refused', notBefore: NOW + 60_000 }],
    ['a wait of years', 429, {}, { 'retry-after': '99999999' }, { outcome: 'refused', notBefore: NOW + 86_400_000 }],
    ['a wait in the past', 429, {}, { 'retry-after': '-5' }, { outcome: 'refused', notBefore: NOW + 1_000 }],
    ['a secondary limit', 403, SECONDARY, { 'retry-after': '45' }, { outcome: 'refused', notBefore: NOW + 45_000 }],
    ['one that names no time', 403, SECONDARY, {}, { outcome: 'refused', notBefore: NOW + 60_000 }],
    [
      'a limit with its end',
      403,
      { message: 'API rate limit exceeded' },
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': SOON },
      { outcome: 'refused', notBefore: NOW + 90_000 },
    ],
    ['a plain 403', 403, { message: 'Resource not accessible by integration' }, {}, { outcome: 'impossible' }],
    ['404', 404, { message: 'Not Found' }, {}, { outcome: 'impossible' }],
    ['410', 410, { message: 'Issues are disabled' }, {}, { outcome: 'impossible' }],
    ['422', 422, { message: 'Validation Failed' }, {}, { outcome: 'impossible' }],
    ['451', 451, { message: 'Blocked' }, {}, { outcome: 'impossible' }],
    ['500', 500, { message: 'Oops' }, {}, { outcome: 'unknown' }],
    ['502', 502, '<html>', {}, { outcome: 'unknown' }],
  ] as const)('%s', async (_, status, body, headers, expected) => {
    tokenIsGiven()
    nock(API).post(ISSUE).reply(status, body, headers)
    const { why, ...result } = (await channel().send(ADDRESS, MESSAGE)) as { why: string }
    expect(result).toEqual(expected)
    expect(why).toMatch(new RegExp(`^GitHub answered ${status}`))
  })

  it('does not know what became of a lost connection or of an answer that cannot be read', async () => {
    tokenIsGiven()
    nock(API)
      .post(ISSUE)
      .replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))
    const github = channel()
    expect(await github.send(ADDRESS, MESSAGE)).toEqual({ outcome: 'unknown', why: 'GitHub gave no answer' })
    nock(API).post(ISSUE).reply(201, { surprise: true })
    expect(await github.send(ADDRESS, MESSAGE)).toEqual({ outcome: 'unknown', why: 'GitHub gave no answer' })
  })

  it('knows that nothing was sent when there was no token to send it with', async () => {
    nock(API).post('/app/installations/7/access_tokens').reply(502)
    expect(await channel().send(ADDRESS, MESSAGE)).toMatchObject({ outcome: 'refused', notBefore: NOW + 10_000 })
    nock(API).post('/app/installations/7/access_tokens').reply(404, { message: 'Not Found' })
    expect(await channel().send(ADDRESS, MESSAGE)).toMatchObject({ outcome: 'impossible' })
  })

  it('gives up in time when GitHub takes the request and says nothing, and sends it once', async () => {
    let comments = 0
    const server = createServer((request, answer) => {
      if (request.url?.endsWith('/access_tokens')) {
        answer.writeHead(201, { 'content-type': 'application/json' })
        answer.end(JSON.stringify({ token: 'ghs_first', expires_at: '2026-06-01T13:00:00Z' }))
      } else comments++
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    try {
      const sent = await channel({ apiUrl, sendTimeout: 300 }).send(ADDRESS, MESSAGE)
      expect({ sent, comments }).toEqual({ sent: { outcome: 'unknown', why: 'GitHub gave no answer' }, comments: 1 })
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })

  it('paces all conversations of an installation together', () => {
    expect(channel().pace(ADDRESS)).toEqual({ name: 'github#7', intervalMs: 1000 })
  })
})

const listed = (...pages: readonly unknown[][]) => {
  tokenIsGiven()
  for (const [index, page] of pages.entries()) {
    nock(API)
      .get(ISSUE)
      .query({ since: '2026-06-01T09:55:00.000Z', per_page: 100, page: index + 1 })
      .reply(200, page)
  }
}

describe('looking for what an earlier attempt has left', () => {
  it('finds our comment, on whatever page it is', async () => {
    const chatter = Array.from({ length: 100 }, (_, index) => comment(index + 1, 'chatter', 'somebody'))
    listed(chatter, [comment(200, BODY)])
    expect(await channel().find(ADDRESS, MESSAGE)).toEqual({ id: '200' })
  })

  it('finds nothing when there is nothing', async () => {
    listed([comment(1, 'chatter', 'somebody')])
    expect(await channel().find(ADDRESS, MESSAGE)).toBeUndefined()
  })

  it('is not taken in by others who copy our mark, nor by us with another mark', async () => {
    listed([
      comment(1, BODY, 'impostor'),
      comment(2, BODY, 'codexflow'),
      comment(3, MARK.replace(/k=\w{4}/, 'k=0000')),
      comment(4, markerOf('n_ffff', KEYS)),
      comment(5, markerOf(HANDOFF.notice, ['another secret of somebody'])),
      { id: 6, body: null, user: null },
    ])
    expect(await channel().find(ADDRESS, MESSAGE)).toBeUndefined()
  })

  it('keeps the oldest of two and deletes the other', async () => {
    listed([comment(9, BODY), comment(4, BODY), comment(7, `${BODY} `)])
    nock(API).delete(COMMENT(7)).reply(204)
    nock(API).delete(COMMENT(9)).reply(404, { message: 'Not Found' })
    expect(await channel().find(ADDRESS, MESSAGE)).toEqual({ id: '4' })
  })

  it('throws when it cannot look, or cannot heal yet', async () => {
    tokenIsGiven()
    nock(API).get(ISSUE).query(true).reply(503)
    const github = channel()
    await expect(github.find(ADDRESS, MESSAGE)).rejects.toThrow()
    nock(API)
      .get(ISSUE)
      .query(true)
      .reply(200, [comment(1, BODY), comment(2, BODY)])
    nock(API).delete(COMMENT(2)).reply(500)
    await expect(github.find(ADDRESS, MESSAGE)).rejects.toThrow()
  })
})

describe('keeping a comment true', () => {
  const HELD = messageOf(HANDOFF, { standing: { state: 'on-hold', reasons: [{ kind: 'blocker', task: 'UAPI-12' }] } })
  const HELD_BODY = `${noticeComment(HELD)}\n\n${MARK}`

  it('writes it anew', async () => {
    listed([comment(77, BODY)])
    nock(API).patch(COMMENT(77), { body: HELD_BODY }).reply(200, comment(77, HELD_BODY))
    expect(await channel().edit(ADDRESS, { id: '77' }, HELD)).toEqual({ outcome: 'sent', receipt: { id: '77' } })
  })

  it('leaves it alone when it says so already', async () => {
    listed([comment(77, HELD_BODY)])
    expect(await channel().edit(ADDRESS, { id: '77' }, HELD)).toEqual({ outcome: 'sent', receipt: { id: '77' } })
  })

  it('takes away a double that came later', async () => {
    listed([comment(77, HELD_BODY), comment(78, BODY)])
    nock(API).delete(COMMENT(78)).reply(204)
    expect(await channel().edit(ADDRESS, { id: '77' }, HELD)).toMatchObject({ outcome: 'sent' })
  })

  it('lets a deleted comment rest', async () => {
    listed([])
    nock(API).patch(COMMENT(77)).reply(404, { message: 'Not Found' })
    expect(await channel().edit(ADDRESS, { id: '77' }, HELD)).toEqual({
      outcome: 'impossible',
      why: 'GitHub answered 404: Not Found',
    })
  })

  it.each([
    [429, 'refused'],
    [500, 'unknown'],
  ])('says when GitHub answers %i', async (status, outcome) => {
    listed([comment(77, BODY)])
    nock(API).patch(COMMENT(77)).reply(status)
    expect(await channel().edit(ADDRESS, { id: '77' }, HELD)).toMatchObject({ outcome })
  })
})

it('a mark is good for its own notice and key only', () => {
  expect(isMarked(`text ${MARK}`, HANDOFF.notice, KEYS)).toBe(true)
  expect(isMarked(`text ${MARK}`, 'n_1', KEYS)).toBe(false)
  expect(isMarked(`text ${MARK}`, HANDOFF.notice, ['x'])).toBe(false)
  expect(isMarked(MARK.replace('codexflow:v1', 'codexflow:v2'), HANDOFF.notice, KEYS)).toBe(false)
})
