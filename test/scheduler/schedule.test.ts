import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { oneOffSchedules } from '../../app/scheduler/schedule.ts'

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:codexflow-dev-deliveries'
const UNDELIVERED = 'arn:aws:sqs:us-east-1:123456789012:codexflow-dev-undelivered'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** EventBridge Scheduler, which answers everything with `status`, and what it was asked. */
async function scheduler(status: number, answer: object, error?: string) {
  const asked: { readonly path: string; readonly body: unknown }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      asked.push({ path: request.url ?? '', body: JSON.parse(Buffer.concat(chunks).toString('utf8')) })
      const kind = error === undefined ? {} : { 'x-amzn-errortype': error }
      response.writeHead(status, { 'content-type': 'application/json', ...kind }).end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  closing.push(() => new Promise((closed) => server.close(() => closed())))
  return { asked, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const settings = {
  region: 'us-east-1',
  roleArn: 'arn:aws:iam::123456789012:role/codexflow-dev-scheduler',
  group: 'codexflow-dev-waits',
}
const AT = Date.parse('2026-11-28T17:00:00Z')

describe('a wait that no queue can hold', () => {
  it('is a schedule that fires once, tries for a day, keeps what it could not deliver, and deletes itself', async () => {
    const { asked, endpoint } = await scheduler(200, { ScheduleArn: 'arn:aws:scheduler:…' })
    await oneOffSchedules({ ...settings, endpoint, undeliveredArn: UNDELIVERED })('digest/T0/per_1', AT, QUEUE, '{}')
    expect(asked).toEqual([
      {
        path: expect.stringMatching(/^\/schedules\/[0-9a-f]{60}$/),
        body: {
          ActionAfterCompletion: 'DELETE',
          ClientToken: expect.any(String),
          FlexibleTimeWindow: { Mode: 'OFF' },
          GroupName: 'codexflow-dev-waits',
          ScheduleExpression: 'at(2026-11-28T17:00:00)',
          ScheduleExpressionTimezone: 'UTC',
          Target: {
            Arn: QUEUE,
            RoleArn: settings.roleArn,
            Input: '{}',
            RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
            DeadLetterConfig: { Arn: UNDELIVERED },
          },
        },
      },
    ])
  })

  it('has one name however often it is made, and another for another time', async () => {
    const { asked, endpoint } = await scheduler(200, {})
    const later = oneOffSchedules({ ...settings, endpoint })
    await later('digest/T0/per_1', AT, QUEUE, '{}')
    await later('digest/T0/per_1', AT, QUEUE, '{}')
    await later('digest/T0/per_1', AT + 60_000, QUEUE, '{}')
    const [first, again, other] = asked.map(({ path }) => path)
    expect(again).toBe(first)
    expect(other).not.toBe(first)
  })

  it('is left alone where it stands already', async () => {
    const { endpoint } = await scheduler(409, { Message: 'Schedule x already exists.' }, 'ConflictException')
    await expect(oneOffSchedules({ ...settings, endpoint })('x', AT, QUEUE, '{}')).resolves.toBeUndefined()
  })

  it('is an error where the scheduler refuses it: whoever waits comes back by the queue', async () => {
    const { endpoint } = await scheduler(403, { Message: 'no iam:PassRole' }, 'AccessDeniedException')
    await expect(oneOffSchedules({ ...settings, endpoint })('x', AT, QUEUE, '{}')).rejects.toMatchObject({
      name: 'AccessDeniedException',
    })
  })
})
