import { expect, it } from 'vitest'
import { isSignedBySlack } from '../../support/fake-app.ts'
import { inWorld } from '../../support/in-world.ts'

const here = inWorld()

it('types a slash command: the very bytes are signed, and the form is whole', async () => {
  here.app.answer(() => ({ status: 200, body: { response_type: 'ephemeral', text: 'Nothing is waiting — good.' } }))
  const amy = await slackId('amy')
  const answer = await here.outside.command({
    as: 'amy@northwind.example',
    text: 'list für "Überblick" & 漢字',
    channel: '#team-qa',
  })

  const [one] = here.app.received
  if (one === undefined) throw new Error('nothing came')
  expect(isSignedBySlack(one, here.world.secrets.slack.signingSecret)).toBe(true)
  expect(isSignedBySlack(one, 'another secret')).toBe(false)
  expect(
    isSignedBySlack(
      { ...one, raw: Buffer.concat([one.raw, Buffer.from('x')]) },
      here.world.secrets.slack.signingSecret,
    ),
  ).toBe(false)
  expect({ path: one.path, type: one.headers['content-type'] }).toEqual({
    path: '/slack/events',
    type: 'application/x-www-form-urlencoded',
  })
  expect(Object.fromEntries(new URLSearchParams(one.raw.toString('utf8')))).toEqual({
    token: here.world.secrets.slack.verificationToken,
    team_id: 'T000000001',
    team_domain: 'northwind',
    channel_id: expect.stringMatching(/^C/),
    channel_name: 'team-qa',
    user_id: amy,
    user_name: 'amy',
    command: '/codexflow',
    text: 'list für "Überblick" & 漢字',
    api_app_id: here.world.secrets.slack.appId,
    is_enterprise_install: 'false',
    response_url: expect.stringContaining(`${here.world.urls.bridge}/slack/respond/`),
    trigger_id: expect.stringMatching(/\w+/),
  })
  expect(answer).toEqual({
    status: 200,
    body: { response_type: 'ephemeral', text: 'Nothing is waiting — good.' },
    tookMs: expect.any(Number),
    responseId: expect.any(String),
    responses: [],
  })
  expect((await here.outside.ephemerals('amy')).at(-1)).toMatchObject({
    user: amy,
    text: 'Nothing is waiting — good.',
    source: 'acknowledgement',
    responseId: answer.responseId,
  })
})

it('honours a response_url five times and no more', async () => {
  await here.outside.command({ as: 'quinn', text: 'why UAPI-3' })
  const url = new URLSearchParams(here.app.received[0]?.raw.toString('utf8')).get('response_url') ?? ''
  const statuses = []
  for (const n of [1, 2, 3, 4, 5, 6]) statuses.push(await respond(url, { text: `answer ${n}` }))
  expect(statuses.map(([status]) => status)).toEqual([200, 200, 200, 200, 200, 404])
  expect(statuses.at(-1)).toEqual([404, '{"ok":false,"error":"used_url"}'])
  expect((await here.outside.ephemerals('quinn')).map(({ text }) => text)).toEqual(
    [1, 2, 3, 4, 5].map((n) => `answer ${n}`),
  )
  expect(await respond(`${here.world.urls.bridge}/slack/respond/none`, {})).toEqual([
    404,
    '{"ok":false,"error":"no_such_url"}',
  ])
})

it('says so when the application is away, or nobody has that name', async () => {
  await expect(here.outside.command({ as: 'nobody', text: 'help' })).rejects.toThrow(
    'Nobody is called "nobody". There are: amy, devi, gaius, fern, quinn.',
  )
  await here.outside.setApp('http://127.0.0.1:9')
  await expect(here.outside.command({ as: 'amy', text: 'help' })).rejects.toThrow('does not answer. Is it running?')
  await here.outside.setApp(here.app.url)
})

async function respond(url: string, body: unknown) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  return [response.status, await response.text()] as const
}

async function slackId(name: string): Promise<string> {
  return (await here.outside.people()).find((person) => person.name === name)?.slackId ?? ''
}
