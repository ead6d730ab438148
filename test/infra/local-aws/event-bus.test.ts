import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge'
import { afterEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../../app/log.ts'
import { startAwsApi } from '../../../infra/local/aws/aws-api.ts'
import { createEventBus, type EventBusOptions } from '../../../infra/local/aws/event-bus.ts'
import type { LocalServer } from '../../../infra/local/http-server.ts'
import type { RuleSpec } from '../../../infra/topology.ts'

const started: LocalServer[] = []
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop(100)
})

async function bus(options: Partial<EventBusOptions> = {}) {
  const sent: { readonly queue: string; readonly event: unknown; readonly trace?: string }[] = []
  const local = createEventBus({
    name: 'codexflow',
    send: async (queue, body, trace) => {
      sent.push({ queue, event: JSON.parse(body), ...(trace === undefined ? {} : { trace }) })
    },
    log: silentLog,
    now: () => new Date('2026-11-23T10:00:00.500Z'),
    rules: { heard: { pattern: { 'detail-type': ['TaskReady'] }, queue: 'orchestration' } },
    ...options,
  })
  const server = await startAwsApi(0, { bus: local }, silentLog)
  started.push(server)
  const client = new EventBridgeClient({
    region: 'us-east-1',
    endpoint: server.url,
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    maxAttempts: 1,
  })
  const put = (...Entries: readonly PutEventsRequestEntry[]) =>
    client.send(new PutEventsCommand({ Entries: [...Entries] }))
  return { sent, put, failNext: local.failNext, url: server.url }
}

const entry = (over: PutEventsRequestEntry = {}): PutEventsRequestEntry => ({
  EventBusName: 'codexflow',
  Source: 'codexflow.tasks',
  DetailType: 'TaskReady',
  Detail: '{"task":"UAPI-12"}',
  ...over,
})
const id = expect.stringMatching(/^[0-9a-f-]{36}$/)

describe('the bus', () => {
  it('has the event on its queue, in EventBridge’s envelope, before it answers', async () => {
    const { sent, put } = await bus()
    const answer = await put(entry({ Detail: '{"task":"Prüfung"}', Resources: ['arn:x'] }))
    expect(answer).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: id }] })
    expect(sent).toEqual([
      {
        queue: 'orchestration',
        event: {
          version: '0',
          id: answer.Entries?.[0]?.EventId,
          'detail-type': 'TaskReady',
          source: 'codexflow.tasks',
          account: '000000000000',
          time: '2026-11-23T10:00:00Z',
          region: 'us-east-1',
          resources: ['arn:x'],
          detail: { task: 'Prüfung' },
        },
      },
    ])
  })

  it('takes the publisher’s time and the bus by its ARN', async () => {
    const { sent, put } = await bus()
    const EventBusName = 'arn:aws:events:us-east-1:000000000000:event-bus/codexflow'
    await put(entry({ EventBusName, Time: new Date('2025-01-02T03:04:05Z') }))
    expect(sent).toEqual([{ queue: 'orchestration', event: expect.objectContaining({ time: '2025-01-02T03:04:05Z' }) }])
  })

  it('gives each rule’s queue its copy, a queue of two rules one, and drops what no rule wants', async () => {
    const rules: Record<string, RuleSpec> = {
      one: { pattern: { 'detail-type': ['A'] }, queue: 'inbox' },
      two: { pattern: { detail: { x: [1] } }, queue: 'inbox' },
      three: { pattern: { source: [{ prefix: 'codexflow' }] }, queue: 'deliveries' },
    }
    const { sent, put } = await bus({ rules })
    await put(entry({ DetailType: 'A', Detail: '{"x":1}' }), entry({ Source: 'other', DetailType: 'B' }))
    expect(sent.map(({ queue }) => queue).sort()).toEqual(['deliveries', 'inbox'])
  })

  it('names what is wrong with each entry and delivers the others', async () => {
    const { sent, put } = await bus()
    const answer = await put(
      entry(),
      entry({ Source: undefined }),
      entry({ DetailType: '' }),
      entry({ Detail: undefined }),
      entry({ Detail: 'not json' }),
      entry({ Detail: '[1]' }),
      entry({ Source: 'aws.ec2' }),
      entry({ EventBusName: 'elsewhere' }),
      entry({ EventBusName: undefined }),
    )
    expect(answer.FailedEntryCount).toBe(8)
    expect(answer.Entries?.map(({ ErrorCode, ErrorMessage }) => ErrorCode && `${ErrorCode}: ${ErrorMessage}`)).toEqual([
      undefined,
      'InvalidArgument: Parameter Source is not valid. Reason: Source is a required argument.',
      'InvalidArgument: Parameter DetailType is not valid. Reason: DetailType is a required argument.',
      'InvalidArgument: Parameter Detail is not valid. Reason: Detail is a required argument.',
      'MalformedDetail: Detail is malformed.',
      'MalformedDetail: Detail is malformed.',
      'NotAuthorizedForSourceException: Not authorized for the source.',
      'ResourceNotFoundException: Event bus elsewhere does not exist.',
      'ResourceNotFoundException: Event bus default does not exist.',
    ])
    expect(sent).toHaveLength(1)
  })

  it('takes ten entries and refuses eleven, none, and a megabyte', async () => {
    const { sent, put } = await bus()
    await put(...Array.from({ length: 10 }, () => entry()))
    expect(sent).toHaveLength(10)
    const refused = { name: 'ValidationException' }
    await expect(put(...Array.from({ length: 11 }, () => entry()))).rejects.toMatchObject(refused)
    await expect(put()).rejects.toMatchObject(refused)
    const half = JSON.stringify({ x: 'ü'.repeat(256 * 1024) })
    await expect(put(entry({ Detail: half }), entry({ Detail: half }))).rejects.toMatchObject({
      ...refused,
      message: 'Total size of the entries in the request is over the limit.',
    })
    expect(sent).toHaveLength(10)
  })

  it('reports an entry as failed when its queue does not take it', async () => {
    const { put } = await bus({ send: () => Promise.reject(new Error('SQS is away')) })
    const answer = await put(entry(), entry({ DetailType: 'NobodyWantsIt' }))
    expect(answer).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: expect.not.stringContaining('SQS') }, { EventId: id }],
    })
  })

  it('fails as many entries as a test asks for', async () => {
    const { sent, put, failNext } = await bus()
    failNext(2)
    const answer = await put(entry(), entry(), entry())
    expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual(['InternalFailure', 'InternalFailure', undefined])
    expect(sent).toHaveLength(1)
  })

  it('refuses what it does not offer by its name, and what is no JSON', async () => {
    const { url } = await bus()
    const json = { 'content-type': 'application/x-amz-json-1.1' }
    const headers = { ...json, 'x-amz-target': 'AWSEvents.PutRule' }
    const unknown = await fetch(url, { method: 'POST', headers, body: '{}' })
    expect([unknown.status, await unknown.json()]).toEqual([
      400,
      expect.objectContaining({ __type: 'UnknownOperationException', message: expect.stringContaining('PutRule') }),
    ])
    const put = { 'x-amz-target': 'AWSEvents.PutEvents' }
    const broken = await fetch(url, { method: 'POST', headers: { ...json, ...put }, body: '{' })
    expect([broken.status, broken.headers.get('x-amzn-errortype')]).toEqual([400, 'SerializationException'])
    const typeless = await fetch(url, { method: 'POST', headers: put, body: '{}' })
    expect([typeless.status, typeless.headers.get('x-amzn-errortype')]).toEqual([400, 'SerializationException'])
  })
})
