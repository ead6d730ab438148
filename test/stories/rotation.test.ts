import { createHmac, randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { secretsManagerCall } from '../../app/aws/secrets-manager.ts'
import { localSecretId, SECRETS_FILE } from '../../infra/local/aws/local-secrets.ts'
import type { SecretName } from '../../infra/secrets.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { addTask, completes } from '../support/story.ts'

const MONTH = 30 * 24 * 60 * 60_000

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
  await stack.settleIn()
})
afterAll(() => stack?.stop())

const call = (operation: string, input: object) =>
  secretsManagerCall({
    ...{ region: 'us-east-1', endpoint: stack.local.parts.secrets },
    ...{ chance: () => 0, wait: async () => {} },
  })(operation, input)
const rotate = (name: SecretName) => call('RotateSecret', { SecretId: localSecretId(name) })
const said = async (name: SecretName) => {
  const { SecretString } = (await call('GetSecretValue', { SecretId: localSecretId(name) })) as { SecretString: string }
  return JSON.parse(SecretString) as { secret?: string; ring?: readonly string[]; next?: string }
}

/** All that stands in Secrets Manager becomes a month older. */
async function aMonthLater(): Promise<void> {
  await stack.kill()
  const file = join(stack.dir, SECRETS_FILE)
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Record<
    string,
    { rotatedAt?: number; versions: { createdAt: number }[] }
  >
  for (const secret of Object.values(kept)) {
    if (secret.rotatedAt !== undefined) secret.rotatedAt -= MONTH
    for (const version of secret.versions) version.createdAt -= MONTH
  }
  writeFileSync(file, JSON.stringify(kept))
  await stack.restart()
}

async function knock(secret: string): Promise<number> {
  const body = JSON.stringify({ zen: 'Half measures are as bad as nothing at all.' })
  const response = await fetch(stack.local.doors.github, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'ping',
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
    body,
  })
  await response.body?.cancel()
  return response.status
}

/** Work on GitHub, of which each step is a delivery. */
async function work(name: string): Promise<void> {
  const task = await addTask(stack, `"${name}" phase:infrastructure assign:@devi`)
  const pull = await stack.github.openPull('devi', 'northwind/user-api', {
    title: `${task} ${name}`,
    branch: `${task}-work`,
    body: completes(task),
  })
  await stack.github.merge('devi', `northwind/user-api#${pull}`)
}

it('what GitHub signs with and our own keys are rotated while people work: nothing is refused but what is forged', async () => {
  const first = stack.world.secrets.github.webhookSecret
  await Promise.all([rotate('github-webhook'), rotate('keys'), work('Before anything is rotated')])
  const prepared = await said('github-webhook')
  expect(prepared).toEqual({ secret: first, next: expect.stringMatching(/^[0-9a-f]{64}$/) })
  // Too soon: there may be a process that has not heard of it.
  await expect(rotate('github-webhook')).rejects.toThrow()
  expect((await said('github-webhook')).secret).toBe(first)

  await stack.settled()
  await aMonthLater()
  expect([await knock(first), await knock('forged')]).toEqual([200, 401])
  await Promise.all([rotate('github-webhook'), rotate('keys'), work('While both are rotated')])
  const [webhook, keys] = [await said('github-webhook'), await said('keys')]
  expect([webhook.secret, keys.ring?.length]).toEqual([prepared.next, 2])
  await work('After both were rotated')
  // GitHub may have sent what comes late before it was told; whoever guesses is guessing still.
  expect([await knock(first), await knock(prepared.next!), await knock('forged')]).toEqual([200, 200, 401])
  await stack.settled()

  const attempts = (await stack.outside.deliveries()).flatMap((delivery) => delivery.attempts)
  expect(attempts.filter(({ status }) => status >= 400 && status < 500)).toEqual([])
  for (const secret of [first, webhook.secret!, webhook.next!, ...keys.ring!, keys.next!]) {
    expect(stack.log()).not.toContain(secret)
  }
})
