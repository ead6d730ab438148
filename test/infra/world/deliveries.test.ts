import { createSign } from 'node:crypto'
import { expect, it } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { inWorld } from '../../support/in-world.ts'

const here = inWorld()

it('keeps trying until the application is up, with the same GUID, and does not hold up the others', async () => {
  let failures = 2
  here.app.answer(({ headers }) =>
    headers['x-github-event'] === 'ping' && failures-- > 0 ? { status: 503 } : { status: 202 },
  )
  const ping = await here.outside.hook({ name: 'ping', payload: { zen: 'Keep it logically awesome.' } })
  const other = await here.outside.hook({ name: 'deployment_status', payload: { action: 'created' } })
  await eventually(async () => expect((await here.outside.delivery(ping.id)).state).toBe('delivered'))
  const { attempts } = await here.outside.delivery(ping.guid)
  expect(attempts.map(({ status, redelivery }) => [status, redelivery])).toEqual([
    [503, false],
    [503, true],
    [202, true],
  ])
  const guids = here.app.received.map(({ headers }) => headers['x-github-delivery'])
  expect(guids.filter((guid) => guid === ping.guid)).toHaveLength(3)
  expect(guids.indexOf(other.guid)).toBeLessThan(guids.lastIndexOf(ping.guid))

  const again = await here.outside.redeliver(other.guid)
  expect(again.attempts.map(({ status, redelivery }) => [status, redelivery])).toEqual([
    [202, false],
    [202, true],
  ])
})

it('gives up on what the application refuses, and waits for one that is away', async () => {
  here.app.answer(() => ({ status: 401 }))
  const refused = await here.outside.hook({ name: 'ping', payload: {} })
  await eventually(async () => expect((await here.outside.delivery(refused.id)).state).toBe('refused'))
  here.app.forget()
  await here.outside.setApp('http://127.0.0.1:9')
  const waiting = await here.outside.hook({ name: 'ping', payload: {} })
  await eventually(async () => expect((await here.outside.delivery(waiting.id)).attempts.length).toBeGreaterThan(0))
  await here.outside.setApp(here.app.url)
  await eventually(async () => expect((await here.outside.delivery(waiting.id)).state).toBe('delivered'))
  expect(here.app.received.map(({ headers }) => headers['x-github-delivery'])).toEqual([waiting.guid])
  await expect(here.outside.redeliver('none')).rejects.toThrow('There is no delivery none.')
})

it('lets the app list its attempts and ask for failed deliveries again, as GitHub does', async () => {
  await here.outside.repeat(false)
  here.app.answer(() => ({ status: 502 }))
  const ping = await here.outside.hook({ name: 'ping', payload: { repository: { id: 7, full_name: 'northwind/x' } } })
  const attempts = async () => (await here.outside.delivery(ping.id)).attempts.map(({ status }) => status)
  await eventually(async () => expect(await attempts()).toEqual([502]))

  const [first] = (await appApi('GET', '/app/hook/deliveries?per_page=1')).body as readonly { readonly id: number }[]
  expect(first).toEqual({
    id: expect.any(Number),
    guid: ping.guid,
    delivered_at: expect.stringMatching(/^\d{4}-/),
    redelivery: false,
    duration: expect.any(Number),
    status: 'Invalid HTTP Response: 502',
    status_code: 502,
    event: 'ping',
    action: null,
    installation_id: here.world.secrets.github.installationId,
    repository_id: 7,
    throttled_at: null,
  })
  here.app.answer(() => ({ status: 202 }))
  expect((await appApi('POST', `/app/hook/deliveries/${first?.id}/attempts`)).status).toBe(202)
  await eventually(async () => expect(await attempts()).toEqual([502, 202]))
  const { body, link } = await appApi('GET', '/app/hook/deliveries?per_page=1')
  expect(body).toMatchObject([{ guid: ping.guid, redelivery: true, status: 'OK', status_code: 202 }])
  const next = /<([^>]+)>; rel="next"/.exec(link ?? '')?.[1] ?? ''
  expect((await appApi('GET', next.slice(here.world.urls.github.length))).body).toMatchObject([
    { guid: ping.guid, redelivery: false },
  ])

  expect((await appApi('POST', '/app/hook/deliveries/999999/attempts')).status).toBe(404)
  expect((await fetch(`${here.world.urls.github}/app/hook/deliveries`)).status).toBe(401)
  await here.outside.repeat(true)
})

/** Calls the API as the app itself, with a JWT signed by its key. */
async function appApi(method: string, path: string) {
  const { appId, privateKey } = here.world.secrets.github
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(Date.now() / 1000)
  const claims = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iat: now - 30, exp: now + 300, iss: String(appId) })}`
  const jwt = `${claims}.${createSign('RSA-SHA256').update(claims).sign(privateKey, 'base64url')}`
  const response = await fetch(`${here.world.urls.github}${path}`, {
    method,
    headers: { authorization: `Bearer ${jwt}` },
  })
  return { status: response.status, link: response.headers.get('link'), body: (await response.json()) as unknown }
}
