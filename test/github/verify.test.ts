import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Fault } from '../../app/errors.ts'
import { GITHUB_BODY_CAP } from '../../app/github/verify.ts'
import { badJson } from '../support/bad-bodies.ts'
import { asked, body, door, lines, payload, queued, read, status } from '../support/github-door.ts'
import { post, signedByGitHub, withHeader } from '../support/requests.ts'

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

  it('is answered 500, and not let in, while nobody can tell what GitHub signs with', async () => {
    const away = { now: () => Promise.reject(new Fault('the vault is away')), again: async () => undefined }
    expect((await door({ signers: away })(signedByGitHub(body))).statusCode).toBe(500)
    expect([queued, lines.join()]).toEqual([[], expect.stringContaining('No delivery of GitHub can be checked')])
  })

  it('asks for no secret when none could have made its signature', async () => {
    const signers = { now: () => Promise.reject(new Fault('asked')), again: () => Promise.reject(new Fault('asked')) }
    for (const signature of [undefined, 'sha256=00', `sha1=${'0'.repeat(64)}`]) {
      const event = withHeader(signedByGitHub(body), 'x-hub-signature-256', signature)
      expect((await door({ signers })(event)).statusCode).toBe(401)
    }
  })
})
