import { describe, expect, it } from 'vitest'
import type { GitHubDoorOptions } from '../../app/github/door.ts'
import { unpackDelivery } from '../../app/github/inbox.ts'
import { asked, body, door, lines, payload, queued, read, status } from '../support/github-door.ts'
import { form, NOW, signedByGitHub } from '../support/requests.ts'

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
