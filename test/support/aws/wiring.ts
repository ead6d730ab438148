import type { EventPattern } from '../../../infra/topology.ts'
import {
  functions,
  queues,
  rotations,
  routes,
  rules,
  schedules,
  streams,
  topics,
  visibilitySeconds,
} from '../../../infra/topology.ts'

/** What is wired to what, in one form for whoever realises it: names as the topology says them. */
export type Wiring = {
  readonly functions: Readonly<Record<string, { readonly timeoutSeconds: number; readonly memoryMb: number }>>
  /** `POST /slack/events` -> function. */
  readonly routes: Readonly<Record<string, string>>
  readonly queues: Readonly<Record<string, WiredQueue>>
  readonly rules: Readonly<Record<string, { readonly pattern: unknown; readonly queue: string }>>
  /** Topic -> queue. */
  readonly topics: Readonly<Record<string, string>>
  readonly streams: Readonly<Record<string, WiredStream>>
  readonly schedules: Readonly<Record<string, { readonly everyMinutes: number; readonly function: string }>>
  /** By the name of the secret. */
  readonly rotations: Readonly<Record<string, { readonly everyDays: number; readonly function: string }>>
}
export type WiredQueue = {
  readonly function: string
  readonly batchSize: number
  readonly visibilitySeconds: number
  readonly retentionDays: { readonly dead: number }
  readonly dead: string
  readonly maxReceives: number
}
export type WiredStream = {
  readonly function: string
  readonly filter: unknown
  readonly batchSize: number
  readonly maxAttempts: number
  readonly bisectOnError: boolean
}

/** As the topology has it. */
export function inTopology(): Wiring {
  return {
    functions: mapped(functions, ({ timeoutSeconds, memoryMb }) => ({ timeoutSeconds, memoryMb })),
    routes: Object.fromEntries(routes.map((route) => [`${route.method} ${route.path}`, route.function])),
    queues: mapped(queues, ({ function: reader, batchSize, maxReceives }, name) => ({
      function: reader,
      batchSize,
      visibilitySeconds: visibilitySeconds(name),
      dead: `${name}-dead`,
      retentionDays: { dead: 14 },
      maxReceives,
    })),
    rules: mapped(rules, ({ pattern, queue }) => ({ pattern: pattern as EventPattern, queue })),
    topics: mapped(topics, ({ queue }) => queue),
    streams: mapped(streams, wiredStream),
    schedules: mapped(schedules, ({ everyMinutes, function: woken }) => ({ everyMinutes, function: woken })),
    rotations: mapped(rotations, ({ everyDays, function: woken }) => ({ everyDays, function: woken })),
  }
}

/** What of a stream all realisations say in the same words. */
export function wiredStream({
  function: reader,
  filter,
  batchSize,
  maxAttempts,
  bisectOnError,
}: WiredStream): WiredStream {
  return { function: reader, filter, batchSize, maxAttempts, bisectOnError }
}

/** Each value of a record made into another. */
export function mapped<Name extends string, From, To>(
  record: Readonly<Record<Name, From>>,
  to: (value: From, name: Name) => To,
): Record<Name, To> {
  return Object.fromEntries(
    (Object.entries(record) as [Name, From][]).map(([name, value]) => [name, to(value, name)]),
  ) as Record<Name, To>
}
