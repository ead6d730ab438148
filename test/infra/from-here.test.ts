import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silentLog } from '../../app/log.ts'
import type { LocalServer } from '../../infra/local/http-server.ts'
import { serve } from '../../infra/local/http-server.ts'
import { freePort } from '../../infra/local/world/free-port.ts'
import { json, type Listening, listen } from '../../infra/local/world/http.ts'
import { startQueues } from '../../infra/local/world/queues.ts'

/** How often each server was reached. */
const reached = { parts: 0, world: 0, doors: 0 }
let parts: LocalServer
let doors: LocalServer
let world: Listening
let queues: Awaited<ReturnType<typeof startQueues>>
beforeAll(async () => {
  parts = await serve(0, silentLog, async (_, response) => void response.end(String(++reached.parts)))
  doors = await serve(0, silentLog, async (_, response) => void response.end(String(++reached.doors)), 'anybody')
  queues = await startQueues(await freePort(), undefined)
  world = await listen(0, 'bridge', () => json(200, ++reached.world))
})
afterAll(async () => {
  await Promise.all([parts.stop(0), doors.stop(0), world.close(), queues.stop()])
})

function status(port: number, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method: 'POST', path: '/schedules/x', headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    asked.once('error', reject)
    asked.end('{}')
  })
}

describe('a server of the laptop', () => {
  it.each([
    ['by the address of the machine', (port: number) => ({ host: `127.0.0.1:${port}` })],
    ['by its name', (port: number) => ({ host: `localhost:${port}` })],
    ['by a page of the laptop itself', (port: number) => ({ host: '[::1]', origin: `http://127.0.0.1:${port}` })],
  ])('answers whoever asks %s', async (_, headers) => {
    expect([await status(parts.port, headers(parts.port)), await status(world.port, headers(world.port))]).toEqual([
      200, 200,
    ])
  })

  it.each([
    ['a page of the web', { host: '127.0.0.1', origin: 'https://evil.example' }],
    ['a page without a name', { host: '127.0.0.1', origin: 'null' }],
    ['a page whose host was given the address of this machine', { host: 'rebound.evil.example' }],
    ['a page whose host looks like it', { host: '127.0.0.1.evil.example', origin: 'http://127.0.0.1.evil.example' }],
  ])('answers nothing to %s, and does nothing; its doors check everybody themselves', async (_, headers) => {
    const before = { ...reached }
    expect([
      await status(parts.port, headers),
      await status(world.port, headers),
      await status(doors.port, headers),
    ]).toEqual([403, 403, 200])
    expect(reached).toEqual({ ...before, doors: before.doors + 1 })
  })
})

describe('the stand-in for SQS and SNS', () => {
  const topic = (headers: Readonly<Record<string, string>>) =>
    fetch(`http://127.0.0.1:${queues.port}`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ Action: 'CreateTopic', Name: 'a-page-s-own' }),
    })

  it('takes no form that a page of the web sends, as every browser would let it', async () => {
    expect((await topic({ origin: 'https://evil.example' })).status).toBe(403)
    expect((await topic({})).status).toBe(200)
  })
})
