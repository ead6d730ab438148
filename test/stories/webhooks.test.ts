import { createHmac, randomUUID } from 'node:crypto'
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { githubExamples } from '../support/github-examples.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { addPair, completes, dmsAbout } from '../support/story.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
  await stack.settleIn()
})
afterAll(() => stack?.stop())

async function deadLetters(): Promise<number> {
  const credentials = { accessKeyId: 'laptop', secretAccessKey: 'laptop' }
  const sqs = new SQSClient({ region: stack.local.region, endpoint: stack.local.parts.sqs, credentials })
  const depths = await Promise.all(
    Object.values(stack.local.queues).map(async ({ deadLetters: QueueUrl }) => {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
      )
      return Number(Attributes?.['ApproximateNumberOfMessages'])
    }),
  )
  sqs.destroy()
  return depths.reduce((sum, depth) => sum + depth, 0)
}

describe('webhooks', () => {
  it('delivered 20 times in any order with their neighbours lead to one hand-off', async () => {
    const { first, second } = await addPair(stack)
    const known = new Set((await stack.outside.deliveries()).map(({ id }) => id))
    const pull = await stack.github.openPull('devi', 'northwind/user-api', {
      title: `${first} Provision`,
      branch: `${first}-often`,
      body: completes(first),
    })
    await stack.github.check('devi', `northwind/user-api#${pull}`, 'failure')
    await stack.github.check('devi', `northwind/user-api#${pull}`, 'success')
    await stack.github.merge('devi', `northwind/user-api#${pull}`)
    await stack.settled()
    const fresh = (await stack.outside.deliveries()).filter(({ id }) => !known.has(id)).map(({ id }) => id)
    expect(fresh.length).toBeGreaterThanOrEqual(4)
    const all = Array.from({ length: 20 }, (_, round) => (round % 2 === 0 ? fresh : fresh.toReversed())).flat()
    for (let from = 0; from < all.length; from += 8) {
      await Promise.all(all.slice(from, from + 8).map((id) => stack.redeliver(id)))
    }
    await stack.settled()
    expect(await dmsAbout(stack, 'gaius', second)).toHaveLength(1)
  })

  it('of every published kind, signed and sent, are never answered with more than 4xx', async () => {
    const { local } = stack
    const statuses = new Set<number>()
    for (const { name, payload } of githubExamples) {
      const body = JSON.stringify(payload)
      const signature = createHmac('sha256', stack.world.secrets.github.webhookSecret).update(body).digest('hex')
      const response = await fetch(local.doors.github, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-github-event': name,
          'x-github-delivery': randomUUID(),
          'x-hub-signature-256': `sha256=${signature}`,
        },
        body,
      })
      statuses.add(response.status)
      await response.body?.cancel()
    }
    expect([...statuses].filter((status) => status >= 500)).toEqual([])
    expect(statuses.has(202)).toBe(true)
    await stack.settled()
    expect(await deadLetters()).toBe(0)
  })
})
