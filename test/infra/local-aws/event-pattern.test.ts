import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matches } from '../../../infra/local/aws/event-pattern.ts'
import { type EventPattern, streams } from '../../../infra/topology.ts'

const completed = (detail: object) => ({ source: 'codexflow.tasks', 'detail-type': 'TaskCompleted', detail })
const fromTheArchitecture: EventPattern = {
  source: ['codexflow.tasks'],
  'detail-type': ['TaskCompleted', 'TaskBlocked'],
  detail: { status: ['done'], hasBlockers: [false] },
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html and its sibling pages. */
const cases: readonly (readonly [why: string, pattern: EventPattern, event: unknown, verdict: boolean])[] = [
  ['the document’s own example', fromTheArchitecture, completed({ status: 'done', hasBlockers: false, x: 1 }), true],
  ['another status', fromTheArchitecture, completed({ status: 'open', hasBlockers: false }), false],
  ['a flag that is a string', fromTheArchitecture, completed({ status: 'done', hasBlockers: 'false' }), false],
  ['a missing field', fromTheArchitecture, completed({ status: 'done' }), false],
  ['a missing branch', fromTheArchitecture, { source: 'codexflow.tasks', 'detail-type': 'TaskBlocked' }, false],
  ['nothing asked', {}, { anything: 1 }, true],
  ['equals', { name: ['Alice'] }, { name: 'Alice' }, true],
  ['case counts', { name: ['Alice'] }, { name: 'alice' }, false],
  ['a number', { price: [100] }, { price: 100.0 }, true],
  ['a number is no string', { price: [100] }, { price: '100' }, false],
  ['null', { user: [null] }, { user: null }, true],
  ['null is not absence', { user: [null] }, {}, false],
  ['null is not empty', { user: [null] }, { user: '' }, false],
  ['empty', { name: [''] }, { name: '' }, true],
  ['empty is not null', { name: [''] }, { name: null }, false],
  ['or within a field', { type: ['Credit', 'Debit'] }, { type: 'Debit' }, true],
  ['and between fields', { a: [1], b: [2] }, { a: 1, b: 3 }, false],
  ['prefix', { time: [{ prefix: '2017-10-02' }] }, { time: '2017-10-02T18:43:48Z' }, true],
  ['no such prefix', { time: [{ prefix: '2017-10-02' }] }, { time: '2018-10-02' }, false],
  ['prefix of a number', { time: [{ prefix: '2' }] }, { time: 2017 }, false],
  ['anything-but', { state: [{ 'anything-but': 'initializing' }] }, { state: 'running' }, true],
  ['anything-but that', { state: [{ 'anything-but': 'initializing' }] }, { state: 'initializing' }, false],
  ['anything-but several', { state: [{ 'anything-but': ['stopped', 'overloaded'] }] }, { state: 'stopped' }, false],
  ['anything-but numbers', { limit: [{ 'anything-but': [100, 200] }] }, { limit: 300 }, true],
  ['anything-but of a missing field', { state: [{ 'anything-but': 'x' }] }, {}, false],
  ['exists', { name: [{ exists: true }] }, { name: '' }, true],
  ['a null exists', { name: [{ exists: true }] }, { name: null }, true],
  ['exists looks at leaves only', { 'c-count': [{ exists: true }] }, { 'c-count': { c1: 100 } }, false],
  ['does not exist', { name: [{ exists: false }] }, { other: 1 }, true],
  ['does exist', { name: [{ exists: false }] }, { name: 1 }, false],
  ['a missing branch does not exist', { detail: { name: [{ exists: false }] } }, {}, true],
  ['absent or a value', { state: [{ exists: false }, 'x'] }, { state: 'x' }, true],
  ['an array intersects', { resources: ['a', 'b'] }, { resources: ['b', 'c'] }, true],
  ['an array does not intersect', { resources: ['a', 'b'] }, { resources: ['c'] }, false],
  ['an empty array has no leaf', { resources: [{ exists: false }] }, { resources: [] }, true],
  ['anything-but in an array', { s: [{ 'anything-but': 'a' }] }, { s: ['a', 'b'] }, true],
  ['an array of objects', { items: { id: [2] } }, { items: [{ id: 1 }, { id: 2 }] }, true],
  ['fields of one element', { items: { id: [1], ok: [true] } }, { items: [{ id: 1, ok: false }, { ok: true }] }, false],
  ['absent from all elements', { items: { id: [{ exists: false }] } }, { items: [{ id: 1 }, {}] }, false],
  ['a scalar where an object is asked', { detail: { a: [1] } }, { detail: 1 }, false],
  ['an inherited name is no data', { toString: [{ exists: true }] }, {}, false],
  ['no event', { a: [1] }, null, false],
]

describe('event patterns', () => {
  it.each(cases)('%s', (_, pattern, event, verdict) => {
    expect(matches(pattern, event)).toBe(verdict)
  })

  it('reads stream records as Lambda’s filters do, where a number is a string', () => {
    const record = (image: object) => ({ eventName: 'MODIFY', dynamodb: { NewImage: image } })
    const owing = record({ kind: { S: 'task' }, owedPropagation: { N: '7' } })
    expect(matches({ dynamodb: { NewImage: { owedPropagation: { N: ['7'] } } } }, owing)).toBe(true)
    expect(matches({ dynamodb: { NewImage: { owedPropagation: { N: [7] } } } }, owing)).toBe(false)
    expect(matches(streams.propagate.filter, owing)).toBe(true)
    expect(matches(streams.propagate.filter, record({ kind: { S: 'task' } }))).toBe(false)
    expect(matches(streams.relay.filter, record({ kind: { S: 'edge' } }))).toBe(false)
    expect(matches(streams.relay.filter, { eventName: 'REMOVE', dynamodb: {} })).toBe(false)
  })

  const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
  const key = fc.constantFrom('a', 'b', 'c')
  const { event } = fc.letrec<{ event: object; value: unknown }>((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(leaf, { maxLength: 3 }), tie('event')),
    event: fc.dictionary(key, tie('value'), { maxKeys: 3 }),
  }))
  const alternative = fc.oneof(
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
    fc.record({ prefix: fc.string({ maxLength: 2 }) }),
    fc.record({ exists: fc.boolean() }),
    fc.record({ 'anything-but': fc.oneof(fc.string(), fc.array(fc.integer(), { minLength: 1 })) }),
  )
  const { pattern } = fc.letrec<{ pattern: EventPattern }>((tie) => ({
    pattern: fc.dictionary(
      key,
      fc.oneof({ depthSize: 'small' }, fc.array(alternative, { minLength: 1, maxLength: 3 }), tie('pattern')),
      { maxKeys: 3 },
    ),
  }))

  it('is total, whatever stands in the event', () => {
    fc.assert(fc.property(pattern, fc.anything(), (p, e) => typeof matches(p, e) === 'boolean'))
  })

  it('is the conjunction of its fields', () => {
    fc.assert(
      fc.property(pattern, event, (p, e) => {
        const each = Object.entries(p).map(([name, wanted]) => matches({ [name]: wanted }, e))
        expect(matches(p, e)).toBe(each.every(Boolean))
      }),
    )
  })

  it('is the disjunction of a field’s alternatives', () => {
    fc.assert(
      fc.property(fc.array(alternative, { minLength: 1, maxLength: 4 }), event, (alternatives, e) => {
        const each = alternatives.map((one) => matches({ a: [one] }, e))
        expect(matches({ a: alternatives }, e)).toBe(each.some(Boolean))
      }),
    )
  })

  it('finds a leaf either present or absent, never both', () => {
    fc.assert(
      fc.property(event, key, (e, k) => {
        expect(matches({ [k]: [{ exists: true }] }, e)).toBe(!matches({ [k]: [{ exists: false }] }, e))
      }),
    )
  })

  it('finds every scalar that is there', () => {
    fc.assert(
      fc.property(event, leaf, (e, value) => {
        expect(matches({ a: { b: [value] } }, { ...e, a: [{ b: [value, 'other'] }] })).toBe(true)
      }),
    )
  })
})
