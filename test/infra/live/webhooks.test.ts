import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { signedBytes } from '../../../infra/local/live/signed-bytes.ts'
import { listenToWebhooks } from '../../../infra/local/live/webhooks.ts'
import { eventually } from '../../support/eventually.ts'
import { type FakeApp, isSignedByGitHub, startFakeApp } from '../../support/fake-app.ts'
import { type FakeSmee, startFakeSmee } from '../../support/fake-smee.ts'

const SECRET = 'hook secret'
const sign = (raw: string, secret = SECRET) => `sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`

let smee: FakeSmee
let app: FakeApp
let listening: { close(): Promise<void> } | undefined
const states: string[] = []
const errors: string[] = []

beforeEach(async () => {
  smee = await startFakeSmee()
  app = await startFakeApp()
  states.length = 0
  errors.length = 0
})
afterEach(async () => {
  await listening?.close()
  listening = undefined
  await Promise.all([smee.close(), app.close()])
})

async function listen(proxyUrl = smee.url): Promise<void> {
  listening = await listenToWebhooks({
    proxyUrl,
    webhookSecret: SECRET,
    door: `${app.url}/github/webhooks`,
    log: { info: () => {}, warn: () => {}, error: (message) => void errors.push(message) },
    onState: (state) => void states.push(state),
    waitMs: () => 0,
  })
}

function webhook(raw: string, signature = sign(raw)): void {
  const headers = { 'x-github-event': 'issue_comment', 'x-github-delivery': 'd1', 'user-agent': 'GitHub-Hookshot/1' }
  smee.webhook({ ...headers, 'x-hub-signature-256': signature }, raw)
}

it('hands over what GitHub signed, with its headers and nobody else’s', async () => {
  await listen()
  const raw = '{"action":"created","comment":{"body":"a \\u001B[0m b ♥ <&> \\\\u001b"}}'
  webhook(raw)
  await eventually(() => expect(app.received).toHaveLength(1))
  const [received] = app.received
  expect(String(received?.raw)).toBe(raw)
  expect(isSignedByGitHub(received!, SECRET)).toBe(true)
  expect(received).toMatchObject({
    path: '/github/webhooks',
    headers: { 'x-github-event': 'issue_comment', 'x-github-delivery': 'd1', 'content-type': 'application/json' },
  })
  expect(received?.headers['user-agent']).not.toContain('Hookshot')
})

it('hands over nothing that GitHub did not sign, and says what may be wrong', async () => {
  await listen()
  webhook('{"a":1}', sign('{"a":1}', 'another secret'))
  webhook('{"a":2}', '')
  webhook('{"a":3}')
  await eventually(() => expect(app.received.map(({ raw }) => String(raw))).toEqual(['{"a":3}']))
  const why = 'A webhook does not fit its signature: is GITHUB_WEBHOOK_SECRET the secret of the GitHub App?'
  expect(errors).toEqual([why, why])
})

it('tries again what the door could not take, and not what it refused', async () => {
  await listen()
  let calls = 0
  app.answer(() => ({ status: ++calls < 3 ? 503 : 202 }))
  webhook('{"a":1}')
  await eventually(() => expect(app.received).toHaveLength(3))
  app.answer(() => ({ status: 400 }))
  webhook('{"a":2}')
  await eventually(() => expect(errors).toEqual(['The GitHub door refused a webhook']))
  expect(app.received).toHaveLength(4)
})

it.each([200, 502])('comes back after the proxy broke the connection and answers %i', async (status) => {
  await listen()
  smee.answer(status)
  await eventually(() => expect(smee.connections()).toBeGreaterThan(1))
  smee.answer(200)
  await eventually(() => expect(states.at(-1)).toBe('connected'))
  await eventually(() => {
    webhook('{"a":1}')
    expect(app.received.length).toBeGreaterThan(0)
  })
  expect(states.slice(0, 2)).toEqual(['connected', 'lost'])
})

it('says at once that there is no such proxy', async () => {
  smee.answer(404)
  await expect(listen()).rejects.toThrow('The webhook proxy does not answer')
  expect(states).toEqual([])
})

describe('the bytes that GitHub signed', () => {
  it.each(['{"a":1}', '{"a":"\\u001B\\n\\"é♥\\\\u00ff\\u007F"}', '{"a":[1.5,null,true,"\\\\\\u000B"]}'])(
    'are made again: %s',
    (raw) => {
      const normal = raw.replace('\\u007F', '\u007f')
      expect(signedBytes(JSON.parse(normal), sign(normal), SECRET)).toBe(normal)
    },
  )

  it('are nobody else’s', () => {
    expect(signedBytes({ a: 1 }, sign('{"a":2}'), SECRET)).toBeUndefined()
    expect(signedBytes({ a: 1 }, 'sha256=', SECRET)).toBeUndefined()
  })
})
