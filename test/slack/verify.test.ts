import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type HttpEvent, NOT_SIGNED, refusalAnswer } from '../../app/door.ts'
import { claimOfSlack, SLACK_BODY_CAP } from '../../app/slack/verify.ts'
import { badJson } from '../support/bad-bodies.ts'
import { form, NOW, post, SLACK_SECRET, signedBySlack, withHeader } from '../support/requests.ts'

const verify = (event: HttpEvent, now = NOW) => {
  const claim = claimOfSlack(event, now)
  if (!claim.ok) return claim
  return claim.value.isSignedWith(SLACK_SECRET) ? claim.value.read() : NOT_SIGNED
}
const status = (event: HttpEvent, now = NOW) => {
  const result = verify(event, now)
  return result.ok ? 200 : result.error.status
}
const command = form({ command: '/codexflow', text: 'done UAPI-12 größer ☕ 日本語' })

describe('a request that Slack signed', () => {
  it('gives the fields of a command, whatever its script', () => {
    expect(verify(signedBySlack(command))).toEqual({
      ok: true,
      value: {
        body: { command: '/codexflow', text: 'done UAPI-12 größer ☕ 日本語' },
        requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    })
  })

  it('is the same when API Gateway hands it over in base64', () => {
    const utf8 = Buffer.from('{"text":"größer ☕"}')
    const json = { headers: { 'content-type': 'application/json' } }
    expect(verify(signedBySlack(utf8, { ...json, base64: true }))).toEqual(verify(signedBySlack(utf8, json)))
    expect(status(signedBySlack(utf8, { ...json, base64: true }))).toBe(200)
  })

  it('gives the JSON of the field payload', () => {
    const result = verify(signedBySlack(form({ payload: '{"type":"block_actions"}' })))
    expect(result.ok && result.value.body).toEqual({ type: 'block_actions' })
  })

  it('tells how often Slack has sent it before', () => {
    const headers = { 'x-slack-retry-num': '2', 'x-slack-retry-reason': 'http_error' }
    const result = verify(signedBySlack(command, { headers }))
    expect(result.ok && result.value.retry).toEqual({ count: 2, reason: 'http_error' })
  })

  it.each([
    'application/x-www-form-urlencoded; charset=utf-8',
    'application/x-www-form-urlencoded;charset=UTF-8',
    'Application/X-WWW-Form-Urlencoded ; charset="utf-8"',
  ])('may say its charset: %s', (type) => {
    expect(status(signedBySlack(command, { headers: { 'content-type': type } }))).toBe(200)
  })

  it.each([0, 300, -300])('counts when the clocks are %d seconds apart', (seconds) => {
    expect(status(signedBySlack(command), NOW + seconds)).toBe(200)
  })

  it('may be as large as the cap', () => {
    expect(status(signedBySlack(`text=${'x'.repeat(SLACK_BODY_CAP - 5)}`))).toBe(200)
  })

  it('finds its headers whatever their case', () => {
    const { headers, ...rest } = signedBySlack(command)
    const upper = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]))
    expect(status({ ...rest, headers: upper })).toBe(200)
  })

  it('names itself: copies alike, others not', () => {
    const ids = [command, command, `${command}x`].map((body) => {
      const result = verify(signedBySlack(body))
      return result.ok && result.value.requestId
    })
    expect(new Set(ids).size).toBe(2)
    expect(ids[0]).toBe(ids[1])
  })
})

describe('a request that is not authentic', () => {
  it.each([301, -301, 86_400, -86_400])('is refused when the clocks are %d seconds apart', (seconds) => {
    expect(status(signedBySlack(command), NOW + seconds)).toBe(401)
  })

  it.each(['', ' ', 'now', '1e9', '-1', '0x10', `${NOW}.5`, `${NOW},${NOW}`, '9'.repeat(13), '１７８'])(
    'is refused with the timestamp %j even if it is signed',
    (at) => {
      expect(status(signedBySlack(command, { at }))).toBe(401)
    },
  )

  it('is refused when a header is missing, doubled or merged', () => {
    const good = signedBySlack(command)
    for (const name of ['x-slack-signature', 'x-slack-request-timestamp']) {
      expect(status(withHeader(good, name, undefined))).toBe(401)
      expect(status(withHeader(good, name.toUpperCase(), good.headers[name]))).toBe(401)
      expect(status(withHeader(good, name, `${good.headers[name]},${good.headers[name]}`))).toBe(401)
    }
    expect(status({ ...good, headers: {} })).toBe(401)
  })

  it('is refused when it was signed with another secret, or none', () => {
    expect(status(signedBySlack(command, { secret: 'another' }))).toBe(401)
    expect(status(signedBySlack(command, { secret: '' }))).toBe(401)
  })

  it('is refused when any single bit of its signature or timestamp is flipped', () => {
    const good = signedBySlack(command)
    for (const name of ['x-slack-signature', 'x-slack-request-timestamp']) {
      const value = Buffer.from(good.headers[name] ?? '')
      for (let bit = 0; bit < value.length * 8; bit++) {
        const flipped = Buffer.from(value)
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expect(status(withHeader(good, name, flipped.toString('latin1')))).toBe(401)
      }
    }
  })

  it('is refused when its body was changed in any way', () => {
    const raw = Buffer.from(command)
    fc.assert(
      fc.property(fc.nat(raw.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, mask, cut) => {
        const changed = Buffer.from(raw)
        changed[at] = (changed[at] ?? 0) ^ mask
        const { headers } = signedBySlack(raw)
        expect(status(post(cut ? raw.subarray(0, at) : changed, { headers, base64: true }))).toBe(401)
      }),
    )
  })

  it('is refused before its body is parsed', () => {
    for (const [, body] of badJson) {
      const unsigned = post(body, { headers: { 'content-type': 'application/json' } })
      expect(status(unsigned)).toBe(401)
    }
    expect(status(post('x', { headers: { 'content-type': 'text/plain' } }))).toBe(401)
  })

  it('never throws and never passes, whatever the event', () => {
    const headers = fc.dictionary(
      fc.oneof(
        fc.constantFrom('x-slack-signature', 'x-slack-request-timestamp', 'content-type', '__proto__'),
        fc.string(),
      ),
      fc.oneof(fc.constantFrom(`${NOW}`, `v0=${'0'.repeat(64)}`, 'application/json'), fc.string({ unit: 'binary' })),
    )
    const event = fc.record({
      headers,
      body: fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.constant('\ud800')),
      isBase64Encoded: fc.boolean(),
      requestContext: fc.record({ http: fc.record({ method: fc.constantFrom('POST', 'GET', 'post', '') }) }),
    })
    fc.assert(
      fc.property(event, (it) => {
        expect([400, 401, 405]).toContain(status(it))
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('a request that is not one we take', () => {
  it.each(['GET', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'post', ''])('is refused with the method %j', (method) => {
    expect(status(signedBySlack(command, { method }))).toBe(405)
  })

  it.each([true, false])('is refused above the cap before its signature is looked at (base64: %s)', (base64) => {
    expect(status(post('x'.repeat(SLACK_BODY_CAP + 1), { base64 }))).toBe(413)
    expect(status(post('ü'.repeat(SLACK_BODY_CAP / 2 + 1), { base64 }))).toBe(413)
    expect(status(post('x'.repeat(10 * SLACK_BODY_CAP), { base64 }))).toBe(413)
    expect(status({ ...post(''), body: '%'.repeat(2 * SLACK_BODY_CAP), isBase64Encoded: base64 })).toBe(413)
  })

  it.each(['%%%%', 'YQ', 'YQ=', 'Y===', 'YWJj\n', 'YWJj=', '=YWJ', 'YW_j', 'YW-j', 'YWJjZA==YWJj'])(
    'is refused when its base64 is %j',
    (body) => {
      expect(status({ ...signedBySlack(command), body, isBase64Encoded: true })).toBe(400)
    },
  )

  it.each([
    undefined,
    '',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/json, text/html',
    'application/x-www-form-urlencoded; charset=utf-16',
    'application/json; charset=iso-8859-1',
  ])('is refused with the content type %j', (type) => {
    expect(status(signedBySlack(command, { headers: { 'content-type': type } }))).toBe(415)
  })

  it('is refused when it is compressed, however much is inside', () => {
    const bomb = gzipSync(Buffer.alloc(100_000_000))
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
    expect(status(signedBySlack(bomb, { headers, base64: true }))).toBe(400)
  })

  it.each(badJson)('is refused when its JSON %s', (_, body) => {
    expect(status(signedBySlack(body, { headers: { 'content-type': 'application/json' }, base64: true }))).toBe(400)
  })

  it.each(badJson.filter(([, body]) => typeof body === 'string'))('is refused when its payload %s', (_, payload) => {
    expect(status(signedBySlack(form({ payload: `${payload}` })))).toBe(400)
  })

  it.each([
    ['bytes that are not UTF-8', 'text=%ff', 'The form is not valid percent-encoded UTF-8.'],
    ['broken percent signs', 'text=%zz', 'The form is not valid percent-encoded UTF-8.'],
    ['encoded surrogates', 'text=%ED%A0%80', 'The form is not valid percent-encoded UTF-8.'],
    ['NUL', 'text=%00', 'The body contains NUL or half a surrogate pair.'],
    ['a field twice', 'text=a&text=b', 'The form gives the same field twice.'],
    ['the payload twice', 'payload={}&payload={}', 'The form gives the same field twice.'],
    ['a prototype key', '__proto__=a', 'The body contains the key __proto__.'],
    ['101 fields', 'a'.repeat(101).replaceAll(/a/g, (_, i) => `a${i}=&`), 'The form has more than 100 fields.'],
  ])('says what is wrong with a form that has %s', (_, body, why) => {
    expect(verify(signedBySlack(body))).toEqual({ ok: false, error: { status: 400, why } })
  })
})

it('a refusal is a short JSON answer that shows nothing of ours', () => {
  expect(refusalAnswer({ status: 405, why: 'Only POST is answered here.' })).toEqual({
    statusCode: 405,
    headers: { 'content-type': 'application/json; charset=utf-8', allow: 'POST' },
    body: '{"error":"Only POST is answered here."}',
  })
  const refused = verify(signedBySlack(command, { secret: 'another' }))
  expect(refused).toEqual({ ok: false, error: { status: 401, why: 'The signature is missing or does not match.' } })
})
