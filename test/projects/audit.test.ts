import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AUDITED, type AuditEntry, entryAfter, followsRightly } from '../../app/projects/audit.ts'

const act = fc.record({
  action: fc.constantFrom(...AUDITED),
  actor: fc.constantFrom('per_amy' as const, 'per_ben' as const, 'slack' as const, 'codexflow' as const),
  subject: fc.string({ maxLength: 10 }),
  at: fc.constantFrom('2026-03-02T10:00:00.000Z', '2026-03-02T10:00:01.000Z'),
})
const chain = fc.array(act, { minLength: 1, maxLength: 8 }).map((acts) => {
  const entries: AuditEntry[] = []
  for (const each of acts) entries.push(entryAfter(entries.at(-1), each))
  return entries
})

function holds(entries: readonly AuditEntry[]): boolean {
  return entries.every((entry, index) => followsRightly(entry, entries[index - 1]))
}

describe('the chain of the audit', () => {
  it('holds for whatever was done, and counts from one', () => {
    fc.assert(
      fc.property(chain, (entries) => {
        expect(holds(entries)).toBe(true)
        expect(entries.map(({ number }) => number)).toEqual(entries.map((_, index) => index + 1))
      }),
    )
  })

  it('breaks when any field of any entry is changed, an entry is left out, or two change places', () => {
    fc.assert(
      fc.property(
        chain,
        fc.nat(),
        fc.constantFrom('action', 'actor', 'subject', 'at', 'hash'),
        (entries, pick, field) => {
          const index = pick % entries.length
          expect(
            holds(entries.map((each, at) => (at === index ? { ...each, [field]: `${each[field as 'at']}x` } : each))),
          ).toBe(false)
          if (index < entries.length - 1) {
            expect(holds(entries.toSpliced(index, 1))).toBe(false)
            expect(holds(entries.toSpliced(index, 2, entries[index + 1]!, entries[index]!))).toBe(false)
          }
        },
      ),
    )
  })
})
