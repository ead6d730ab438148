import type { FunctionName, RotationSpec, RouteSpec, RuleSpec, ScheduleSpec, StreamSpec } from '../topology.ts'
import type { EventBus } from './aws/event-bus.ts'
import type { QueueSource } from './aws/queue-source.ts'
import type { Recurring } from './aws/recurring.ts'
import type { LocalRotations } from './aws/rotations.ts'
import type { StreamSource } from './aws/stream-source.ts'
import type { Gateway } from './functions/http-gateway.ts'
import type { LocalLambda } from './functions/lambda.ts'

/** What really runs on this laptop, as its parts tell it: to be held against the topology and against AWS. */
export type Realised = {
  timeoutSeconds(name: FunctionName): number
  readonly routes: readonly RouteSpec[]
  readonly rules: Readonly<Record<string, RuleSpec>>
  readonly queueSources: readonly QueueSource['reads'][]
  readonly streams: Readonly<Record<string, StreamSpec>>
  readonly schedules: Readonly<Record<string, ScheduleSpec>>
  /** By the name of the secret. */
  readonly rotations: Readonly<Record<string, RotationSpec>>
}

/** Asks each part that was started what it does. */
export function realised(parts: {
  readonly lambda: LocalLambda
  readonly gateway: Gateway
  readonly bus: EventBus
  readonly queueSources: readonly QueueSource[]
  readonly streamSources: readonly StreamSource[]
  readonly recurring: Recurring
  readonly rotations: LocalRotations
}): Realised {
  return {
    timeoutSeconds: parts.lambda.timeoutSeconds,
    routes: parts.gateway.routes,
    rules: parts.bus.rules,
    queueSources: parts.queueSources.map(({ reads }) => reads),
    streams: Object.fromEntries(parts.streamSources.map(({ name, spec }) => [name, spec])),
    schedules: parts.recurring.schedules,
    rotations: parts.rotations.rotations,
  }
}
