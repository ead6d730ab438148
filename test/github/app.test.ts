import nock from 'nock'
import { afterEach, expect, it } from 'vitest'
import { githubApp } from '../../app/github/app.ts'
import { createWorker } from '../../app/github/worker.ts'
import type { Log } from '../../app/log.ts'
import { API, APP, COMMENT, ISSUE, tokenIsGiven } from './api.ts'
import { checkPayload, commentPayload, mergedPayload, pullPayload } from './payloads.ts'
import { type World, world } from './world.ts'

function workerOf(stage: World) {
  const { ports } = stage
  const worker = createWorker({ ...APP, log: ports.log, app: githubApp(ports) })
  return (name: string, payload: unknown) => worker.receive({ id: '72d3162e', name, payload })
}

afterEach(() => {
  const pending = nock.pendingMocks()
  nock.cleanAll()
  expect(pending).toEqual([])
})

it('carries out what Probot receives', async () => {
  const stage = world()
  const receive = workerOf(stage)
  expect(await receive('pull_request', pullPayload('opened', '09:00:00'))).toBe('done')
  expect(await receive('check_run', checkPayload('completed', '09:01:00', { head_sha: 'b'.repeat(40) }))).toBe('done')
  expect(await receive('pull_request', mergedPayload('10:00:00'))).toBe('done')
  expect(await receive('pull_request', pullPayload('labeled', '11:00:00', { title: 'UAPI-12 again' }))).toBe('done')
  expect(stage.tasks.get('UAPI-12')).toMatchObject({ status: 'done', version: 4 })
})

it('drops what it cannot read, and says which field was wrong', async () => {
  const warnings: unknown[] = []
  const log: Log = { info: () => {}, warn: (message, data) => warnings.push({ message, ...data }), error: () => {} }
  const receive = workerOf(world([{}], log))
  expect(await receive('pull_request', pullPayload('opened', '09:00:00', { head: null }))).toBe('done')
  expect(warnings).toEqual([
    {
      message: 'A delivery of a wrong shape is dropped',
      delivery: '72d3162e',
      event: 'pull_request',
      action: 'opened',
      why: 'The field pull_request.head is not what GitHub sends.',
    },
  ])
})

it('lets the delivery come back when the table is away', async () => {
  const stage = world()
  Object.assign(stage.ports.tasks, { load: () => Promise.reject(new Error('the table is away')) })
  await expect(workerOf(stage)('pull_request', pullPayload('opened', '09:00:00'))).rejects.toThrow()
})

it('shows a rocket to the login that was linked', async () => {
  const stage = world()
  stage.codes.set('ABCD-1234', 'newcomer')
  tokenIsGiven()
  nock(API)
    .post(`${COMMENT(77)}/reactions`, { content: 'rocket' })
    .reply(201, {})
  await workerOf(stage)('issue_comment', commentPayload('/codexflow link ABCD-1234', { sender: 'newcomer' }))
})

it('tells a login why it was not linked, even where reactions are missing', async () => {
  tokenIsGiven()
  nock(API)
    .post(`${COMMENT(77)}/reactions`, { content: 'confused' })
    .reply(404, { message: 'Not Found' })
  const said: unknown[] = []
  nock(API)
    .post(ISSUE, (sent) => said.push(sent.body) > 0)
    .reply(201, {})
  const stage = world()
  stage.codes.set('ABCD-1234', 'somebody-else')
  await workerOf(stage)('issue_comment', commentPayload('/codexflow link ABCD-1234', { sender: 'newcomer' }))
  expect(said).toMatchInlineSnapshot(`
    [
      "That code is unknown, used, or older than 15 minutes\\. Ask for a new one in Slack\\: \\/codexflow link your\\-github\\-login",
    ]
  `)
})
