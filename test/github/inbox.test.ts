import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packDelivery, unpackDelivery } from '../../app/github/inbox.ts'

const AT = '2026-06-01T12:00:00.000Z'

function delivery(payload: Record<string, unknown>) {
  return { id: 'd1', name: 'push', text: JSON.stringify(payload), payload }
}

function packed(payload: Record<string, unknown>): string {
  const message = packDelivery(delivery(payload), AT)
  if (!message.ok) throw new Error(message.error)
  return message.value
}

describe('a delivery in the inbox', () => {
  it('comes out as it went in, whatever JSON it holds', () => {
    const json = fc.dictionary(
      fc.string({ unit: 'grapheme' }),
      fc.jsonValue({ stringUnit: 'grapheme', depthSize: 'small' }),
    )
    const reserved =
      /^(__proto__|installation|repository|pull_request|issue|comment|review|check_.*|workflow_run|deployment.*)$/
    const harmless = json.filter(
      (it) => !JSON.stringify(it).includes('__proto__') && !JSON.stringify(it).includes('\\u0000'),
    )
    fc.assert(
      fc.property(harmless, (payload) => {
        fc.pre(!Object.keys(payload).some((key) => reserved.test(key)))
        const copy = JSON.parse(JSON.stringify(payload))
        expect(unpackDelivery(packed(payload))).toMatchObject({
          ok: true,
          value: { id: 'd1', name: 'push', payload: copy },
        })
      }),
    )
  })

  it('keeps only its ids when it is above 200 KB', () => {
    const payload = {
      installation: { id: 1 },
      repository: { id: 2, full_name: 'acme/api' },
      issue: { number: 3 },
      comment: { id: 4 },
      after: 'b'.repeat(40),
      ref: 'refs/heads/main',
      noise: randomBytes(200_000).toString('base64'),
    }
    const message = packed(payload)
    expect(message.length).toBeLessThan(1_000)
    expect(unpackDelivery(message)).toEqual({
      ok: true,
      value: {
        id: 'd1',
        name: 'push',
        receivedAt: AT,
        subject: {
          installationId: 1,
          repositoryId: 2,
          repository: 'acme/api',
          issue: 3,
          commentId: 4,
          sha: 'b'.repeat(40),
          ref: 'refs/heads/main',
        },
      },
    })
  })

  it('never makes a message that the queue would refuse', () => {
    for (let size = 100_000; size < 200_000; size += 10_000) {
      expect(Buffer.byteLength(packed({ noise: randomBytes(size).toString('base64') }))).toBeLessThanOrEqual(200_000)
    }
  })

  it('knows the commit and the numbers of what it is about', () => {
    const sha = 'c'.repeat(40)
    const subjects = [
      { check_run: { id: 5, head_sha: sha } },
      { workflow_run: { id: 6, head_sha: sha } },
      { deployment: { id: 7, sha }, deployment_status: { id: 8 } },
      { check_suite: null, repository: null, ref: 7, after: 'nothing' },
    ].map((payload) => {
      const read = unpackDelivery(packed(payload))
      return read.ok && read.value.subject
    })
    expect(subjects).toEqual([
      { checkRunId: 5, sha },
      { workflowRunId: 6, sha },
      { deploymentId: 7, deploymentStatusId: 8, sha },
      {},
    ])
  })
})

describe('a message that can never be read', () => {
  const good = JSON.parse(packed({ a: 1 }))
  const bomb = gzipSync(Buffer.alloc(200_000_000)).toString('base64')

  it.each<[string, string, string]>([
    ['is empty', '', 'The JSON cannot be parsed.'],
    ['is no object', '[]', 'The JSON must be an object.'],
    ['has __proto__ as a key', '{"__proto__":1}', 'The body contains the key __proto__.'],
    ['is of another version', JSON.stringify({ ...good, version: 2 }), 'The field version of the message is wrong.'],
    ['has no id', JSON.stringify({ ...good, id: undefined }), 'The field id of the message is wrong.'],
    [
      'has a date of its own kind',
      JSON.stringify({ ...good, receivedAt: 'now' }),
      'The field receivedAt of the message is wrong.',
    ],
    [
      'has odd ids',
      JSON.stringify({ ...good, subject: { issue: 'x' } }),
      'The field subject.issue of the message is wrong.',
    ],
    ['is not base64', JSON.stringify({ ...good, gzip: '%' }), 'The field gzip of the message is wrong.'],
    [
      'is not gzip',
      JSON.stringify({ ...good, gzip: 'YWJj' }),
      'The payload cannot be unpacked, or is larger than 10000000 bytes.',
    ],
    [
      'is a gzip bomb',
      JSON.stringify({ ...good, gzip: bomb }),
      'The payload cannot be unpacked, or is larger than 10000000 bytes.',
    ],
    [
      'holds no JSON',
      JSON.stringify({ ...good, gzip: gzipSync('x').toString('base64') }),
      'The JSON cannot be parsed.',
    ],
    [
      'holds a prototype key',
      JSON.stringify({ ...good, gzip: gzipSync('{"__proto__":1}').toString('base64') }),
      'The body contains the key __proto__.',
    ],
    [
      'holds broken text',
      JSON.stringify({ ...good, gzip: gzipSync(Buffer.from([0xff])).toString('base64') }),
      'The body is not valid UTF-8.',
    ],
  ])('says so when it %s', (_, message, error) => {
    expect(unpackDelivery(message)).toEqual({ ok: false, error })
  })
})
