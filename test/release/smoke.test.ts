import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openProbes } from '../../infra/release/smoke/open-probes.ts'
import { signedProbes } from '../../infra/release/smoke/signed-probes.ts'
import { fetchFrom, smoke, smokeWords } from '../../infra/release/smoke/smoke.ts'
import { smokeOrderOf } from '../../infra/release/smoke/smoke-order.ts'
import { type Stack, startStack } from '../support/stack.ts'

const now = () => Math.floor(Date.now() / 1000)
const faultsOf = async (url: string, secrets: { slack?: string; github?: string }) => {
  const tried = await smoke([...openProbes, ...signedProbes(secrets, now())], fetchFrom(url, 120_000), () => 0)
  return tried.filter(({ fault }) => fault !== undefined).map(({ what, fault }) => `${what}: ${fault}`)
}

describe('smoke tests of the local stack', () => {
  let stack: Stack
  beforeAll(async () => {
    stack = await startStack()
  })
  afterAll(() => stack?.stop())
  const secrets = () => {
    const { slackSigningSecret: slack, githubWebhookSecret: github } = stack.local.secrets
    return { slack, github }
  }

  it('all hold, and leave nothing behind', async () => {
    const { url } = stack.local.doors
    expect(await faultsOf(url, secrets())).toEqual([])
    await stack.settled()
    expect(stack.log()).not.toContain('"level":"error"')
  })

  it('find that the secrets differ from those of Slack and GitHub', async () => {
    const { url } = stack.local.doors
    expect(await faultsOf(url, { slack: 'another', github: 'another' })).toEqual([
      "Slack's look at our certificate is answered: answered 401, not 200",
      "Slack's challenge is given back: answered 401, not 200",
      'a type that Slack never sends is refused: answered 401, not 415',
      "GitHub's ping is answered: answered 401, not 200",
      'a type that GitHub never sends is refused: answered 401, not 415',
    ])
  })

  it('fail each one when it has died', async () => {
    const { url } = stack.local.doors
    await stack.kill()
    const faults = await faultsOf(url, secrets())
    expect(faults).toHaveLength(openProbes.length + 6)
    expect(faults.every((fault) => fault.endsWith(': did not answer (ECONNREFUSED)'))).toBe(true)
  })
})

describe('smoke tests of something broken', () => {
  let server: Server | undefined
  afterEach(() => {
    server?.close()
    server?.closeAllConnections()
  })
  const serving = async (answer: RequestListener) => {
    server = createServer(answer)
    await new Promise<void>((done) => server!.listen(0, '127.0.0.1', done))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  it('fail each one where everybody is let in', async () => {
    const url = await serving((_request, response) => response.writeHead(200).end('{"ok":true}'))
    const faults = await faultsOf(url, {})
    expect(faults).toHaveLength(openProbes.length - 1)
    expect(faults).toContain('Slack without a signature is refused: answered 200, not 401')
  })

  it('fail each one where every function is broken', async () => {
    const url = await serving((_request, response) =>
      response.writeHead(500).end('{"message":"Internal Server Error"}'),
    )
    expect(await faultsOf(url, { slack: 's', github: 'g' })).toHaveLength(openProbes.length + 6)
  })

  it('fail where the install page leads elsewhere', async () => {
    const url = await serving((_request, response) =>
      response.writeHead(302, { location: 'https://evil.example/x?client_id=1' }).end(),
    )
    expect(await faultsOf(url, {})).toContain('the install page leads to Slack: leads to https://evil.example/x')
  })

  it('fail where pages for browsers lack a header', async () => {
    const url = await serving((_request, response) =>
      response
        .writeHead(400, { 'content-security-policy': "frame-ancestors 'none'", 'referrer-policy': 'no-referrer' })
        .end(),
    )
    expect(await faultsOf(url, {})).toContain(
      'linking an account without a ticket is refused: lacks cache-control: no-store, strict-transport-security: max-age=, x-content-type-options: nosniff',
    )
  })

  it('say so where nobody answers, and go on', async () => {
    const faults = await faultsOf('http://127.0.0.1:1', {})
    expect(faults).toHaveLength(openProbes.length)
    expect(faults[0]).toMatch(/^health says ok: did not answer \(/)
  })
})

describe('what the smoke tests say', () => {
  it('is a line for each, and the sum', () => {
    const words = smokeWords('https://codexflow.example.com', [
      { what: 'health says ok', fault: undefined, tookMs: 12 },
      { what: 'Slack without a signature is refused', fault: 'answered 200, not 401', tookMs: 30 },
    ])
    expect(words).toMatchInlineSnapshot(`
      "Smoke tests of https://codexflow.example.com
        ok   health says ok (12 ms)
        FAIL Slack without a signature is refused: answered 200, not 401 (30 ms)
      1 of 2 do not hold: Slack without a signature is refused."
    `)
  })

  it.each([
    [['--stage', 'moon'], 'There is no stage "moon" in infra/stages.ts: only dev, staging, production'],
    [['--url', 'codexflow.example.com'], '--url needs an address that begins with https:// or http://'],
    [['--url'], '--url needs an address that begins with https:// or http://'],
    [['--secret=abc'], 'smoke does not know --secret'],
  ])('of %j is what is wrong with it', (args, wrong) => {
    expect(smokeOrderOf(args)).toEqual({ wrong })
  })

  it('takes an address, a stage, both or neither', () => {
    expect(smokeOrderOf(['--url', 'https://x.example/a?b=c', '--stage=dev'])).toEqual({
      url: 'https://x.example/a?b=c',
      stage: 'dev',
    })
    expect(smokeOrderOf([])).toEqual({ url: undefined, stage: undefined })
  })
})
