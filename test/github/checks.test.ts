import nock from 'nock'
import { afterEach, describe, expect, it } from 'vitest'
import { type CheckReport, checkWriter } from '../../app/github/checks.ts'
import { githubClient } from '../../app/github/client.ts'
import type { Log } from '../../app/log.ts'
import { ledgerMemory } from '../support/memory-ledger.ts'
import { API, APP, NOW, tokenIsGiven } from './api.ts'
import { W } from './world.ts'

const SHA = 'c'.repeat(40)
const RUNS = '/repos/northwind/user-api/check-runs'
const OF_COMMIT = `/repos/northwind/user-api/commits/${SHA}/check-runs`
const PLACE = { workspace: W, repository: 'northwind/user-api', installation: 7 }
const REPORT: CheckReport = {
  name: 'CodexFlow configuration',
  sha: SHA,
  about: 'pull/12',
  conclusion: 'failure',
  title: 'One thing is wrong',
  summary: 'Line 3: there is no phase `bakend`.',
}
const ANNOTATED: CheckReport = {
  ...REPORT,
  annotations: [{ path: 'a.yml', line: 3, column: 5, level: 'failure', title: 'phases', message: 'no phase' }],
}

function stage() {
  const lines: unknown[] = []
  const note = (message: string, data?: object) => void lines.push({ message, ...data })
  const log: Log = { info: note, warn: note, error: note }
  const waits: number[] = []
  let now = NOW
  const wait = async (ms: number) => {
    waits.push(ms)
    now += ms
  }
  const { ledger } = ledgerMemory()
  const write = checkWriter({ client: githubClient(APP), ledger, appId: 1, now: () => now, wait, log })
  tokenIsGiven()
  return { write, waits, lines, ledger }
}

/** Answers what is on the commit: runs by id, and what was sent for each. */
function onCommit(...seen: readonly { readonly id: number; readonly sent: object; readonly app?: object | null }[]) {
  const check_runs = seen.map(({ id, sent, app = { id: 1 } }) => {
    const { output, ...rest } = sent as { output?: { annotations?: readonly object[] } }
    return { id, ...rest, app, output: { annotations_count: output?.annotations?.length ?? 0 } }
  })
  nock(API).get(OF_COMMIT).query(true).reply(200, { total_count: seen.length, check_runs })
}

function taken(method: 'post' | 'patch', path: string, status = 201, answer: object = { id: 4 }): object[] {
  const sent: object[] = []
  nock(API)
    [method](path, (body) => sent.push(body) > 0)
    .reply(status, answer)
  return sent
}

afterEach(() => {
  const pending = nock.pendingMocks()
  nock.cleanAll()
  expect(pending).toEqual([])
})

describe('a check run of ours', () => {
  it('is written once: the same again finds it there', async () => {
    const { write } = stage()
    onCommit()
    const [first] = [taken('post', RUNS)]
    expect(await write(PLACE, ANNOTATED)).toBe('written')
    expect(first).toEqual([
      {
        name: 'CodexFlow configuration',
        head_sha: SHA,
        external_id: expect.stringMatching(/^codexflow:v1:pull\/12:[0-9a-f]{32}$/),
        status: 'completed',
        conclusion: 'failure',
        output: {
          title: 'One thing is wrong',
          summary: 'Line 3: there is no phase `bakend`.',
          annotations: [
            {
              path: 'a.yml',
              start_line: 3,
              end_line: 3,
              start_column: 5,
              end_column: 5,
              annotation_level: 'failure',
              title: 'phases',
              message: 'no phase',
            },
          ],
        },
      },
    ])
    onCommit({ id: 4, sent: first[0]! })
    expect(await write(PLACE, ANNOTATED)).toBe('unchanged')
  })

  it('has a title of whole characters, however long it was: GitHub takes no half of one', async () => {
    const { write } = stage()
    onCommit()
    const sent = taken('post', RUNS)
    await write(PLACE, { ...REPORT, title: `${'x'.repeat(254)}😀` })
    expect(sent).toMatchObject([{ output: { title: 'x'.repeat(254) } }])
  })

  it('is found by its mark where a server does not say whose it is', async () => {
    const { write } = stage()
    onCommit()
    const sent = taken('post', RUNS)
    await write(PLACE, REPORT)
    onCommit({ id: 4, sent: sent[0]!, app: null })
    expect(await write(PLACE, REPORT)).toBe('unchanged')
  })

  it('is rewritten when it says something else, and written anew where remarks would be added to remarks', async () => {
    const { write, waits } = stage()
    onCommit({ id: 4, sent: { name: REPORT.name, external_id: 'codexflow:v1:pull/12:old' } })
    const rewritten = taken('patch', `${RUNS}/4`, 200)
    expect(await write(PLACE, REPORT)).toBe('written')
    expect(rewritten).toMatchObject([{ conclusion: 'failure', output: { title: 'One thing is wrong' } }])
    onCommit({ id: 4, sent: { name: REPORT.name, external_id: 'x', output: { annotations: [{}] } } })
    taken('post', RUNS)
    expect(await write(PLACE, REPORT)).toBe('written')
    // A second apart.
    expect(waits).toEqual([1_000])
  })

  it('never takes the run of another app for its own, whatever it bears', async () => {
    const { write } = stage()
    onCommit({ id: 4, sent: { name: REPORT.name, external_id: 'codexflow:v1:pull/12:old' }, app: { id: 999 } })
    taken('post', RUNS)
    expect(await write(PLACE, REPORT)).toBe('written')
  })

  it.each([
    [403, 'Resource not accessible by integration'],
    [404, 'Not Found'],
    [422, 'No commit found for SHA'],
  ])('is let go when GitHub answers %i for good, with a line in the log', async (status, message) => {
    const { write, lines } = stage()
    onCommit()
    taken('post', RUNS, status, { message })
    expect(await write(PLACE, REPORT)).toBe('refused')
    expect(lines).toEqual([
      {
        message: 'GitHub does not take a check run',
        repository: 'northwind/user-api',
        check: 'CodexFlow configuration',
        status,
        why: `GitHub answered ${status}: ${message}`,
      },
    ])
  })

  it('comes back after a limit, and nothing of that installation is written before it has passed', async () => {
    const { write, ledger } = stage()
    onCommit()
    nock(API).post(RUNS).reply(403, { message: 'You have exceeded a secondary rate limit' }, { 'retry-after': '60' })
    await expect(write(PLACE, REPORT)).rejects.toThrow('a check run could not be written')
    expect(await ledger.reserve(W, { name: 'github#7', intervalMs: 1_000 }, NOW)).toBe(NOW + 60_000)
    onCommit()
    await expect(write(PLACE, REPORT)).rejects.toThrow('a check run waits for its turn')
  })

  it('is not written twice when GitHub took it and did not answer', async () => {
    const { write } = stage()
    onCommit()
    const sent: object[] = []
    nock(API)
      .post(RUNS, (body) => sent.push(body) > 0)
      .reply(502, {})
    await expect(write(PLACE, REPORT)).rejects.toThrow('a check run could not be written')
    onCommit({ id: 4, sent: sent[0]! })
    expect(await write(PLACE, REPORT)).toBe('unchanged')
  })

  it('asks for a new token after GitHub has refused the old one', async () => {
    const { write } = stage()
    nock(API).get(OF_COMMIT).query(true).reply(401, { message: 'Bad credentials' })
    await expect(write(PLACE, REPORT)).rejects.toThrow('a check run could not be written')
    tokenIsGiven('ghs_second')
    onCommit()
    taken('post', RUNS)
    expect(await write(PLACE, REPORT)).toBe('written')
  })
})
