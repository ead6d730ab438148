import { afterEach, beforeEach, expect, it } from 'vitest'
import { silentLog } from '../../../app/log.ts'
import { openSocket, type Socket } from '../../../infra/local/live/socket.ts'
import { eventually } from '../../support/eventually.ts'
import { type FakeApp, isSignedBySlack, startFakeApp } from '../../support/fake-app.ts'
import { type FakeSlack, startFakeSlack } from '../../support/fake-socket-mode.ts'

let slack: FakeSlack
let app: FakeApp
let socket: Socket | undefined
const states: string[] = []

beforeEach(async () => {
  slack = await startFakeSlack()
  app = await startFakeApp()
  states.length = 0
})
afterEach(async () => {
  await socket?.close()
  socket = undefined
  await Promise.all([slack.close(), app.close()])
})

async function connect(): Promise<void> {
  const { apiUrl } = slack
  const door = { url: app.url, signingSecret: 'of this start' }
  const onState = (state: string) => void states.push(state)
  socket = await openSocket({ appToken: 'xapp-1', apiUrl, door, log: silentLog, onState, waitMs: () => 0 })
}

const COMMAND = {
  command: '/codexflow',
  text: 'why UAPI-2 & <more>',
  team_id: 'T1',
  user_id: 'U1',
  is_enterprise_install: 'false',
}

function envelope(id: string, type: string, payload: object, more: object = {}) {
  return { envelope_id: id, type, payload, accepts_response_payload: type !== 'events_api', ...more }
}

async function acknowledgements(count: number) {
  await eventually(() => expect(slack.acknowledged).toHaveLength(count))
  return slack.acknowledged
}

it('makes each envelope the signed request that Slack would make, and acknowledges it with the answer of the door', async () => {
  await connect()
  expect(slack.calls).toMatchObject([{ method: 'apps.connections.open', token: 'xapp-1' }])
  app.answer(({ raw }) => ({ status: 200, ...(raw.includes('command') ? { body: { text: 'It waits.' } } : {}) }))
  slack.send(envelope('e1', 'slash_commands', COMMAND))
  await acknowledgements(1)
  slack.send(envelope('e2', 'interactive', { type: 'block_actions', actions: [] }))
  await acknowledgements(2)
  slack.send(
    envelope('e3', 'events_api', { type: 'event_callback', event: { type: 'app_mention' } }, { retry_attempt: 2 }),
  )
  expect(await acknowledgements(3)).toEqual([
    { envelope_id: 'e1', payload: { text: 'It waits.' } },
    { envelope_id: 'e2', payload: {} },
    { envelope_id: 'e3', payload: {} },
  ])

  const [command, interaction, event] = app.received
  expect(Object.fromEntries(new URLSearchParams(String(command?.raw)))).toEqual(COMMAND)
  expect(new URLSearchParams(String(interaction?.raw)).get('payload')).toBe('{"type":"block_actions","actions":[]}')
  expect(String(event?.raw)).toBe('{"type":"event_callback","event":{"type":"app_mention"}}')
  expect(
    app.received.map(({ path, headers }) => [path, headers['content-type'], headers['x-slack-retry-num']]),
  ).toEqual([
    ['/slack/events', 'application/x-www-form-urlencoded', undefined],
    ['/slack/events', 'application/x-www-form-urlencoded', undefined],
    ['/slack/events', 'application/json', '2'],
  ])
  expect(app.received.every((each) => isSignedBySlack(each, 'of this start'))).toBe(true)
})

it('leaves an envelope unacknowledged that the door did not take, so that Slack sends it again', async () => {
  await connect()
  app.answer(() => ({ status: 500 }))
  const event = { type: 'event_callback', event: { type: 'app_mention' } }
  slack.send(envelope('e1', 'events_api', event))
  await eventually(() => expect(app.received).toHaveLength(1))
  app.answer(() => ({ status: 200 }))
  slack.send(envelope('e2', 'events_api', event, { retry_attempt: 1 }))
  expect(await acknowledgements(1)).toEqual([{ envelope_id: 'e2', payload: {} }])
})

it('passes over an envelope that no app of ours asked for', async () => {
  await connect()
  slack.send(envelope('e1', 'surprise', {}))
  slack.send(envelope('e2', 'slash_commands', { nested: {} }))
  slack.send(envelope('e3', 'slash_commands', COMMAND))
  expect(await acknowledgements(1)).toMatchObject([{ envelope_id: 'e3' }])
  expect(app.received).toHaveLength(1)
})

it('connects again at once when Slack closes the connection, or the network does', async () => {
  await connect()
  slack.send({ type: 'disconnect', reason: 'refresh_requested' })
  await eventually(() => expect(slack.connections()).toBe(2))
  await eventually(() => expect(states).toEqual(['connected', 'lost', 'connected']))
  slack.drop()
  await eventually(() => expect(slack.connections()).toBe(3))
  await eventually(() => expect(states.at(-1)).toBe('connected'))
  slack.send(envelope('e1', 'slash_commands', COMMAND))
  expect(await acknowledgements(1)).toMatchObject([{ envelope_id: 'e1' }])
})

it('tries again for as long as Slack does not let it in', async () => {
  await connect()
  const open = { ok: true, url: slack.apiUrl.replace('http', 'ws').replace('api/', 'link') }
  slack.answer('apps.connections.open', { ok: false, error: 'internal_error' })
  slack.drop()
  const tries = () => slack.calls.filter(({ method }) => method === 'apps.connections.open').length
  await eventually(() => expect(tries()).toBeGreaterThan(3))
  slack.answer('apps.connections.open', open)
  await eventually(() => expect(states).toEqual(['connected', 'lost', 'connected']))
})

it('says what Slack said when the first connection fails', async () => {
  slack.answer('apps.connections.open', { ok: false, error: 'invalid_auth' })
  await expect(connect()).rejects.toThrow('invalid_auth')
  expect(states).toEqual([])
})
