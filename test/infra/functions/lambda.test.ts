import { describe, expect, it } from 'vitest'
import { silentLog } from '../../../app/log.ts'
import { type Handler, localLambda } from '../../../infra/local/functions/lambda.ts'

const lambda = (load: () => Promise<Handler>, more: { timeoutSeconds?: () => number; settled?: () => void } = {}) =>
  localLambda({ handlers: load, log: silentLog, ...more })

describe('a local function', () => {
  it('is loaded once and answers what its handler answers', async () => {
    let loads = 0
    const local = lambda(async () => {
      loads++
      return async (event: { n: number }) => event.n + 1
    })
    expect([await local.invoke('health', { n: 1 }), await local.invoke('health', { n: 2 }), loads]).toEqual([2, 3, 1])
    expect([local.begun(), local.inFlight()]).toEqual([2, 0])
  })

  it('is loaded again after its initialisation failed', async () => {
    let loads = 0
    const local = lambda(async () => {
      if (++loads === 1) throw new Error('the configuration is incomplete')
      return async () => 'up'
    })
    await expect(local.invoke('health', {})).rejects.toThrow('the configuration is incomplete')
    expect(await local.invoke('health', {})).toBe('up')
  })

  it('sees JSON and nothing else, as if it ran elsewhere', async () => {
    const event = { at: new Date(0), missing: undefined, nested: { n: 1 } }
    const local = lambda(async () => async (given: { nested: { n: number } }) => {
      given.nested.n = 2
      return given
    })
    expect(await local.invoke('health', event)).toEqual({ at: '1970-01-01T00:00:00.000Z', nested: { n: 2 } })
    expect(event.nested.n).toBe(1)
  })

  it('is refused when it wants a callback, as Lambda refuses it on Node 24', async () => {
    const callback = ((_event: unknown, _context: unknown, _callback: unknown) =>
      Promise.resolve()) as unknown as Handler
    await expect(lambda(async () => callback).invoke('health', {})).rejects.toThrow('refuses a handler with a callback')
  })

  it('fails when its time is up, and counts as running until it really ends', async () => {
    const gate = Promise.withResolvers<void>()
    let settled = 0
    const local = lambda(async () => () => gate.promise, { timeoutSeconds: () => 0.01, settled: () => settled++ })
    await expect(local.invoke('relay', {})).rejects.toMatchObject({
      message: 'a function ran out of time',
      data: { function: 'relay', limitMs: 10 },
    })
    expect([local.inFlight(), settled]).toEqual([1, 0])
    gate.reject(new Error('too late for anybody to hear'))
    await expect.poll(() => [local.inFlight(), settled]).toEqual([0, 1])
  })
})
