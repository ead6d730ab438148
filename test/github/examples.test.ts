import { describe, expect, it } from 'vitest'
import { unpackDelivery } from '../../app/github/inbox.ts'
import { door, queued, status } from '../support/github-door.ts'
import { githubExamples } from '../support/github-examples.ts'
import { post, signedByGitHub } from '../support/requests.ts'

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
