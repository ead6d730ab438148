import nock from 'nock'
import { afterEach, describe, expect, it } from 'vitest'
import { answers, type Sign } from '../../app/github/answers.ts'
import { githubClient } from '../../app/github/client.ts'
import { type CommentJob, respond, seen } from '../../app/github/respond.ts'
import type { Log } from '../../app/log.ts'
import type { CommentPlace } from '../../app/verbs/asked.ts'
import { type Reply, replyOf } from '../../app/verbs/words/reply.ts'
import { ledgerMemory } from '../support/memory-ledger.ts'
import { API, APP, comment, ISSUE, KEYS, NOW, tokenIsGiven } from './api.ts'
import { W } from './world.ts'

const AT = new Date(NOW - 60_000).toISOString()
const PLACE: CommentPlace = {
  ...{ repository: 'northwind/user-api', installation: 7, number: 5 },
  ...{ kind: 'comment', id: 77, at: AT },
}
const REACTIONS = '/repos/northwind/user-api/issues/comments/77/reactions'

const DONE: Reply = { ...replyOf(['*UAPI-1* is done.']), isPlain: true }
const TOLD = replyOf(['It waits for *UAPI-1*.'])
const NO: Reply = { ...replyOf(['I know no task UAPI-9.']), isNo: true }

function job(over: Partial<CommentJob> = {}, place: Partial<CommentPlace> = {}): CommentJob {
  const occasion = { workspace: W, at: AT, cause: 'github:1001:comment:77', channel: '' }
  const asked = { ...occasion, account: { login: 'octocat' }, project: 'UAPI', comment: { ...PLACE, ...place } }
  return { type: 'RunComment', lines: ['why'], asked, ...over }
}

function stage(...replies: readonly Reply[]) {
  const lines: string[] = []
  const note = (message: string, data?: object) =>
    void lines.push([message, (data as { why?: string })?.why].join(': '))
  const log: Log = { info: note, warn: note, error: note }
  const { ledger } = ledgerMemory()
  const later: { readonly job: CommentJob; readonly at: number }[] = []
  const waits: number[] = []
  let now = NOW
  let runs = 0
  const ports = {
    run: async ({ lines }: CommentJob) => {
      runs += 1
      return replies.map((reply, index) => ({ text: lines[index] ?? '', reply }))
    },
    answers: answers({
      client: githubClient(APP),
      ledger,
      appSlug: 'codexflow',
      keys: async () => KEYS,
      now: () => now,
      log,
    }),
    again: async (again: CommentJob, at: number) => void later.push({ job: again, at }),
    now: () => now,
    wait: async (ms: number) => {
      waits.push(ms)
      now += ms
    },
    log,
  }
  tokenIsGiven()
  return { ports, lines, later, waits, ledger, runs: () => runs }
}

function reacts(sign: Sign, status = 201, answer: object = {}, path = REACTIONS, headers = {}): void {
  nock(API).post(path, { content: sign }).reply(status, answer, headers)
}

/** The conversation as the API lists it. */
function holds(...comments: readonly object[]): void {
  nock(API).get(ISSUE).query(true).reply(200, comments)
}

/** A comment is written, and, where it was taken, looked at again. */
function writes(status = 201, headers = {}, look: 'alone' | 'not yet' = 'alone'): string[] {
  const said: string[] = []
  nock(API)
    .post(ISSUE, ({ body }) => said.push(body) > 0)
    .reply(status, status < 300 ? comment(100, '') : { message: 'no' }, headers)
  if (status < 300 && look === 'alone')
    nock(API)
      .get(ISSUE)
      .query(true)
      .reply(200, () => [comment(100, said[0]!)])
  return said
}

afterEach(() => {
  const pending = nock.pendingMocks()
  nock.cleanAll()
  expect(pending).toEqual([])
})

describe('the answer to a comment', () => {
  it('is a rocket alone where that says all', async () => {
    const { ports, waits } = stage(DONE)
    reacts('rocket')
    await respond(ports, job())
    expect(waits).toEqual([])
  })

  it('is a comment that repeats the command, and a rocket a second later', async () => {
    const { ports, waits } = stage(TOLD)
    holds(comment(1, 'a person', 'octocat'))
    const said = writes()
    reacts('rocket')
    await respond(ports, job())
    expect(said[0]?.replace(/<!-- codexflow.*/, '<!-- its mark -->')).toMatchInlineSnapshot(`
      "> \`/codexflow why\`

      It waits for **UAPI\\-1**\\.

      <!-- its mark -->"
    `)
    expect(waits).toEqual([1_000])
  })

  it('says why, and is confused, where something could not be done', async () => {
    const { ports } = stage(DONE, NO)
    holds()
    const said = writes()
    reacts('confused')
    await respond(ports, job({ lines: ['done UAPI-1', 'why UAPI-9'] }))
    expect(said[0]).toContain('> `/codexflow done UAPI-1`\n\n**UAPI\\-1** is done\\.\n\n> `/codexflow why UAPI-9`')
  })

  it('is the same comment when the delivery comes again, rewritten only where it changed', async () => {
    const first = stage(TOLD)
    holds()
    const said = writes()
    reacts('rocket')
    await respond(first.ports, job())

    const again = stage(TOLD)
    holds(comment(100, said[0]!))
    reacts('rocket')
    await respond(again.ports, job())

    const moved = stage(replyOf(['It is ready.']))
    holds(comment(100, said[0]!), comment(101, said[0]!))
    nock(API).delete('/repos/northwind/user-api/issues/comments/101').reply(204)
    nock(API)
      .patch('/repos/northwind/user-api/issues/comments/100', ({ body }) => /It is ready/.test(body))
      .reply(200, comment(100, ''))
    reacts('rocket')
    await respond(moved.ports, job())
  })

  it('stays one where two of us answered at the same moment: each looks again, and the younger goes', async () => {
    const { ports, lines } = stage(TOLD)
    holds()
    const said = writes(201, {}, 'not yet')
    nock(API)
      .get(ISSUE)
      .query(true)
      .reply(200, () => [comment(99, said[0]!), comment(100, said[0]!)])
    const gone = nock(API).delete('/repos/northwind/user-api/issues/comments/100').reply(204)
    reacts('rocket')
    await respond(ports, job())
    expect([gone.isDone(), lines]).toEqual([true, []])
  })

  it('stands though nobody could look again', async () => {
    const { ports, lines, later } = stage(TOLD)
    holds()
    writes(201, {}, 'not yet')
    nock(API).get(ISSUE).query(true).reply(502, { message: 'no' })
    reacts('rocket')
    await respond(ports, job())
    expect([lines, later]).toEqual([['An answer could not be looked at again: '], []])
  })

  it('takes nobody else’s comment for its own, whatever mark it bears', async () => {
    const { ports } = stage(TOLD)
    holds()
    const [mark] = writes()
    reacts('rocket')
    await respond(ports, job())
    const copied = stage(TOLD)
    holds(comment(100, mark ?? '', 'octocat'))
    expect(writes()).toEqual([])
    reacts('rocket')
    await respond(copied.ports, job())
  })

  it('on a line of a pull request has its sign there; a review takes none, and is answered in words', async () => {
    const line = stage(DONE)
    reacts('rocket', 201, {}, '/repos/northwind/user-api/pulls/comments/78/reactions')
    await respond(line.ports, job({}, { kind: 'line', id: 78 }))
    const review = stage(DONE)
    holds()
    const said = writes()
    await respond(review.ports, job({}, { kind: 'review', id: 79 }))
    expect(said[0]).toContain('is done')
  })
})

describe('GitHub, asked to take an answer, that says', () => {
  it.each([403, 404, 410, 422])('%s to a sign: it is said in words instead', async (status) => {
    const { ports, lines } = stage(DONE)
    reacts('rocket', status, { message: 'Resource not accessible' })
    holds()
    const said = writes()
    await respond(ports, job())
    expect(said[0]).toContain('is done')
    expect(lines).toEqual([
      `GitHub does not take an answer to a comment: GitHub answered ${status}: Resource not accessible`,
    ])
  })

  it.each([403, 404, 410, 422])('%s to an answer: it is given up, and what was done stays', async (status) => {
    const { ports, lines, later } = stage(TOLD)
    holds()
    writes(status)
    reacts('rocket', status, { message: 'no' })
    await respond(ports, job())
    expect([later, lines[0]]).toEqual([
      [],
      `GitHub does not take an answer to a comment: GitHub answered ${status}: no`,
    ])
  })

  it.each([403, 429])(
    '%s because we are too fast: the job comes back, and the whole installation waits',
    async (status) => {
      const { ports, later, ledger } = stage(TOLD)
      holds()
      writes(status, { 'retry-after': '90' })
      await respond(ports, job())
      expect(later).toEqual([{ job: job({ notBefore: NOW + 90_000 }), at: NOW + 90_000 }])
      expect(await ledger.reserve(W, { name: 'github#7', intervalMs: 1_000 }, NOW)).toBe(NOW + 90_000)
    },
  )

  it('401: the token is forgotten, and the job comes back soon', async () => {
    const { ports, later } = stage(DONE)
    reacts('rocket', 401, { message: 'Bad credentials' })
    await respond(ports, job())
    expect(later.map(({ at }) => at)).toEqual([NOW + 10_000])
  })

  it.each([500, 502])('%s: nobody knows whether it was taken, so the queue brings it again', async (status) => {
    const { ports } = stage(TOLD)
    holds()
    writes(status)
    await expect(respond(ports, job())).rejects.toThrow('a comment could not be answered')
  })

  it('nothing at all: the same', async () => {
    const { ports } = stage(DONE)
    nock(API).post(REACTIONS).replyWithError('socket hang up')
    await expect(respond(ports, job())).rejects.toThrow('a comment could not be answered')
  })

  it('no to the sign beside words: a courtesy is not missed', async () => {
    const { ports, later } = stage(TOLD)
    holds()
    writes()
    reacts('rocket', 500, { message: 'oops' })
    await respond(ports, job())
    expect(later).toEqual([])
  })
})

describe('a comment that has to wait for its turn', () => {
  it('is not even begun: the job comes back when its turn does, and then waits no more', async () => {
    const { ports, later, ledger, runs } = stage(DONE)
    await ledger.pause(W, { name: 'github#7', intervalMs: 1_000 }, NOW + 20_000)
    await respond(ports, job())
    expect([runs(), later]).toEqual([0, [{ job: job({ notBefore: NOW + 20_000 }), at: NOW + 20_000 }]])
    reacts('rocket')
    await respond({ ...ports, now: () => NOW + 20_000 }, later[0]!.job)
    expect(runs()).toBe(1)
  })

  it('for an hour is not answered any more', async () => {
    const { ports, runs, lines } = stage(DONE)
    nock.cleanAll()
    await respond(ports, job({}, { at: new Date(NOW - 3_700_000).toISOString() }))
    expect([runs(), lines]).toEqual([0, ['A comment is too old to be answered: ']])
  })
})

describe('the eyes on a comment', () => {
  it('show that it was seen, and are a courtesy', async () => {
    const { ports } = stage()
    reacts('eyes')
    await seen(ports, job().asked)
    const refused = stage()
    reacts('eyes', 500, {})
    await seen(refused.ports, job().asked)
    expect(refused.lines).toEqual(['A comment could not get its sign: '])
  })

  it('are not waited for', async () => {
    const { ports, ledger } = stage()
    nock.cleanAll()
    await ledger.pause(W, { name: 'github#7', intervalMs: 1_000 }, NOW + 2_000)
    await seen(ports, job().asked)
  })
})

describe('a button that was pressed', () => {
  const button = { kind: 'button', id: 70 } as const

  it('is answered by the check run itself: nothing is written where all was done', async () => {
    const { ports, later } = stage(DONE, TOLD)
    await respond(ports, job({ lines: ['approve UAPI-1', 'approve UAPI-2'] }, button))
    nock.cleanAll()
    expect(later).toEqual([])
  })

  it('that was refused is answered in words to whoever pressed it, once', async () => {
    const { ports } = stage(DONE, NO)
    holds()
    const said = writes()
    await respond(ports, job({ lines: ['approve UAPI-1', 'approve UAPI-9'] }, button))
    const [body = ''] = said
    expect(body.replace(/<!-- codexflow.*/, '').trim()).toBe(
      '@octocat, that button on the check did not work:\n\n> `/codexflow approve UAPI-9`\n\nI know no task UAPI\\-9\\.',
    )
    holds(comment(100, body))
    await respond(ports, job({ lines: ['approve UAPI-1', 'approve UAPI-9'] }, button))
  })

  it('comes again when GitHub says so', async () => {
    const { ports, later } = stage(NO)
    holds()
    writes(429, { 'retry-after': '30' })
    await respond(ports, job({ lines: ['approve UAPI-9'] }, button))
    expect(later.map(({ at }) => at)).toEqual([NOW + 30_000])
  })
})
