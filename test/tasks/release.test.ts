import { describe, expect, it } from 'vitest'
import type { PersonId, TaskId } from '../../app/tasks/ids.ts'
import { mostHeldUpFirst, type Release, releases } from '../../app/tasks/release.ts'
import { surroundings } from '../../app/tasks/surroundings.ts'
import type { Task } from '../../app/tasks/task.ts'
import { ANN, after, ask, aTask, BEN, CHO, minute, openSince } from '../support/tasks.ts'

const blockedBy = (...ids: TaskId[]) => Object.fromEntries(ids.map((id) => [id, openSince(1)]))
const task = (number: number, assignee: PersonId | undefined, ...blockers: number[]): Task => {
  const made = aTask({ id: `UAPI-${number}`, blockers: blockedBy(...blockers.map((each): TaskId => `UAPI-${each}`)) })
  const { assignee: _, ...nobodys } = made
  return assignee === undefined ? nobodys : { ...nobodys, assignee }
}

/** A world of these tasks, counting what is asked of it. */
function around(...tasks: readonly Task[]) {
  const asked = { loaded: 0, edges: 0 }
  return {
    asked,
    load: async (ids: readonly TaskId[]) => {
      asked.loaded += ids.length
      return new Map(tasks.filter(({ id }) => ids.includes(id)).map((each) => [each.id, each]))
    },
    dependents: async (id: TaskId) => {
      asked.edges++
      return tasks.filter(({ blockers }) => blockers[id] !== undefined).map((each) => each.id)
    },
  }
}

const told = ({ frees, ...rest }: Release) => ({ frees: frees.map(({ id }) => id), ...rest })

describe('what finishing a task is good for', () => {
  it('frees what waits for it alone, and holds up all who wait behind it, each once', async () => {
    const first = task(1, ANN)
    const all = [first, task(2, BEN, 1), task(3, CHO, 1, 9), task(4, BEN, 2), task(5, undefined, 1), task(6, ANN, 5)]
    const found = await releases([first], around(...all))
    expect(told(found.get('UAPI-1')!)).toEqual({ frees: ['UAPI-2', 'UAPI-5'], people: [BEN, CHO], atLeast: false })
  })

  it('counts neither who is finished nor who waits behind what is finished', async () => {
    const first = task(1, ANN)
    const closed = after(task(2, BEN), ask.done())
    const found = await releases([first], around(first, { ...closed, blockers: blockedBy('UAPI-1') }, task(3, CHO, 2)))
    expect(told(found.get('UAPI-1')!)).toEqual({ frees: [], people: [], atLeast: false })
  })

  it('frees nothing that is blocked by something else', async () => {
    const first = task(1, ANN)
    const stuck = after(task(2, BEN, 1), ask.block('person:per_cho', 'no access'))
    const found = await releases([first], around(first, stuck))
    expect(told(found.get('UAPI-1')!)).toEqual({ frees: [], people: [BEN], atLeast: false })
  })

  it('stops after five steps, and says "at least"', async () => {
    const chain = Array.from({ length: 9 }, (_, at) => task(at + 1, `per_${at}`, ...(at === 0 ? [] : [at])))
    const found = await releases([chain[0]!], around(...chain))
    expect(told(found.get('UAPI-1')!)).toEqual({
      frees: ['UAPI-2'],
      people: ['per_1', 'per_2', 'per_3', 'per_4', 'per_5'],
      atLeast: true,
    })
  })

  it('looks at 200 tasks and no more, however many wait', async () => {
    const many = Array.from({ length: 1_000 }, (_, at) => task(at + 2, `per_${at}`, 1))
    const world = around(task(1, ANN), ...many)
    const found = await releases([task(1, ANN)], world)
    expect(found.get('UAPI-1')).toMatchObject({ atLeast: true })
    expect([found.get('UAPI-1')?.people.length, world.asked]).toEqual([200, { loaded: 200, edges: 201 }])
  })

  it('ends in a circle, should there be one', async () => {
    const [first, second] = [task(1, ANN, 2), task(2, BEN, 1)]
    const found = await releases([first], around(first, second))
    expect(told(found.get('UAPI-1')!)).toEqual({ frees: ['UAPI-2'], people: [BEN], atLeast: false })
  })

  it('decides what comes first: people, then what is freed at once, then age, then the number', () => {
    const weighed = (number: number, people: number, frees: number, made = 0) => ({
      task: aTask({ id: `UAPI-${number}`, at: minute(made) }),
      release: { people: Array(people).fill(BEN), frees: Array(frees).fill(aTask()), atLeast: false },
    })
    const all = [weighed(9, 0, 0), weighed(10, 0, 0), weighed(3, 0, 0, -5), weighed(4, 2, 0), weighed(5, 2, 1)]
    expect(all.toSorted(mostHeldUpFirst).map((each) => each.task.id)).toEqual([
      'UAPI-5',
      'UAPI-4',
      'UAPI-3',
      'UAPI-9',
      'UAPI-10',
    ])
  })
})

describe('the surroundings of a task', () => {
  const chain = Array.from({ length: 9 }, (_, at) => task(at + 1, BEN, ...(at === 0 ? [] : [at])))

  it('go so many steps before and after it', async () => {
    const found = await surroundings(chain[4]!, 2, 60, around(...chain), () => true)
    expect([[...found.tasks.keys()].toSorted(), found.left]).toEqual([
      ['UAPI-3', 'UAPI-4', 'UAPI-5', 'UAPI-6', 'UAPI-7'],
      0,
    ])
  })

  it('do not lead through a task that may not be passed', async () => {
    const found = await surroundings(chain[4]!, 3, 60, around(...chain), ({ id }) => id !== 'UAPI-4')
    expect([...found.tasks.keys()].toSorted()).toEqual(['UAPI-4', 'UAPI-5', 'UAPI-6', 'UAPI-7', 'UAPI-8'])
  })

  it('are so many tasks at most, and tell how many were left out', async () => {
    const many = Array.from({ length: 100 }, (_, at) => task(at + 2, BEN, 1))
    const world = around(task(1, ANN), ...many)
    const found = await surroundings(task(1, ANN), 2, 60, world, () => true)
    expect([found.tasks.size, found.left, world.asked.loaded]).toEqual([60, 41, 59])
  })
})
