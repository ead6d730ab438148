import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { Log } from '../../../app/log.ts'
import { type QueueName, type RuleSpec, rules as topologyRules } from '../../topology.ts'
import { ApiError } from './api-error.ts'
import { matches } from './event-pattern.ts'

/** The bus. `putEvents` takes the body of the API's `PutEvents` and answers its response. */
export type EventBus = {
  /** What it knows to be waiting for which events. */
  readonly rules: Readonly<Record<string, RuleSpec>>
  putEvents(body: unknown): Promise<PutEventsResponse>
  /** Fails the next `entries` entries with `InternalFailure`, as AWS sometimes does. For tests. */
  failNext(entries: number): void
}
export type PutEventsResponse = { readonly FailedEntryCount: number; readonly Entries: readonly EntryResult[] }
export type EntryResult = { readonly EventId: string } | { readonly ErrorCode: string; readonly ErrorMessage: string }

export type EventBusOptions = {
  readonly name: string
  /** Puts one event on a queue durably, in the trace that its publisher named, or throws. */
  readonly send: (queue: QueueName, body: string, trace?: string) => Promise<void>
  readonly log: Log
  readonly now: () => Date
  readonly rules?: Readonly<Record<string, RuleSpec>>
}

/** Limits of https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const MAX_ENTRIES = 10
const MAX_BYTES = 1024 * 1024

const entry = z.object({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
  Resources: z.array(z.string()).default([]),
  /** Seconds. */
  Time: z.number().optional(),
  TraceHeader: z.string().optional(),
})
type Entry = z.output<typeof entry>
const request = z.object({ Entries: z.array(entry).min(1).max(MAX_ENTRIES) })

/**
 * EventBridge with the topology's rules. It answers only when every matching queue has the event, so that a success
 * means what it means on AWS: it will arrive.
 */
export function createEventBus(options: EventBusOptions): EventBus {
  const rules: Readonly<Record<string, RuleSpec>> = options.rules ?? topologyRules
  let toFail = 0

  const put = async (each: Entry): Promise<EntryResult> => {
    if (toFail > 0) {
      toFail--
      return { ErrorCode: 'InternalFailure', ErrorMessage: 'The entry was failed on purpose.' }
    }
    const wrong = complaint(each, options.name)
    if (wrong !== undefined) return wrong
    const id = randomUUID()
    const event = envelope(each, id, options.now())
    const queues = new Set(
      Object.values(rules)
        .filter((rule) => matches(rule.pattern, event))
        .map((rule) => rule.queue),
    )
    try {
      await Promise.all([...queues].map((queue) => options.send(queue, JSON.stringify(event), each.TraceHeader)))
      return { EventId: id }
    } catch (error) {
      options.log.warn('an event could not be put on its queues', { source: each.Source, error })
      return { ErrorCode: 'InternalFailure', ErrorMessage: 'The event could not be put on its queues.' }
    }
  }

  return {
    rules,
    failNext: (entries) => {
      toFail = entries
    },
    putEvents: async (body) => {
      const parsed = request.safeParse(body)
      if (!parsed.success) {
        const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
        throw new ApiError(400, 'ValidationException', `${issues.length} validation errors: ${issues.join('; ')}`)
      }
      if (parsed.data.Entries.reduce((sum, each) => sum + bytesOf(each), 0) >= MAX_BYTES) {
        throw new ApiError(400, 'ValidationException', 'Total size of the entries in the request is over the limit.')
      }
      const Entries: EntryResult[] = []
      // In order, as the publisher listed them.
      for (const each of parsed.data.Entries) Entries.push(await put(each))
      return { FailedEntryCount: Entries.filter((result) => 'ErrorCode' in result).length, Entries }
    },
  }
}

function complaint(each: Entry, busName: string): EntryResult | undefined {
  for (const field of ['Source', 'DetailType', 'Detail'] as const) {
    if (each[field] === undefined || each[field] === '') {
      const ErrorMessage = `Parameter ${field} is not valid. Reason: ${field} is a required argument.`
      return { ErrorCode: 'InvalidArgument', ErrorMessage }
    }
  }
  if (each.Source?.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' }
  }
  if (!isJsonObject(each.Detail ?? '')) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }
  const bus = each.EventBusName?.replace(/^arn:[^/]*\//, '') ?? 'default'
  if (bus === busName) return undefined
  return { ErrorCode: 'ResourceNotFoundException', ErrorMessage: `Event bus ${bus} does not exist.` }
}

function envelope(each: Entry, id: string, now: Date) {
  const time = each.Time === undefined ? now : new Date(each.Time * 1000)
  return {
    version: '0',
    id,
    'detail-type': each.DetailType,
    source: each.Source,
    account: '000000000000',
    time: `${time.toISOString().slice(0, 19)}Z`,
    region: 'us-east-1',
    resources: each.Resources,
    detail: JSON.parse(each.Detail ?? '{}') as unknown,
  }
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
function bytesOf(each: Entry): number {
  const texts = [each.Source ?? '', each.DetailType ?? '', each.Detail ?? '', ...each.Resources]
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), each.Time === undefined ? 0 : 14)
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
