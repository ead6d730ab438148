import * as z from 'zod'
import { type FunctionName, functions } from '../topology.ts'

/** What is counted of a function at work. Whole numbers all, but for `reads` (an index is read at half a unit) and `ms`. */
export const COUNTERS = [
  'invocations',
  /** Of the handlers, on the machine that counted, and what they waited on purpose beside that: for the pace of Slack and GitHub. */
  'ms',
  'waited',
  /** Read and write units as the table's engine returned them; a refused condition is one write unit. */
  'reads',
  'writes',
  /** Calls to DynamoDB, SQS, EventBridge and Scheduler, to Bedrock, and to Slack and GitHub. */
  'dynamodb',
  'sqs',
  'bus',
  'scheduler',
  'model',
  'slack',
  'github',
  /** Requests that came in through the API. */
  'requests',
  /** Messages that came from a queue, in chunks of 64 KB. */
  'messages',
  /** Records that came from the stream. */
  'records',
  /** Entries put on the bus, in chunks of 64 KB. */
  'events',
  /** One-off schedules made: each fires once. */
  'schedules',
  'mails',
  /** UTF-16 units of what the model is asked: what never changes, and the rest. */
  'prefix',
  'question',
  /** Bytes to Slack and GitHub, and in the answers of the API. */
  'sent',
  /** Bytes of log lines of ours. */
  'logged',
] as const
export type Counter = (typeof COUNTERS)[number]

/** What one function used; what is absent is 0. */
export type Use = Readonly<Partial<Record<Counter, number>>>
/** By function. */
export type Uses = Readonly<Partial<Record<FunctionName, Use>>>

/** One action, counted. */
export type Counted = {
  readonly about: string
  readonly functions: Uses
  /** Bytes by which the table grew. */
  readonly stored: number
}

const use = z.partialRecord(z.enum(COUNTERS), z.number().nonnegative())
const names = Object.keys(functions) as [FunctionName, ...FunctionName[]]

/** The file of counts. */
export const unitsFile = z.object({
  made: z.object({ on: z.iso.date(), by: z.string(), node: z.string(), plays: z.int().positive() }),
  actions: z.record(
    z.string(),
    z.object({ about: z.string(), functions: z.partialRecord(z.enum(names), use), stored: z.number() }),
  ),
})
export type UnitsFile = z.output<typeof unitsFile>

/** One counter over all functions. */
export function sumOf(uses: Uses, counter: Counter): number {
  return Object.values(uses).reduce((sum, each) => sum + (each[counter] ?? 0), 0)
}
