import { expect, it } from 'vitest'
import { inWorld, object } from '../../support/in-world.ts'

const here = inWorld()

it('refuses a call before it has an effect, as often as it was told', async () => {
  const before = (await counts())['chat.postMessage'] ?? 0
  await here.outside.faults({ slack: '500', times: 1 })
  expect(await post('one')).toEqual([500, undefined])
  await here.outside.faults({ slack: '429', times: 1, retryAfterSeconds: 7 })
  expect(await post('two')).toEqual([429, '7'])
  expect(await post('three')).toEqual([200, undefined])
  expect((await counts())['chat.postMessage']).toBe(before + 3)
  expect((await texts()).filter((text) => ['one', 'two', 'three'].includes(text))).toEqual(['three'])
})

it('loses an answer after the effect, or never answers and has none', async () => {
  await here.outside.faults({ slack: 'lost', times: 1 })
  await expect(post('lost')).rejects.toThrow('fetch failed')
  await here.outside.faults({ slack: 'timeout', times: 1 })
  await expect(post('late', AbortSignal.timeout(200))).rejects.toThrow('aborted')
  expect((await texts()).filter((text) => ['lost', 'late'].includes(text))).toEqual(['lost'])
})

it('hits one method and leaves the others alone, until it is told to stop', async () => {
  await here.outside.faults({ slack: '500', method: 'chat.update' })
  expect((await post('unharmed'))[0]).toBe(200)
  expect((await here.bot('chat.update', {})).status).toBe(500)
  expect((await here.bot('chat.update', {})).status).toBe(500)
  await here.outside.faults({ slack: 'ok' })
  expect((await here.bot('chat.update', {})).status).toBe(200)
})

it('does the same to GitHub, and counts in the words of its routes', async () => {
  await here.outside.faults({ github: '500', times: 1, method: 'GET /repos/:owner/:repo/issues/:n' })
  const read = () => fetch(`${here.world.urls.github}/repos/northwind/user-api/issues/1`)
  expect([(await read()).status, (await read()).status]).toEqual([500, 200])
  expect((await here.outside.calls()).github).toMatchObject({ 'GET /repos/:owner/:repo/issues/:n': 2 })
})

it('refuses the application what its manifest does not ask for, as Slack does', async () => {
  expect(await object(here.bot('conversations.list', {}))).toMatchObject({ ok: false, error: 'missing_scope' })
  expect(await object(here.bot('users.info', { user: 'amy' }))).not.toMatchObject({ error: 'missing_scope' })
})

it('carries mail to those who are subscribed, and to those alone whose filter fits', async () => {
  const topicArn = 'arn:aws:sns:us-east-1:000000000000:codexflow-mail'
  await here.outside.subscribe({ topicArn, email: 'fern@northwind.example', filterPolicy: { to: ['fern'] } })
  await here.outside.subscribe({ topicArn, email: 'quinn@northwind.example', filterPolicy: { to: ['quinn'] } })
  await here.outside.subscribe({ topicArn, email: 'quinn@northwind.example', filterPolicy: { to: ['quinn'] } })
  await publish(topicArn, 'quinn', 'UAPI-4 is ready', 'Everything you waited for is done.')
  expect(await here.outside.mail()).toEqual([
    {
      at: expect.stringMatching(/^\d{4}-/),
      to: 'quinn@northwind.example',
      topicArn,
      subject: 'UAPI-4 is ready',
      message: 'Everything you waited for is done.',
    },
  ])
  await expect(here.outside.subscribe({ topicArn: 'mail', email: 'x' })).rejects.toThrow(
    'is not the ARN of an SNS topic',
  )
})

const BLOCKS = [{ type: 'section', text: { type: 'mrkdwn', text: 'second' } }]

it('keeps message metadata, and gives it only to those who ask for it', async () => {
  const metadata = { event_type: 'handoff', event_payload: { id: 'h7' } }
  const gaius = (await here.outside.people()).find(({ name }) => name === 'gaius')
  const posted = await object(here.bot('chat.postMessage', { channel: gaius?.slackId, text: 'first', metadata }))
  const [channel, ts] = [String(posted['channel']), String(posted['ts'])]
  await object(here.bot('chat.update', { channel, ts, text: 'second', blocks: BLOCKS }))
  const [asking, plain] = [await history(channel, { include_all_metadata: true }), await history(channel, {})]
  expect([asking?.['metadata'], plain?.['metadata']]).toEqual([metadata, undefined])
  expect([asking?.['text'], asking?.['blocks']]).toEqual(['second', BLOCKS])
  expect(await here.outside.messages('gaius')).toMatchObject([
    { channel, ts, text: 'second', blocks: BLOCKS, metadata },
  ])
})

it('refuses what a page in a browser could send', async () => {
  const path = `${here.world.urls.bridge}/slack/command`
  const plain = await fetch(path, { method: 'POST', body: '{"as":"amy","text":"help"}' })
  expect([plain.status, await plain.json()]).toEqual([415, { error: 'Send JSON with content-type application/json.' }])
  const broken = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' })
  expect(broken.status).toBe(415)
  expect((await fetch(path)).status).toBe(405)
  expect((await fetch(`${here.world.urls.bridge}/nowhere`)).status).toBe(404)
})

async function post(text: string, signal?: AbortSignal): Promise<readonly [number, string | undefined]> {
  const response = await here.bot('chat.postMessage', { channel: 'user-api', text }, signal)
  return [response.status, response.headers.get('retry-after') ?? undefined]
}

async function texts(): Promise<readonly string[]> {
  return (await here.outside.channel('#user-api')).map(({ text }) => text)
}

async function counts(): Promise<Readonly<Record<string, number>>> {
  return (await here.outside.calls()).slack
}

async function publish(topicArn: string, to: string, subject: string, message: string): Promise<void> {
  const response = await fetch(here.world.urls.sns, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      Action: 'Publish',
      TopicArn: topicArn,
      Subject: subject,
      Message: message,
      'MessageAttributes.entry.1.Name': 'to',
      'MessageAttributes.entry.1.Value.DataType': 'String',
      'MessageAttributes.entry.1.Value.StringValue': to,
    }),
  })
  expect(response.status).toBe(200)
}

async function history(channel: string, options: Readonly<Record<string, unknown>>) {
  const { messages } = await object(here.bot('conversations.history', { channel, ...options }))
  return (messages as readonly Record<string, unknown>[])[0]
}
