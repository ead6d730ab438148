import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_WALK, walk } from '../../app/tasks/graph.ts'
import type { TaskId } from '../../app/tasks/ids.ts'

type Graph = ReadonlyMap<TaskId, readonly TaskId[]>
const id = (n: number): TaskId => `UAPI-${n + 1}`

function counted(graph: Graph) {
  const read: TaskId[] = []
  const blockersOf = async (tasks: readonly TaskId[]): Promise<Graph> => {
    read.push(...tasks)
    return new Map(tasks.flatMap((task) => (graph.has(task) ? [[task, graph.get(task) ?? []] as const] : [])))
  }
  return { read, blockersOf }
}

// Depth first and recursive, as unlike the walk as can be.
function reaches(graph: Graph, from: TaskId, to: TaskId, seen = new Set<TaskId>()): boolean {
  if (from === to) return true
  if (seen.has(from)) return false
  seen.add(from)
  return (graph.get(from) ?? []).some((next) => reaches(graph, next, to, seen))
}

const TASKS = 8
const graphs: fc.Arbitrary<Graph> = fc
  .array(fc.uniqueArray(fc.nat(TASKS - 1), { maxLength: 3 }), { minLength: TASKS, maxLength: TASKS })
  .map((rows) => new Map(rows.map((row, n) => [id(n), row.map(id)])))

describe('looking for a circle', () => {
  it('agrees with a naive search, names a real path, and reads no task twice', async () => {
    const outcomes = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(graphs, fc.nat(TASKS - 1), fc.nat(TASKS - 1), async (graph, a, b) => {
        const [dependent, blocker] = [id(a), id(b)]
        const { read, blockersOf } = counted(graph)
        const result = await walk(dependent, blocker, blockersOf)
        outcomes.set(result.found, (outcomes.get(result.found) ?? 0) + 1)
        expect(result.found).toBe(reaches(graph, blocker, dependent) ? 'cycle' : 'nothing')
        expect(new Set(read).size).toBe(read.length)
        if (result.found !== 'cycle') return
        expect([result.path[0], result.path.at(-1)]).toEqual([dependent, dependent])
        // The first step is the edge that is asked for, unless a task is to wait for itself; the others stand already.
        if (dependent !== blocker) expect(result.path[1]).toBe(blocker)
        const steps = result.path.slice(1, -1).map((from, i) => [from, result.path[i + 2]] as const)
        for (const [from, to] of steps) expect(graph.get(from)).toContain(to)
      }),
      { numRuns: 2_000 },
    )
    expect(Math.min(outcomes.get('cycle') ?? 0, outcomes.get('nothing') ?? 0)).toBeGreaterThan(100)
  })

  it('says how each waits for the next', async () => {
    const graph: Graph = new Map([
      ['WEB-1', ['WEB-2', 'WEB-3']],
      ['WEB-3', ['UAPI-1']],
    ])
    expect(await walk('UAPI-1', 'WEB-1', counted(graph).blockersOf)).toEqual({
      found: 'cycle',
      path: ['UAPI-1', 'WEB-1', 'WEB-3', 'UAPI-1'],
    })
    expect(await walk('UAPI-1', 'UAPI-1', counted(graph).blockersOf)).toEqual({
      found: 'cycle',
      path: ['UAPI-1', 'UAPI-1'],
    })
  })

  it('follows two thousand tasks and gives up before the next', async () => {
    const chain = (length: number): Graph => new Map(Array.from({ length }, (_, n) => [id(n), [id(n + 1)]]))
    const just = counted(chain(MAX_WALK - 1))
    expect(await walk('WEB-1', id(0), just.blockersOf)).toEqual({ found: 'nothing' })
    expect(just.read).toHaveLength(MAX_WALK)
    const more = counted(chain(MAX_WALK))
    expect(await walk('WEB-1', id(0), more.blockersOf)).toEqual({ found: 'too-large' })
    expect(more.read).toHaveLength(MAX_WALK)
  })

  it('gives up on what is wide before it reads it', async () => {
    const wide: Graph = new Map([[id(0), Array.from({ length: MAX_WALK }, (_, n) => id(n + 1))]])
    const { read, blockersOf } = counted(wide)
    expect(await walk('WEB-1', id(0), blockersOf)).toEqual({ found: 'too-large' })
    expect(read).toEqual([id(0)])
  })
})
