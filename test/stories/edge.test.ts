import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { secretsManagerCall } from '../../app/aws/secrets-manager.ts'
import { EDGE_HEADER } from '../../app/edge.ts'
import { localSecretId } from '../../infra/local/aws/local-secrets.ts'
import { openProbes } from '../../infra/release/smoke/open-probes.ts'
import { signedProbes } from '../../infra/release/smoke/signed-probes.ts'
import { fetchFrom, type Sender, smoke } from '../../infra/release/smoke/smoke.ts'
import { routes } from '../../infra/topology.ts'
import { type Stack, startStack } from '../support/stack.ts'

const ID = localSecretId('edge-header')

let stack: Stack
let mark: string
beforeAll(async () => {
  stack = await startStack({ env: { CODEXFLOW_SECRET_EDGE_HEADER: ID } })
  const { SecretString } = (await secret('GetSecretValue', {})) as { SecretString: string }
  mark = (JSON.parse(SecretString) as { secret: string }).secret
})
afterAll(() => stack?.stop())

const secret = (operation: string, input: object) =>
  secretsManagerCall({
    ...{ region: 'us-east-1', endpoint: stack.local.parts.secrets },
    ...{ chance: () => 0, wait: async () => {} },
  })(operation, { SecretId: ID, ...input })

async function knock(path: string, method: string, said: string | undefined) {
  const response = await fetch(new URL(path, stack.local.doors.url), {
    method,
    redirect: 'manual',
    headers: said === undefined ? {} : { [EDGE_HEADER]: said },
  })
  return { status: response.status, body: await response.text() }
}

/** A delivery that GitHub signed, as CloudFront would bring it. */
async function delivered(said: string): Promise<number> {
  const body = JSON.stringify({ zen: 'Keep it logically awesome.' })
  const signature = createHmac('sha256', stack.world.secrets.github.webhookSecret).update(body).digest('hex')
  const response = await fetch(stack.local.doors.github, {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', 'x-github-event': 'ping', 'x-github-delivery': randomUUID() },
      ...{ 'x-hub-signature-256': `sha256=${signature}`, [EDGE_HEADER]: said },
    },
    body,
  })
  await response.body?.cancel()
  return response.status
}

it('behind an edge every way in refuses what did not come by it, but for health, which tells nothing', async () => {
  for (const { path, method } of routes.filter(({ path }) => path !== '/health')) {
    const refused = { status: 403, body: '{"error":"Forbidden."}' }
    expect([path, await knock(path, method, undefined)]).toEqual([path, refused])
    expect([path, await knock(path, method, 'a guess')]).toEqual([path, refused])
    expect([path, (await knock(path, method, mark)).status]).not.toEqual([path, 403])
  }
  expect(await knock('/health', 'GET', undefined)).toEqual({ status: 200, body: '{"ok":true}' })
})

it('while the mark is renewed nothing is refused that CloudFront brings, and what smoke tests ask is answered', async () => {
  await secret('PutSecretValue', { SecretString: JSON.stringify({ secret: 'another mark', before: [mark] }) })
  await stack.restart()
  expect([await delivered(mark), await delivered('another mark'), await delivered('a guess')]).toEqual([200, 200, 403])

  const { slackSigningSecret: slack, githubWebhookSecret: github } = stack.local.secrets
  const probes = [...openProbes, ...signedProbes({ slack, github }, Math.floor(Date.now() / 1000))]
  const straight = fetchFrom(stack.local.doors.url)
  const byTheEdge: Sender = (send) => straight({ ...send, headers: { ...send.headers, [EDGE_HEADER]: 'another mark' } })
  const tried = await smoke(probes, byTheEdge, () => 0)
  expect(tried.filter(({ fault }) => fault !== undefined)).toEqual([])
  for (const said of [mark, 'another mark', 'a guess']) expect(stack.log()).not.toContain(said)
})
