import nock from 'nock'
import { afterEach, describe, expect, it } from 'vitest'
import { githubClient } from '../../app/github/client.ts'
import { isMarked, markerOf, taskMark } from '../../app/github/marker.ts'
import { pullCheck } from '../../app/github/messages/pull-check.ts'
import { taskComment } from '../../app/github/messages/task-comment.ts'
import { githubPublisher } from '../../app/github/publisher.ts'
import { API, APP, COMMENT, comment, ISSUE, KEYS, NOW, tokenIsGiven } from './api.ts'
import { PULL_TRUTH, TASK_TRUTH } from './truths.ts'

const publisher = () =>
  githubPublisher({ ...APP, client: githubClient(APP), keys: async () => KEYS, sendTimeout: 2_000 })

const RUNS = '/repos/northwind/user-api/check-runs'
const ON_HEAD = `/repos/northwind/user-api/commits/${PULL_TRUTH.sha}/check-runs`
const CHECK = pullCheck(PULL_TRUTH)
const MARK = markerOf(taskMark(TASK_TRUTH.task), KEYS)
const BODY = `${taskComment(TASK_TRUTH)}\n\n${MARK}`
const POSTED = { id: '70', hash: 'h', sha: PULL_TRUTH.sha }

const listed = (...runs: readonly { readonly id: number; readonly app?: number }[]) =>
  nock(API)
    .get(ON_HEAD)
    .query({ check_name: 'CodexFlow', app_id: '1', filter: 'all', per_page: '100' })
    .reply(200, { check_runs: runs.map(({ id, app = 1 }) => ({ id, name: 'CodexFlow', app: { id: app } })) })
const commented = (...comments: readonly ReturnType<typeof comment>[]) =>
  nock(API)
    .get(ISSUE)
    .query((query) => query['page'] === '1' && String(query['since']).endsWith('Z'))
    .reply(200, comments)

afterEach(() => {
  const pending = nock.pendingMocks()
  nock.cleanAll()
  expect(pending).toEqual([])
})

describe('the check run', () => {
  it('is written once on a head, with all that it says', async () => {
    tokenIsGiven()
    listed()
    nock(API)
      .post(RUNS, {
        head_sha: PULL_TRUTH.sha,
        name: 'CodexFlow',
        external_id: /^codexflow:v1:pull\/3:[0-9a-f]{32}$/,
        status: 'completed',
        conclusion: 'success',
        output: { title: CHECK.title, summary: CHECK.summary },
        actions: [],
      })
      .reply(201, { id: 70 })
    expect(await publisher().state(PULL_TRUTH, undefined, false)).toEqual({ outcome: 'stated', id: '70' })
  })

  it('is found again where an answer was lost, among those of others', async () => {
    tokenIsGiven()
    listed({ id: 70 }, { id: 71 }, { id: 72, app: 99 })
    // Of two that were both accepted, GitHub shows the younger.
    nock(API).patch(`${RUNS}/71`).reply(200, { id: 71 })
    expect(await publisher().state(PULL_TRUTH, undefined, false)).toEqual({ outcome: 'stated', id: '71' })
  })

  it('is written again in its place without a look', async () => {
    tokenIsGiven()
    nock(API)
      .patch(`${RUNS}/70`, (sent) => sent.output.title === CHECK.title && sent.status === 'completed')
      .reply(200, { id: 70 })
    expect(await publisher().state(PULL_TRUTH, POSTED, false)).toEqual({ outcome: 'stated', id: '70' })
  })

  it('is written under the name that the repository has now', async () => {
    tokenIsGiven()
    nock(API).patch('/repos/northwind/accounts/check-runs/70').reply(200, { id: 70 })
    const renamed = { ...PULL_TRUTH, repository: { ...PULL_TRUTH.repository, nameNow: 'northwind/accounts' } }
    expect(await publisher().state(renamed, POSTED, false)).toEqual({ outcome: 'stated', id: '70' })
  })

  it('goes on in the one that is known where nothing else is found', async () => {
    tokenIsGiven()
    listed()
    nock(API).patch(`${RUNS}/70`).reply(200, { id: 70 })
    expect(await publisher().state(PULL_TRUTH, POSTED, true)).toEqual({ outcome: 'stated', id: '70' })
  })
})

describe('the comment', () => {
  it('is written once, with our mark', async () => {
    tokenIsGiven()
    commented(comment(1, `${BODY}x`, 'mallory'), comment(2, taskComment(TASK_TRUTH)))
    nock(API)
      .post(ISSUE, (sent) => isMarked(sent.body, taskMark(TASK_TRUTH.task), KEYS))
      .reply(201, comment(77, BODY))
    expect(await publisher().state(TASK_TRUTH, undefined, false)).toEqual({ outcome: 'stated', id: '77' })
  })

  it('is rewritten in its place without a look', async () => {
    tokenIsGiven()
    nock(API)
      .patch(COMMENT(77), (sent) => sent.body === BODY)
      .reply(200, comment(77, BODY))
    expect(await publisher().state(TASK_TRUTH, { id: '77', hash: 'h' }, false)).toEqual({ outcome: 'stated', id: '77' })
  })

  it('is the older one where two came about, whatever page they are on; the other goes', async () => {
    tokenIsGiven()
    const full = Array.from({ length: 100 }, (_, index) => comment(100 + index, 'a chat', 'somebody'))
    nock(API).get(ISSUE).query({ since: /./, per_page: '100', page: '1' }).reply(200, full)
    nock(API)
      .get(ISSUE)
      .query({ since: /./, per_page: '100', page: '2' })
      .reply(200, [comment(301, BODY), comment(300, `${BODY} of before\n${MARK}`)])
    nock(API).delete(COMMENT(301)).reply(204)
    nock(API).patch(COMMENT(300)).reply(200, comment(300, BODY))
    expect(await publisher().state(TASK_TRUTH, { id: '301', hash: 'h' }, true)).toEqual({
      outcome: 'stated',
      id: '300',
    })
  })

  it('that stands as it should is left alone', async () => {
    tokenIsGiven()
    commented(comment(77, BODY))
    expect(await publisher().state(TASK_TRUTH, undefined, false)).toEqual({ outcome: 'stated', id: '77' })
  })

  it('that somebody took away is gone, and none is written in its place', async () => {
    tokenIsGiven()
    nock(API).patch(COMMENT(77)).reply(404, { message: 'Not Found' })
    commented()
    expect(await publisher().state(TASK_TRUTH, { id: '77', hash: 'h' }, false)).toMatchObject({ outcome: 'removed' })
  })

  it('is not taken for gone where the whole repository is out of sight', async () => {
    tokenIsGiven()
    nock(API).patch(COMMENT(77)).reply(404, { message: 'Not Found' })
    nock(API).get(ISSUE).query(true).reply(404, { message: 'Not Found' })
    expect(await publisher().state(TASK_TRUTH, { id: '77', hash: 'h' }, false)).toEqual({
      outcome: 'impossible',
      why: 'GitHub answered 404: Not Found',
    })
  })

  it('says so when a double could not be deleted, and goes on', async () => {
    tokenIsGiven()
    commented(comment(77, BODY), comment(78, BODY))
    nock(API).delete(COMMENT(78)).reply(403, { message: 'Resource not accessible by integration' })
    expect(await publisher().state(TASK_TRUTH, undefined, false)).toEqual({ outcome: 'stated', id: '77' })
  })
})

const SECONDARY = { message: 'You have exceeded a secondary rate limit.' }
/** Every fate of `docs/operations.md`: what GitHub answers to a write, and what becomes of it. */
const FATES = [
  [429, {}, { 'retry-after': '30' }, { outcome: 'refused', notBefore: NOW + 30_000 }],
  [403, SECONDARY, {}, { outcome: 'refused', notBefore: NOW + 60_000 }],
  [401, { message: 'Bad credentials' }, {}, { outcome: 'refused', notBefore: NOW + 10_000 }],
  [500, {}, {}, { outcome: 'unknown' }],
  [502, '<html>', {}, { outcome: 'unknown' }],
  [403, { message: 'Resource not accessible by integration' }, {}, { outcome: 'impossible' }],
  [404, { message: 'Not Found' }, {}, { outcome: 'impossible' }],
  [410, { message: 'This issue was deleted' }, {}, { outcome: 'impossible' }],
  [422, { message: 'No commit found for SHA' }, {}, { outcome: 'impossible' }],
] as const

describe.each(FATES)('when GitHub answers %i to a write', (status, body, headers, expected) => {
  it('the check run meets its fate, and nothing is tried twice', async () => {
    tokenIsGiven()
    listed()
    nock(API).post(RUNS).reply(status, body, headers)
    expect(await publisher().state(PULL_TRUTH, undefined, false)).toMatchObject(expected)
  })

  it('so does the comment', async () => {
    tokenIsGiven()
    commented()
    nock(API).post(ISSUE).reply(status, body, headers)
    expect(await publisher().state(TASK_TRUTH, undefined, false)).toMatchObject(expected)
  })
})

describe('what goes wrong before anything is written', () => {
  it('is tried again soon and never in doubt', async () => {
    const soon = { outcome: 'refused', notBefore: NOW + 10_000 }
    nock(API).post('/app/installations/7/access_tokens').reply(502)
    expect(await publisher().state(PULL_TRUTH, undefined, false)).toMatchObject(soon)
    tokenIsGiven()
    nock(API).get(ON_HEAD).query(true).reply(500)
    expect(await publisher().state(PULL_TRUTH, undefined, false)).toMatchObject(soon)
    tokenIsGiven()
    nock(API)
      .get(ISSUE)
      .query(true)
      .replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))
    expect(await publisher().state(TASK_TRUTH, undefined, false)).toMatchObject(soon)
  })

  it('leaves no write behind where a connection breaks: the answer is unknown', async () => {
    tokenIsGiven()
    listed()
    nock(API)
      .post(RUNS)
      .replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))
    expect(await publisher().state(PULL_TRUTH, undefined, false)).toEqual({
      outcome: 'unknown',
      why: 'GitHub gave no answer',
    })
  })

  it('asks for a new token after GitHub has refused the old one', async () => {
    const github = publisher()
    tokenIsGiven()
    nock(API).patch(`${RUNS}/70`).reply(401, { message: 'Bad credentials' })
    expect(await github.state(PULL_TRUTH, POSTED, false)).toMatchObject({ outcome: 'refused' })
    tokenIsGiven('ghs_second')
    nock(API).patch(`${RUNS}/70`).matchHeader('authorization', 'token ghs_second').reply(200, { id: 70 })
    expect(await github.state(PULL_TRUTH, POSTED, false)).toMatchObject({ outcome: 'stated' })
  })
})
