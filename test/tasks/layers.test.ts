import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TaskId } from '../../app/tasks/ids.ts'
import { byName, layersOf, longestChain, type WaitsFor } from '../../app/tasks/layers.ts'

const id = (number: number): TaskId => `UAPI-${number}`

/** Up to 14 tasks, each waiting for some that come before it by a hidden order: no circles. */
const acyclic: fc.Arbitrary<WaitsFor> = fc
  .array(fc.array(fc.nat(13), { maxLength: 4 }), { maxLength: 14 })
  .chain((edges) => fc.tuple(fc.constant(edges), fc.shuffledSubarray([...edges.keys()], { minLength: edges.length })))
  .map(([edges, names]) => {
    const blockers = (at: number, before: readonly number[]) =>
      [...new Set(before.filter((other) => other < at))].map((other) => id(names[other]! + 1))
    return new Map(edges.map((before, at) => [id(names[at]! + 1), [...blockers(at, before), 'OPS-4' as TaskId]]))
  })

/** Any edges at all. */
const tangled: fc.Arbitrary<WaitsFor> = fc
  .array(fc.array(fc.nat(8), { maxLength: 4 }), { maxLength: 8 })
  .map((edges) => new Map(edges.map((others, at) => [id(at), others.map(id)])))

const stepOf = (waits: WaitsFor) => new Map(layersOf(waits).flatMap((layer, step) => layer.map((each) => [each, step])))

/** The length of a longest chain that ends there, by trying all of them. */
function depth(waits: WaitsFor, at: TaskId): number {
  const blockers = (waits.get(at) ?? []).filter((each) => waits.has(each))
  return 1 + Math.max(0, ...blockers.map((each) => depth(waits, each)))
}

describe('the steps of a graph', () => {
  it('put each task behind all that it waits for, and no later', () => {
    fc.assert(
      fc.property(acyclic, (waits) => {
        const step = stepOf(waits)
        expect([...step.keys()].toSorted(byName)).toEqual([...waits.keys()].toSorted(byName))
        for (const task of waits.keys()) expect(step.get(task)).toBe(depth(waits, task) - 1)
      }),
    )
  })

  it('hold each task once, whatever waits for whatever', () => {
    fc.assert(
      fc.property(tangled, (waits) => {
        const all = layersOf(waits).flat()
        expect(all.toSorted(byName)).toEqual([...waits.keys()].toSorted(byName))
        expect(new Set(longestChain(waits)).size).toBe(longestChain(waits).length)
      }),
    )
  })

  it('keep tasks of a circle to the end', () => {
    const waits = new Map([
      [id(1), [id(2)]],
      [id(2), [id(1)]],
      [id(3), []],
      [id(4), [id(1)]],
    ])
    expect(layersOf(waits)).toEqual([[id(3)], [id(1), id(2), id(4)]])
  })
})

describe('the longest chain', () => {
  it('is a chain, and none is longer', () => {
    fc.assert(
      fc.property(acyclic, (waits) => {
        const chain = longestChain(waits)
        for (const [at, task] of chain.entries()) {
          if (at > 0) expect(waits.get(task)).toContain(chain[at - 1])
        }
        expect(chain.length).toBe(Math.max(0, ...[...waits.keys()].map((task) => depth(waits, task))))
      }),
    )
  })

  it('is the same whatever the order in which tasks are listed', () => {
    fc.assert(
      fc.property(acyclic, (waits) => {
        expect(longestChain(new Map([...waits].toReversed()))).toEqual(longestChain(waits))
      }),
    )
  })
})
