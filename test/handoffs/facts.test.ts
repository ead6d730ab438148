import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  FACT_KINDS,
  type Finding,
  MAX_FACTS,
  MAX_LEDGER_BYTES,
  numberFacts,
  taskFact,
} from '../../app/handoffs/facts.ts'
import { hostileText } from '../support/hostile-text.ts'

const source = 'task UAPI-11'
const finding = (change: Partial<Finding>): Finding => ({
  kind: 'url',
  label: 'API',
  value: 'https://a.example',
  source,
  ...change,
})

const findings = fc.array(
  fc.record({ kind: fc.constantFrom(...FACT_KINDS), label: hostileText, value: hostileText, source: hostileText }),
  { maxLength: 90 },
)

describe('the fact ledger', () => {
  it('numbers facts in the given order and keeps the first of each kind and value', () => {
    expect(
      numberFacts([
        finding({}),
        finding({ label: 'Again' }),
        finding({ kind: 'document' }),
        finding({ kind: 'task', label: 'Provision', value: 'UAPI-11' }),
      ]),
    ).toEqual([
      { id: 'f1', kind: 'url', label: 'API', value: 'https://a.example', source },
      { id: 'f2', kind: 'document', label: 'API', value: 'https://a.example', source },
      { id: 'f3', kind: 'task', label: 'Provision', value: 'UAPI-11', source },
    ])
  })

  it('cleans away what nobody can see, and drops what is then empty', () => {
    const dirty = 'a\u200Bb\u{E0041}\uFE0F\u202E\u2060\u0000c\n d'
    expect(numberFacts([finding({ label: dirty, value: dirty, source: dirty }), finding({ value: '\u200B' })])).toEqual(
      [{ id: 'f1', kind: 'url', label: 'abc d', value: 'abc d', source: 'abc d' }],
    )
  })

  it('shortens long words with an ellipsis, and leaves out an address rather than cutting it', () => {
    const long = 'x'.repeat(3000)
    const kept = numberFacts([
      finding({ value: `https://${long}` }),
      finding({ kind: 'resource', label: long, value: long }),
    ])
    expect(kept).toEqual([
      { id: 'f1', kind: 'resource', label: `${'x'.repeat(79)}…`, value: `${'x'.repeat(1999)}…`, source },
    ])
  })

  it('lets commits give way first, then checks, when there are too many', () => {
    const many = (kind: Finding['kind'], count: number) =>
      Array.from({ length: count }, (_, n) => finding({ kind, value: `${kind} ${n}` }))
    const kept = numberFacts([...many('commit', 40), ...many('check', 30), ...many('arn', 20)])
    expect(kept.length).toBe(MAX_FACTS)
    expect(kept.map((fact) => fact.value)).toEqual([
      ...many('commit', 10).map((fact) => fact.value),
      ...many('check', 30).map((fact) => fact.value),
      ...many('arn', 20).map((fact) => fact.value),
    ])
  })

  it('keeps no more than fits into one item of the table, whatever the script, and what matters most first', () => {
    const notes = Array.from({ length: MAX_FACTS }, (_, n) =>
      finding({ kind: 'resource', label: `${n}`, value: `${n}`.padEnd(2_000, '鯨') }),
    )
    const kept = numberFacts([...notes, finding({ kind: 'task', label: 'Provision', value: 'UAPI-11' })])
    expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThan(MAX_LEDGER_BYTES + 2_000)
    expect(kept.length).toBeGreaterThan(35)
    expect(kept.slice(0, 2).map(({ label }) => label)).toEqual(['0', '1'])
    expect(kept.at(-1)?.value).toBe('UAPI-11')
  })

  it('finds the fact of a task by its id, or none', () => {
    const ledger = numberFacts([finding({ value: 'UAPI-11' }), finding({ kind: 'task', value: 'UAPI-11' })])
    expect(taskFact(ledger, 'UAPI-11')?.id).toBe('f2')
    expect(taskFact(ledger, 'UAPI-1')).toBe(undefined)
  })

  it('is bounded, distinct, visible and the same again, whatever was found', () => {
    fc.assert(
      fc.property(findings, (found) => {
        const ledger = numberFacts(found)
        expect(numberFacts(ledger)).toEqual(ledger)
        expect(ledger.length).toBeLessThanOrEqual(MAX_FACTS)
        expect(ledger.map((fact) => fact.id)).toEqual(ledger.map((_, n) => `f${n + 1}`))
        expect(new Set(ledger.map((fact) => `${fact.kind} ${fact.value}`)).size).toBe(ledger.length)
        for (const { label, value } of ledger) {
          expect(label.length).toBeGreaterThan(0)
          expect(label.length).toBeLessThanOrEqual(80)
          expect(value.length).toBeGreaterThan(0)
          expect(`${label}${value}`).not.toMatch(
            /[\p{Cc}\u200B-\u200F\u202A-\u202E\u2060-\u2069\u{E0000}-\u{E007F}]|[\uFE00-\uFE0F]/u,
          )
        }
      }),
      { numRuns: 500 },
    )
  })
})
