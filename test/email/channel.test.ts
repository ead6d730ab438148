import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import nock from 'nock'
import { afterEach, describe, expect, it } from 'vitest'
import { emailChannel } from '../../app/email/channel.ts'
import { noticeMail } from '../../app/email/message.ts'
import { numberFacts } from '../../app/handoffs/facts.ts'
import type { Standing } from '../../app/handoffs/standing.ts'
import type { Message } from '../../app/ports/channel.ts'
import { aContent, BY_EMAIL } from '../support/notices.ts'
import { aTask } from '../support/tasks.ts'

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:northwind'
const ADDRESS = { channel: 'email', topicArn: TOPIC } as const
const ENDPOINT = 'https://sns.us-east-1.amazonaws.example'

function message(standing: Standing = { state: 'current' }, title = 'Build the endpoint'): Message {
  const content = aContent(aTask({ title }), [BY_EMAIL])
  const facts = numberFacts([
    { kind: 'task', label: 'Provision the Lambda', value: 'UAPI-1', source: 'the task' },
    { kind: 'arn', label: 'ARN', value: 'arn:aws:lambda:us-east-1:123456789012:function:user-api', source: 'Devi' },
    { kind: 'document', label: 'API Specs', value: 'https://docs.example.com/api', source: 'the project' },
  ])
  const words = {
    ...content.words,
    opening: [{ text: 'Devi finished ' }, { fact: 'f1' as const }, { text: ', so nothing stands in your way now.' }],
    steps: [[{ text: 'Read ' }, { fact: 'f3' as const }, { text: ' first.' }]],
  }
  return { content: { ...content, facts, words }, standing, delivery: BY_EMAIL }
}

const channel = (endpoint = ENDPOINT, timeout = 8_000) =>
  emailChannel({ region: 'us-east-1', endpoint, timeout, now: () => 1_000 })
const published = '<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>'
const refused = (code: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code></Error></ErrorResponse>`

afterEach(() => {
  expect(nock.pendingMocks()).toEqual([])
  nock.cleanAll()
})

describe('the mail of a hand-off', () => {
  it('reads well in plain text, with every fact whole', () => {
    expect(noticeMail(message())).toMatchInlineSnapshot(`
      {
        "subject": "UAPI-2 is ready for Ben: Build the endpoint",
        "text": "UAPI-2 is ready for Ben: Build the endpoint

      Devi finished UAPI-1 (Provision the Lambda), so nothing stands in your
      way now.

      What was recorded:
      - ARN: arn:aws:lambda:us-east-1:123456789012:function:user-api
      - API Specs: https://docs.example.com/api

      First steps:
      1. Read API Specs first.

      Written from 3 recorded facts. You get this because you subscribed to
      the hand-offs of User API. Ref n_df4b0ea9.",
      }
    `)
  })

  it.each([
    ['template', 0, 'Written from 0 recorded facts.'],
    ['template', 1, 'Written from 1 recorded fact.'],
    ['model', 1, 'Written by AI from 1 checked fact.'],
    ['model', 2, 'Written by AI from 2 checked facts.'],
  ] as const)('says that a %s wrote it, and from how many facts: %i', (writtenBy, count, says) => {
    const { content, ...rest } = message()
    const facts = content.facts.slice(0, count)
    const words = { ...content.words, opening: [], steps: [], writtenBy }
    expect(noticeMail({ ...rest, content: { ...content, facts, words } }).text).toContain(`\n${says} You get this`)
  })

  it('is taken back by a correction that says why', () => {
    const standing = { state: 'on-hold', reasons: [{ kind: 'blocker', task: 'UAPI-1' }] } as const
    expect(noticeMail(message(standing))).toMatchInlineSnapshot(`
      {
        "subject": "Correction: UAPI-2 is on hold again: it waits for UAPI-1.",
        "text": "Correction: UAPI-2 is on hold again: it waits for UAPI-1.

      The earlier message about "Build the endpoint" is no longer true.

      Written from 3 recorded facts. You get this because you subscribed to
      the hand-offs of User API. Ref n_df4b0ea9.",
      }
    `)
  })

  it('keeps its subject to one short line of ASCII, whatever the title', () => {
    const { subject } = noticeMail(message(undefined, `Ünï\r\nBcc: x@y.example ${'long '.repeat(30)}`))
    expect(subject).toMatch(/^[\x20-\x7e]{1,100}$/)
  })
})

describe('the e-mail channel', () => {
  it('publishes to the topic of the workspace', async () => {
    nock(ENDPOINT)
      .post('/', (body) => body.TopicArn === TOPIC && /^UAPI-2 is ready for Ben/.test(body.Subject))
      .reply(200, published, { 'content-type': 'text/xml' })
    expect(await channel().send(ADDRESS, message())).toEqual({ outcome: 'sent', receipt: { id: 'm-1' } })
  })

  it.each([
    [429, 'Throttled', { outcome: 'refused', notBefore: 31_000, why: 'ThrottledException' }],
    [404, 'NotFound', { outcome: 'impossible', why: 'NotFoundException' }],
    [500, 'InternalError', { outcome: 'unknown', why: expect.stringContaining('SNS gave no answer') }],
  ])('answers %i %s with what that means for the delivery', async (status, code, expected) => {
    nock(ENDPOINT).post('/').reply(status, refused(code), { 'content-type': 'text/xml' })
    expect(await channel().send(ADDRESS, message())).toEqual(expected)
  })

  it('is in doubt when nobody answers, and asks once only', async () => {
    let requests = 0
    const server = createServer(() => {
      requests++
    }).listen(0, '127.0.0.1')
    await new Promise((listening) => server.once('listening', listening))
    const { port } = server.address() as AddressInfo
    const sent = await channel(`http://127.0.0.1:${port}`, 300).send(ADDRESS, message())
    server.closeAllConnections()
    server.close()
    expect(sent.outcome).toBe('unknown')
    // A busy machine may not even have connected by then; what counts is that nothing is tried again.
    expect(requests).toBeLessThanOrEqual(1)
  })

  it('corrects a mail once, and remembers that in the receipt', async () => {
    nock(ENDPOINT)
      .post('/', (body) => /^Correction/.test(body.Subject))
      .once()
      .reply(200, published, { 'content-type': 'text/xml' })
    const cancelled = message({ state: 'cancelled' })
    const first = await channel().edit(ADDRESS, { id: 'm-1' }, cancelled)
    expect(first).toEqual({ outcome: 'sent', receipt: { id: 'corrected:m-1' } })
    expect(await channel().edit(ADDRESS, { id: 'corrected:m-1' }, cancelled)).toEqual(first)
  })

  it('has corrected nothing when SNS did not take the correction', async () => {
    nock(ENDPOINT).post('/').reply(429, refused('Throttled'), { 'content-type': 'text/xml' })
    const answer = await channel().edit(ADDRESS, { id: 'm-1' }, message({ state: 'cancelled' }))
    expect(answer).toMatchObject({ outcome: 'refused' })
  })

  it.each<Standing>([{ state: 'started', by: { kind: 'system' } }, { state: 'finished' }, { state: 'superseded' }])(
    'does not bother anybody again when the work is merely $state',
    async (standing) => {
      const receipt = { id: 'm-1' }
      expect(await channel().edit(ADDRESS, receipt, message(standing))).toEqual({ outcome: 'sent', receipt })
    },
  )
})
