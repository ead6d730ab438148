import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { DoorAnswer, HttpEvent } from '../../app/door.ts'
import { type GitHubDoorOptions, githubDoor } from '../../app/github/door.ts'
import { unpackDelivery } from '../../app/github/inbox.ts'
import { GITHUB_BODY_CAP } from '../../app/github/verify.ts'
import { jsonLog } from '../../app/log.ts'
import { badJson } from '../support/bad-bodies.ts'
import { githubExamples } from '../support/github-examples.ts'
import { form, GITHUB_SECRET, NOW, post, signedByGitHub, withHeader } from '../support/requests.ts'

const queued: string[] = []
const lines: string[] = []
const asked: unknown[] = []

beforeEach(() => {
  for (const list of [queued, lines, asked]) list.length = 0
})

function door(changes: Partial<GitHubDoorOptions> = {}): (event: HttpEvent) => Promise<DoorAnswer> {
  return githubDoor({
    secret: GITHUB_SECRET,
    now: () => NOW * 1000,
    log: jsonLog((line) => lines.push(line)),
    listensTo: () => true,
    actsOn: (...delivery) => asked.push(delivery) > 0,
    enqueue: async (message) => void queued.push(message),
    ...changes,
  })
}

const payload = {
  action: 'closed',
  pull_request: { number: 7, merged: true, title: 'Größe ☕', head: { sha: 'a'.repeat(40) } },
  repository: { id: 42, full_name: 'acme/api' },
  installation: { id: 99 },
}
const body = JSON.stringify(payload)
const read = ({ statusCode, body }: DoorAnswer) => ({ status: statusCode, body: JSON.parse(body) })
const status = async (event: HttpEvent) => (await door()(event)).statusCode

describe('a delivery that GitHub signed', () => {
  const delivery = {
    id: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    name: 'pull_request',
    action: 'closed',
    receivedAt: new Date(NOW * 1000).toISOString(),
    subject: {
      installationId: 99,
      repositoryId: 42,
      repository: 'acme/api',
      pullRequest: 7,
      sha: 'a'.repeat(40),
    },
    payload,
  }

  it('is queued whole, then answered 202', async () => {
    expect(read(await door()(signedByGitHub(body)))).toEqual({ status: 202, body: { accepted: delivery.id } })
    expect(queued.map(unpackDelivery)).toEqual([{ ok: true, value: delivery }])
    expect(asked).toEqual([['pull_request', 'closed', payload]])
  })

  it.each([
    ['in base64', signedByGitHub(body, { base64: true })],
    ['with a charset', signedByGitHub(body, { headers: { 'content-type': 'application/json; charset=utf-8' } })],
    [
      'as a form',
      signedByGitHub(form({ payload: body }), { headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    ],
  ])('may come %s', async (_, event) => {
    expect(await status(event)).toBe(202)
    expect(queued.map(unpackDelivery)).toEqual([{ ok: true, value: delivery }])
  })

  it('is answered pong when it is a ping', async () => {
    const ping = signedByGitHub('{"zen":"Keep it logically awesome."}', { headers: { 'x-github-event': 'ping' } })
    expect(read(await door()(ping))).toEqual({ status: 200, body: { pong: true } })
    expect(queued).toEqual([])
  })

  it('is dropped by its name before it is parsed', async () => {
    const event = signedByGitHub('not JSON', { headers: { 'x-github-event': 'star' } })
    const listening = door({ listensTo: (name) => name === 'pull_request' })
    expect(read(await listening(event))).toEqual({ status: 200, body: { ignored: 'star' } })
    expect(read(await listening(signedByGitHub('not JSON')))).toMatchObject({ status: 400 })
    expect({ queued, asked }).toEqual({ queued: [], asked: [] })
  })

  it('is dropped when no source acts on it', async () => {
    const answer = await door({ actsOn: () => false })(signedByGitHub(body))
    expect(read(answer)).toEqual({ status: 200, body: { ignored: 'pull_request.closed' } })
    expect(queued).toEqual([])
  })

  it.each<[string, Partial<GitHubDoorOptions>]>([
    ['cannot be queued', { enqueue: () => Promise.reject(new Error('queue down')) }],
    [
      'breaks the one that judges it',
      {
        actsOn: () => {
          throw new Error('queue down')
        },
      },
    ],
  ])('is 500 when it %s, so that it is sent again', async (_, changes) => {
    expect(read(await door(changes)(signedByGitHub(body)))).toEqual({
      status: 500,
      body: { error: 'The delivery could not be stored; it has to be sent again.' },
    })
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        level: 'error',
        message: 'A GitHub delivery could not be taken in',
        delivery: delivery.id,
        event: 'pull_request',
        error: { name: 'Error', message: 'queue down' },
      },
    ])
  })
})

describe('a delivery that is not authentic or not one we take', () => {
  it('is refused when any single bit of its signature is flipped', async () => {
    const good = signedByGitHub(body)
    const value = Buffer.from(good.headers['x-hub-signature-256'] ?? '')
    for (let bit = 0; bit < value.length * 8; bit++) {
      const flipped = Buffer.from(value)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(await status(withHeader(good, 'x-hub-signature-256', flipped.toString('latin1')))).toBe(401)
    }
    expect(queued).toEqual([])
  })

  it('is refused without its signature, with two, with the old kind, and with another secret', async () => {
    const good = signedByGitHub(body)
    const signature = good.headers['x-hub-signature-256']
    const refused = [
      withHeader(good, 'x-hub-signature-256', undefined),
      withHeader(good, 'x-hub-signature-256', ''),
      withHeader(good, 'x-hub-signature-256', `${signature},${signature}`),
      withHeader(good, 'X-Hub-Signature-256', signature),
      withHeader(good, 'x-hub-signature-256', signature?.toUpperCase()),
      withHeader(good, 'x-hub-signature-256', signature?.replace('sha256', 'sha1')),
      signedByGitHub(body, { secret: 'another' }),
      signedByGitHub(body, { secret: '' }),
    ]
    for (const event of refused) expect(await status(event)).toBe(401)
    expect(queued).toEqual([])
  })

  it('is refused when its body was changed or cut', async () => {
    const raw = Buffer.from(body)
    const { headers } = signedByGitHub(raw)
    const change = fc.tuple(fc.nat(raw.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean())
    await fc.assert(
      fc.asyncProperty(change, async ([at, mask, cut]) => {
        const changed = Buffer.from(raw)
        changed[at] = (changed[at] ?? 0) ^ mask
        expect(await status(post(cut ? raw.subarray(0, at) : changed, { headers, base64: true }))).toBe(401)
      }),
    )
    expect(queued).toEqual([])
  })

  it('is refused before its body is parsed, and before its type is looked at', async () => {
    for (const [, text] of badJson) {
      expect(await status(post(text, { headers: { 'content-type': 'text/plain', 'x-github-event': 'ping' } }))).toBe(
        401,
      )
    }
  })

  it.each(badJson)('is refused when its JSON %s', async (_, text) => {
    expect(await status(signedByGitHub(text, { base64: true }))).toBe(400)
    expect({ queued, asked }).toEqual({ queued: [], asked: [] })
  })

  it.each(['GET', 'PUT', 'HEAD', ''])('is refused with the method %j', async (method) => {
    expect(await status(signedByGitHub(body, { method }))).toBe(405)
  })

  it('is refused above the cap before its signature is looked at', async () => {
    for (const base64 of [true, false])
      expect(await status(post('x'.repeat(GITHUB_BODY_CAP + 1), { base64 }))).toBe(413)
  })

  it.each([undefined, 'text/plain', 'application/xml', 'application/json, application/json'])(
    'is refused with the content type %j',
    async (type) => {
      expect(await status(signedByGitHub(body, { headers: { 'content-type': type } }))).toBe(415)
    },
  )

  it.each([
    ['x-github-delivery', undefined],
    ['x-github-delivery', ''],
    ['x-github-delivery', '../1'],
    ['x-github-delivery', 'a,a'],
    ['x-github-delivery', 'x'.repeat(101)],
    ['x-github-event', undefined],
    ['x-github-event', ''],
    ['x-github-event', '__proto__'],
    ['x-github-event', 'Push'],
    ['x-github-event', 'push,push'],
  ])('is refused when %s is %j', async (name, value) => {
    expect(await status(withHeader(signedByGitHub(body), name, value))).toBe(400)
  })

  it.each([
    ['form without payload', 'a=b'],
    ['form with two payloads', 'payload={}&payload={}'],
    ['form with a broken payload', 'payload=%7B'],
  ])('is refused as a %s', async (_, text) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    expect(await status(signedByGitHub(text, { headers }))).toBe(400)
  })

  it.each([
    [{ ...payload, action: 7 }, 'The field action must be a text of at most 200 characters.'],
    [{ ...payload, action: 'x'.repeat(201) }, 'The field action must be a text of at most 200 characters.'],
    [{ ...payload, installation: 'x' }, 'The field installation is not what GitHub sends.'],
    [{ ...payload, repository: { id: '1' } }, 'The field repository.id is not what GitHub sends.'],
    [{ ...payload, pull_request: { number: -1 } }, 'The field pull_request.number is not what GitHub sends.'],
  ])('is refused in words when the payload is %j', async (odd, error) => {
    expect(read(await door()(signedByGitHub(JSON.stringify(odd))))).toEqual({ status: 400, body: { error } })
    expect(queued).toEqual([])
  })

  it('never throws, whatever the event', async () => {
    const known = fc.constantFrom('x-hub-signature-256', 'x-github-event', 'content-type', '__proto__')
    const event = fc.record({
      headers: fc.dictionary(fc.oneof(known, fc.string()), fc.string({ unit: 'binary' })),
      body: fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.constant('\ud800')),
      isBase64Encoded: fc.boolean(),
      requestContext: fc.record({ http: fc.record({ method: fc.constantFrom('POST', 'GET') }) }),
    })
    await fc.assert(
      fc.asyncProperty(event, async (it) => {
        expect([400, 401, 405]).toContain(await status(it))
      }),
      { numRuns: 1_000 },
    )
    expect(queued).toEqual([])
  })

  it('an empty secret opens no door', () => {
    expect(() => door({ secret: '' })).toThrow('empty')
  })
})

describe('the deliveries that GitHub publishes as examples', () => {
  it('are all of them', () => {
    expect(githubExamples).toHaveLength(329)
  })

  it('come out of the queue as they came in, signed and untouched', async () => {
    for (const [i, { name, payload }] of githubExamples.entries()) {
      queued.length = 0
      const headers = { 'x-github-event': name, 'x-github-delivery': `example-${i}` }
      const answer = await door()(signedByGitHub(JSON.stringify(payload), { headers, base64: i % 2 === 0 }))
      if (name === 'ping') {
        expect(answer.statusCode).toBe(200)
        continue
      }
      expect([name, answer]).toMatchObject([name, { statusCode: 202 }])
      const [unpacked] = queued.map(unpackDelivery)
      expect(unpacked).toMatchObject({ ok: true, value: { id: `example-${i}`, name } })
      expect(unpacked?.ok && unpacked.value.payload).toEqual(payload)
    }
  })

  it('are refused with one byte flipped', async () => {
    for (const [i, { name, payload }] of githubExamples.entries()) {
      const raw = Buffer.from(JSON.stringify(payload))
      const { headers } = signedByGitHub(raw, { headers: { 'x-github-event': name } })
      const at = (i * 7919) % raw.length
      raw[at] = (raw[at] ?? 0) ^ 1
      expect(await status(post(raw, { headers, base64: true }))).toBe(401)
    }
    expect(queued).toEqual([])
  })
})
