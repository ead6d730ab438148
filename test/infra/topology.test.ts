import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CONSUMERS } from '../../app/consumers.ts'
import { MAX_RECEIVES } from '../../app/queue/each-message.ts'
import {
  functions,
  queues,
  rotations,
  routes,
  rules,
  schedules,
  streams,
  visibilitySeconds,
} from '../../infra/topology.ts'

describe('the topology', () => {
  it('has a handler for each function, and wakes each function somehow', () => {
    const others = [queues, streams, schedules, rotations].map((all) =>
      Object.values<{ readonly function: string }>(all),
    )
    const woken = [routes, ...others].flat()
    for (const name of Object.keys(functions)) {
      expect(existsSync(new URL(`../../handlers/${name}.ts`, import.meta.url)), name).toBe(true)
      expect(
        woken.some((wakes) => wakes.function === name),
        name,
      ).toBe(true)
    }
  })

  it('gives every rule of the bus a queue of its own', () => {
    const fed = Object.values(rules).map(({ queue }) => queue)
    expect(new Set(fed).size).toBe(fed.length)
  })

  it('wakes whom the application says it wakes', () => {
    const patterns = Object.entries(rules).map(([name, { pattern }]) => [name, pattern['detail-type']])
    expect(CONSUMERS).toEqual(Object.fromEntries(patterns))
  })

  it('hides a message for six times its function’s time-out, and lets it fail five times', () => {
    for (const [name, { function: worker, maxReceives }] of Object.entries(queues)) {
      expect(visibilitySeconds(name as keyof typeof queues)).toBe(6 * functions[worker].timeoutSeconds)
      expect(maxReceives).toBe(MAX_RECEIVES)
    }
  })

  it('reads each stream by the kind of item, bisects, tries ten times and keeps what it gives up', () => {
    expect(streams.relay.filter.dynamodb.NewImage.kind).toEqual({ S: ['task', 'act'] })
    expect(streams.propagate.filter.dynamodb.NewImage.kind).toEqual({ S: ['task'] })
    for (const stream of Object.values(streams)) {
      expect(stream).toMatchObject({ bisectOnError: true, maxAttempts: 10, onFailure: 'stream-failures' })
    }
  })
})
