import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { countedCode } from '../../../infra/cost/count/counted-code.ts'
import type { Answer, Metered } from '../../../infra/cost/count/meter.ts'
import { ANSWER, converse } from '../../../infra/cost/count/model-stand-in.ts'
import { tally } from '../../../infra/cost/count/tally.ts'
import { tariff } from '../../../infra/cost/count/tariff.ts'
import { gbSeconds } from '../../../infra/cost/time.ts'

const CHUNK = 65_536

describe('what a call counts as', () => {
  const taken = (
    service: Metered,
    target: string,
    { body = '{}', status = 200, text = '{}', method = 'POST' } = {},
  ) => {
    const request = { headers: { 'x-amz-target': target }, method } as unknown as IncomingMessage
    const answer: Answer = { status, headers: {}, text }
    return Object.fromEntries(tariff(service, request, Buffer.from(body), answer))
  }
  const units = (...of: number[]) => {
    const parts = of.map((CapacityUnits) => ({ CapacityUnits }))
    return JSON.stringify({ ConsumedCapacity: parts.length === 1 ? parts[0] : parts })
  }

  it('is what the table said that it took, of every part of a transaction', () => {
    expect(taken('dynamodb', 'DynamoDB_20120810.GetItem', { text: units(1) })).toEqual({ dynamodb: 1, reads: 1 })
    expect(taken('dynamodb', 'DynamoDB_20120810.Query', { text: units(0.5) })).toEqual({ dynamodb: 1, reads: 0.5 })
    expect(taken('dynamodb', 'DynamoDB_20120810.PutItem', { text: units(3) })).toEqual({ dynamodb: 1, writes: 3 })
    expect(taken('dynamodb', 'DynamoDB_20120810.TransactWriteItems', { text: units(4, 2) })).toEqual({
      dynamodb: 1,
      writes: 6,
    })
  })

  it('is a write for a condition that does not hold, and nothing for a read that failed', () => {
    expect(taken('dynamodb', 'DynamoDB_20120810.PutItem', { status: 400 })).toEqual({ dynamodb: 1, writes: 1 })
    expect(taken('dynamodb', 'DynamoDB_20120810.GetItem', { status: 500 })).toEqual({ dynamodb: 1 })
  })

  it('is an event for each entry, and for each 64 KB of it', () => {
    const body = JSON.stringify({ Entries: [{ Detail: '{}' }, { Detail: 'x'.repeat(CHUNK) }] })
    expect(taken('bus', 'AWSEvents.PutEvents', { body })).toEqual({ bus: 1, events: 3 })
  })

  it('is a schedule only where one was made, and a mail only where one was sent', () => {
    expect(taken('scheduler', '')).toEqual({ scheduler: 1, schedules: 1 })
    expect(taken('scheduler', '', { method: 'DELETE' })).toEqual({ scheduler: 1 })
    expect(taken('scheduler', '', { status: 409 })).toEqual({ scheduler: 1 })
    expect(taken('sns', '', { body: 'Action=Publish&TopicArn=x' })).toEqual({ mails: 1 })
    expect(taken('sns', '', { body: 'Action=Publish&TopicArn=x', status: 500 })).toEqual({})
  })
})

describe('an invocation', () => {
  it('counts for its function, with what woke it, what it waited for and what it answered', async () => {
    const counts = tally()
    const code = countedCode(
      async () => async () => {
        counts.add('reads', 2)
        return { statusCode: 200, body: 'four' }
      },
      counts,
    )
    const run = async (event: unknown) => (await code('slack-door'))(event as never, {} as never)
    await run({ requestContext: {} })
    await run({
      Records: [
        { eventSource: 'aws:sqs', body: 'x'.repeat(CHUNK + 1) },
        { eventSource: 'aws:sqs', body: '' },
      ],
    })
    await run({ Records: [{ eventSource: 'aws:dynamodb' }] })
    const { ms, ...rest } = counts.uses()['slack-door'] ?? {}
    expect(rest).toEqual({ invocations: 3, requests: 1, messages: 2, records: 1, reads: 6, sent: 12 })
    expect(ms).toBeGreaterThan(0)
    counts.reset()
    expect(counts.uses()).toEqual({})
  })

  it('counts though it fails; what nobody of ours does counts for nobody', async () => {
    const counts = tally()
    const code = countedCode(async () => () => Promise.reject(new Error('no')), counts)
    await expect((await code('relay'))({} as never, {} as never)).rejects.toThrow('no')
    counts.add('reads', 1)
    expect(Object.keys(counts.uses())).toEqual(['relay'])
    expect(counts.uses().relay).toMatchObject({ invocations: 1 })
  })
})

it('The model that is played counts what it is asked, and answers by the tool that is offered', () => {
  const tool = { toolSpec: { name: 'write_handoff' } }
  const asked = {
    system: [{ text: 'Be brief.' }, { cachePoint: {} }],
    messages: [{ content: [{ text: 'Why?' }, { text: 'Again.' }] }],
    toolConfig: { tools: [tool] },
  }
  const { answer, taken } = converse(Buffer.from(JSON.stringify(asked)))
  expect(taken).toEqual([
    ['model', 1],
    ['prefix', 'Be brief.'.length + JSON.stringify({ tools: [tool] }).length],
    ['question', 'Why?Again.'.length],
  ])
  expect(JSON.parse(answer).output.message.content[0].toolUse).toMatchObject({ name: 'write_handoff', input: ANSWER })
})

it('Time is stretched to the share of a processor, waits are not, and both are paid for by memory', () => {
  expect(gbSeconds('slack-door', { invocations: 1, ms: 1_024 }, 0)).toBeCloseTo(1_769 / 1_000, 6)
  expect(gbSeconds('deliver', { invocations: 1, waited: 1_000, slack: 1 }, 0)).toBeCloseTo(1.2 * 0.5, 6)
  expect(gbSeconds('health', {}, 1)).toBe(0)
  expect(gbSeconds('deliver', { invocations: 1 }, 1)).toBeGreaterThan(gbSeconds('deliver', { invocations: 1 }, 0))
})
