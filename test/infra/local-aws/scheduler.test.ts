import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../../app/log.ts'
import { startAwsApi } from '../../../infra/local/aws/aws-api.ts'
import { startRecurring } from '../../../infra/local/aws/recurring.ts'
import { type SchedulerOptions, startScheduler } from '../../../infra/local/aws/scheduler.ts'

const ARN = 'arn:aws:sqs:us-east-1:000000000000:codexflow-deliveries'
let dir: string
let clock: number
let closing: (() => Promise<void>)[] = []

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'codexflow-scheduler-'))
  clock = Date.parse('2026-11-23T10:00:00Z')
  closing = []
})
afterEach(async () => {
  for (const close of closing) await close()
  await rm(dir, { recursive: true })
})

async function start(options: Partial<SchedulerOptions> = {}) {
  const sent: (readonly [string, string])[] = []
  const scheduler = await startScheduler({
    dir,
    now: () => clock,
    knows: (arn) => arn === ARN,
    send: async (arn, body) => void sent.push([arn, body]),
    log: silentLog,
    ...options,
  })
  const server = await startAwsApi(0, { scheduler }, silentLog)
  const client = new SchedulerClient({
    region: 'us-east-1',
    endpoint: server.url,
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    maxAttempts: 1,
  })
  let closed = false
  const close = async () => {
    if (closed) return
    closed = true
    await scheduler.stop()
    await server.stop(100)
  }
  closing.push(close)
  return { sent, scheduler, client, close }
}

const later = (over: Partial<CreateScheduleCommandInput> = {}) =>
  new CreateScheduleCommand({
    Name: 'delivery-1',
    ScheduleExpression: 'at(2026-11-23T12:00:00)',
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: { Arn: ARN, RoleArn: 'arn:aws:iam::000000000000:role/x', Input: '{"delivery":"ü"}' },
    ...over,
  })

describe('the scheduler', () => {
  it('fires once, at its instant and not a second before, and forgets', async () => {
    const { sent, scheduler, client } = await start()
    expect(await client.send(later())).toMatchObject({
      ScheduleArn: 'arn:aws:scheduler:us-east-1:000000000000:schedule/default/delivery-1',
    })
    clock = Date.parse('2026-11-23T11:59:59Z')
    expect(await scheduler.fireDue()).toBe(0)
    clock = Date.parse('2026-11-23T12:00:00Z')
    expect(await scheduler.fireDue()).toBe(1)
    expect(await scheduler.fireDue()).toBe(0)
    expect(sent).toEqual([[ARN, '{"delivery":"ü"}']])
    await expect(client.send(new GetScheduleCommand({ Name: 'delivery-1' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
  })

  it('fires by itself', async () => {
    const { sent, client } = await start()
    await client.send(later({ ScheduleExpression: 'at(2026-11-23T09:59:59)' }))
    await expect.poll(() => sent).toEqual([[ARN, '{"delivery":"ü"}']])
  })

  it('shows what it keeps', async () => {
    const { client } = await start()
    await client.send(later())
    expect(await client.send(new GetScheduleCommand({ Name: 'delivery-1' }))).toMatchObject({
      Name: 'delivery-1',
      GroupName: 'default',
      State: 'ENABLED',
      CreationDate: new Date(clock),
      ScheduleExpression: 'at(2026-11-23T12:00:00)',
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: { Arn: ARN, RoleArn: 'arn:aws:iam::000000000000:role/x', Input: '{"delivery":"ü"}' },
    })
  })

  it('refuses a name that is taken, and keeps the first', async () => {
    const { client } = await start()
    await client.send(later())
    await expect(client.send(later({ ScheduleExpression: 'at(2027-01-01T00:00:00)' }))).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'Schedule delivery-1 already exists.',
    })
    expect(await client.send(new GetScheduleCommand({ Name: 'delivery-1' }))).toMatchObject({
      ScheduleExpression: 'at(2026-11-23T12:00:00)',
    })
  })

  it('keeps one that is not to be deleted, and never fires it again', async () => {
    const { sent, scheduler, client } = await start()
    await client.send(later({ ActionAfterCompletion: 'NONE' }))
    clock = Date.parse('2026-11-24T12:00:00Z')
    expect([await scheduler.fireDue(), await scheduler.fireDue(), sent.length]).toEqual([1, 0, 1])
    await expect(client.send(later())).rejects.toMatchObject({ name: 'ConflictException' })
  })

  it('does not fire what was deleted', async () => {
    const { sent, scheduler, client } = await start()
    await client.send(later())
    await client.send(new DeleteScheduleCommand({ Name: 'delivery-1' }))
    clock = Date.parse('2026-11-24T12:00:00Z')
    expect([await scheduler.fireDue(), sent]).toEqual([0, []])
    await expect(client.send(new DeleteScheduleCommand({ Name: 'delivery-1' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
  })

  it('fires after a restart what became due meanwhile', async () => {
    const first = await start()
    await first.client.send(later())
    await first.client.send(later({ Name: 'not-yet', ScheduleExpression: 'at(2027-01-01T00:00:00)' }))
    await first.close()
    clock = Date.parse('2026-11-23T13:00:00Z')
    const second = await start()
    await expect.poll(() => second.sent).toEqual([[ARN, '{"delivery":"ü"}']])
    expect(second.scheduler.pending()).toBe(1)
    expect(Object.keys(JSON.parse(await readFile(join(dir, 'schedules.json'), 'utf8')))).toEqual(['not-yet'])
  })

  it('tries again when the queue did not take it', async () => {
    let failures = 1
    const sent: string[] = []
    const { scheduler, client } = await start({
      send: async (_, body) => {
        if (failures-- > 0) throw new Error('SQS is away')
        sent.push(body)
      },
    })
    await client.send(later())
    clock = Date.parse('2026-11-23T12:00:00Z')
    expect([await scheduler.fireDue(), scheduler.pending()]).toEqual([0, 1])
    await expect.poll(() => sent).toEqual(['{"delivery":"ü"}'])
  })

  it.each<[string, Partial<CreateScheduleCommandInput>, RegExp]>([
    ['a rate', { ScheduleExpression: 'rate(5 minutes)' }, /rate\(5 minutes\)/],
    ['a day that is none', { ScheduleExpression: 'at(2026-13-45T12:00:00)' }, /at\(2026-13-45/],
    ['another time zone', { ScheduleExpressionTimezone: 'Europe/Berlin' }, /ScheduleExpressionTimezone/],
    [
      'a flexible window',
      { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 } },
      /FlexibleTimeWindow/,
    ],
    ['an unknown queue', { Target: { Arn: `${ARN}-2`, RoleArn: 'r', Input: '{}' } }, /none of the queues/],
    ['no input', { Target: { Arn: ARN, RoleArn: 'r' } }, /Target\.Input/],
    ['a name that is none', { Name: 'a b' }, /Name must/],
    ['a name that is too long', { Name: 'x'.repeat(65) }, /Name must/],
  ])('refuses %s, naming it', async (_, over, message) => {
    const { scheduler, client } = await start()
    await expect(client.send(later(over))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(message),
    })
    expect(scheduler.pending()).toBe(0)
  })

  it('names the file that it cannot read', async () => {
    await writeFile(join(dir, 'schedules.json'), '{"half')
    await expect(start()).rejects.toThrow(`${join(dir, 'schedules.json')} is not JSON: repair it, or delete it`)
  })
})

describe('recurring schedules', () => {
  it('invoke their function at start and again after each period, never two at a time', async () => {
    const events: unknown[] = []
    let running = 0
    let most = 0
    const recurring = startRecurring({
      schedules: { reconcile: { everyMinutes: 1 / 6000, atStart: true, function: 'reconcile' } },
      log: silentLog,
      now: () => new Date(clock),
      invoke: async (name, event) => {
        most = Math.max(most, ++running)
        events.push([name, event])
        await new Promise((resolve) => setTimeout(resolve, 30))
        running--
        throw new Error('a run that fails stops nothing')
      },
    })
    expect(events).toEqual([
      [
        'reconcile',
        {
          version: '0',
          id: expect.any(String),
          'detail-type': 'Scheduled Event',
          source: 'aws.scheduler',
          account: '000000000000',
          time: '2026-11-23T10:00:00Z',
          region: 'us-east-1',
          resources: ['arn:aws:scheduler:us-east-1:000000000000:schedule/default/reconcile'],
          detail: { everything: true },
        },
      ],
    ])
    await expect.poll(() => events.length).toBeGreaterThan(2)
    await recurring.stop()
    expect([most, running]).toEqual([1, 0])
  })

  it('wait for their first period when not wanted at start', async () => {
    let runs = 0
    const recurring = startRecurring({
      schedules: { reconcile: { everyMinutes: 60, atStart: false, function: 'reconcile' } },
      log: silentLog,
      now: () => new Date(clock),
      invoke: async () => runs++,
    })
    await recurring.stop()
    expect(runs).toBe(0)
  })
})
