import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { handler as reconcile } from '../../handlers/reconcile.ts'
import { ENVIRONMENT } from '../support/handler-environment.ts'

const written: string[] = []
beforeAll(() => {
  for (const [name, value] of Object.entries(ENVIRONMENT)) vi.stubEnv(name, value)
  vi.stubEnv('_X_AMZN_TRACE_ID', 'Root=1-6b0b1b5f-fe2283ba7555bcfbd15ad843;Parent=53995c3f42cd8ad8;Sampled=1')
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => written.push(String(line)) > 0)
})
afterAll(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

describe('a round that a schedule woke', () => {
  it('says on each of its lines and figures which round it was', async () => {
    const event = { detail: {} } as Parameters<typeof reconcile>[0]
    await expect(reconcile(event, { getRemainingTimeInMillis: () => 300_000 })).rejects.toThrow()
    const said = written.map((line) => JSON.parse(line) as { readonly trace?: string; readonly OldestOwed?: number })
    expect(said.some(({ OldestOwed }) => OldestOwed !== undefined)).toBe(true)
    expect(new Set(said.map(({ trace }) => trace))).toEqual(new Set(['1-6b0b1b5f-fe2283ba7555bcfbd15ad843']))
  })
})
