import { type FunctionName, functions } from '../topology.ts'
import type { Use } from './use.ts'

/** Lambda gives a whole processor at this size, and of it in proportion below. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const WHOLE_PROCESSOR_MB = 1_769

/**
 * What a function waits for on AWS and not on a laptop, where everything is next door. Milliseconds, by experience and not
 * measured: there was no account at hand.
 */
export const WAITS = { dynamodb: 5, sqs: 10, bus: 15, scheduler: 40, model: 4_000, slack: 200, github: 300 } as const

/** To load the code and make it ready, at a whole processor. Milliseconds. */
export const COLD_MS = 300

/**
 * GB-seconds of a function's work as Lambda bills it: the laptop's time, stretched to the share of a processor that the
 * function has, and what it waits for. `cold` is the share of its invocations that begin cold.
 */
export function gbSeconds(name: FunctionName, use: Use, cold: number): number {
  const { memoryMb } = functions[name]
  const stretch = Math.max(1, WHOLE_PROCESSOR_MB / memoryMb)
  const waits = Object.entries(WAITS).reduce((sum, [on, ms]) => sum + (use[on as keyof typeof WAITS] ?? 0) * ms, 0)
  const work = (use.ms ?? 0) * stretch + (use.waited ?? 0) + waits + (use.invocations ?? 0) * cold * COLD_MS * stretch
  return (work / 1_000) * (memoryMb / 1_024)
}
