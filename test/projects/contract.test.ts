import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Contract, lacking, needName } from '../../app/projects/contract.ts'
import { PHASES } from '../../app/tasks/phase.ts'
import { RESOURCE_KINDS } from '../../app/tasks/resource.ts'

const TO_BACKEND: Contract = {
  from: 'infrastructure',
  to: 'backend',
  needs: [{ kind: 'api' }, { kind: 'url', label: 'Dashboard' }],
  ifMissing: 'warn',
}
const TO_QA: Contract = { from: 'infrastructure', to: 'qa', needs: [{ kind: 'api' }], ifMissing: 'block' }

describe('what a phase owes the next one', () => {
  it('is asked only for those who wait', () => {
    const contracts = [TO_BACKEND, TO_QA]
    expect(lacking('infrastructure', { contracts, waiting: [] }, [])).toEqual([])
    expect(lacking('design', { contracts, waiting: ['backend', 'qa'] }, [])).toEqual([])
    expect(lacking('infrastructure', { contracts, waiting: ['backend'] }, [])).toEqual([
      { kind: 'api', for: ['backend'], blocks: false },
      { kind: 'url', label: 'Dashboard', for: ['backend'], blocks: false },
    ])
  })

  it('is asked once for all of them, and blocks where one of them says so', () => {
    expect(lacking('infrastructure', { contracts: [TO_BACKEND, TO_QA], waiting: ['qa', 'backend'] }, [])).toEqual([
      { kind: 'api', for: ['backend', 'qa'], blocks: true },
      { kind: 'url', label: 'Dashboard', for: ['backend'], blocks: false },
    ])
  })

  it('is met by a thing of the kind, and of the name where a name is asked for', () => {
    const terms = { contracts: [TO_BACKEND], waiting: ['backend'] } as const
    const api = { kind: 'api', label: 'Users' } as const
    expect(lacking('infrastructure', terms, [api, { kind: 'url', label: 'dashboard' }])).toEqual([])
    expect(lacking('infrastructure', terms, [api, { kind: 'url', label: 'Wiki' }])).toEqual([
      { kind: 'url', label: 'Dashboard', for: ['backend'], blocks: false },
    ])
    expect(lacking('infrastructure', terms, [{ kind: 'document', label: 'Dashboard' }])).toHaveLength(2)
  })

  it('never grows by what is handed on, whatever the contracts', () => {
    const need = fc.record({ kind: fc.constantFrom(...RESOURCE_KINDS), label: fc.constantFrom('A', 'a', 'B') })
    const phase = fc.constantFrom(...PHASES)
    const contract = fc.record({
      from: phase,
      to: phase,
      needs: fc.array(need, { maxLength: 4 }),
      ifMissing: fc.constantFrom('warn' as const, 'block' as const),
    })
    fc.assert(
      fc.property(
        phase,
        fc.array(contract),
        fc.uniqueArray(phase),
        fc.array(need),
        need,
        (from, contracts, waiting, given, more) => {
          const terms = { contracts, waiting }
          const before = lacking(from, terms, given)
          const after = lacking(from, terms, [...given, more])
          expect(before).toEqual(expect.arrayContaining(after))
          const all = before.map((lack) => ({ kind: lack.kind, label: needName(lack) }))
          expect(lacking(from, terms, [...given, ...all])).toEqual([])
          expect(new Set(before.map((lack) => `${lack.kind} ${lack.label?.toLowerCase()}`)).size).toBe(before.length)
        },
      ),
    )
  })
})
