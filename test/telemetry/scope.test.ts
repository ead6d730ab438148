import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inScope, note, presentScope, presentTrace } from '../../app/telemetry/scope.ts'
import { traceHeader, traceId } from '../../app/telemetry/trace-header.ts'

const ROOT = '1-6b0b1b5f-fe2283ba7555bcfbd15ad843'
const HEADER = `Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=1`

describe('a trace header', () => {
  it('is passed on without the count by which Lambda stops what comes back often', () => {
    expect(traceHeader(`${HEADER};Lineage=1:a87bd80c:3`)).toBe(HEADER)
    expect(traceHeader(`Self=1-00000000-000000000000000000000000;Root=${ROOT}`)).toBe(`Root=${ROOT}`)
    expect(traceId(HEADER)).toBe(ROOT)
  })

  it.each([
    undefined,
    '',
    'Root=',
    'Root=1-6B0B1B5F-fe2283ba7555bcfbd15ad843',
    'root=1-6b0b1b5f-fe2283ba7555bcfbd15ad843',
    `Root=${ROOT}evil`,
    `XRoot=${ROOT}`,
    `Root=${ROOT};${'x'.repeat(600)}`,
  ])('is none: %s', (raw) => {
    expect(traceHeader(raw)).toBeUndefined()
  })

  it('says nothing that its sender made up', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const header = traceHeader(`${before};Root=${ROOT};${after}`)
        expect(header ?? HEADER).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}(;Parent=[0-9a-f]{16})?(;Sampled=[01])?$/)
      }),
    )
  })
})

describe('a scope', () => {
  it('knows what the work in it is about, and ends with it', async () => {
    expect([presentScope(), presentTrace()]).toEqual([{}, undefined])
    await inScope(HEADER, async () => {
      note({ workspace: 'T1', cause: 'c1' })
      await Promise.resolve()
      note({ task: 'UAPI-1' })
      expect(presentScope()).toEqual({ workspace: 'T1', cause: 'c1', task: 'UAPI-1', trace: ROOT })
      expect(presentTrace()).toBe(HEADER)
    })
    expect(presentScope()).toEqual({})
  })

  it('keeps pieces of work that run side by side apart', async () => {
    const seen = await Promise.all(
      ['A-1', 'A-2', 'A-3'].map((task) =>
        inScope(HEADER, async () => {
          note({ task })
          await new Promise((resolve) => setImmediate(resolve))
          return presentScope()['task']
        }),
      ),
    )
    expect(seen).toEqual(['A-1', 'A-2', 'A-3'])
  })

  it('keeps no more than ids, and nothing where none is open', () => {
    note({ workspace: 'T1' })
    expect(presentScope()).toEqual({})
    inScope(undefined, () => {
      const asked = { workspace: 'T1', cause: 'c1', userName: 'Amy Holt', responseUrl: 'https://hooks.slack.com/x' }
      note(asked)
      expect(presentScope()).toEqual({ workspace: 'T1', cause: 'c1' })
    })
  })
})
