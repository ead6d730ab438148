import { describe, expect, it } from 'vitest'
import { propagate } from '../app/propagate.ts'
import type { TaskId } from '../app/tasks/ids.ts'
import { memory } from './support/memory.ts'
import { after, ask, aTask, CHO, minute, openSince, person, WORKSPACE } from './support/tasks.ts'

/** UAPI-1 is done, and so many tasks wait for it that they are not settled all at once. */
function given() {
  const world = memory()
  const done = after(aTask({ id: 'UAPI-1', assignee: CHO }), ask.done({ by: person(CHO) }))
  const ids = Array.from({ length: 20 }, (_, n): TaskId => `UAPI-${n + 10}`)
  world.seed(done, ...ids.map((id) => aTask({ id, blockers: { 'UAPI-1': openSince(1) } })))
  return { world, ids, readyOnes: () => ids.filter((id) => world.task(WORKSPACE, id).ready) }
}

describe('a task that closed', () => {
  it('settles every task that waits for it, and owes nothing any more', async () => {
    const { world, ids, readyOnes } = given()
    await propagate(world.log, WORKSPACE, 'UAPI-1', minute(90))
    expect(readyOnes()).toEqual(ids)
    expect(world.task(WORKSPACE, 'UAPI-1').owed.propagation).toBeUndefined()
  })

  it('settles all the others when one of them cannot be written, and still owes that one', async () => {
    const { world, ids, readyOnes } = given()
    let broken = true
    const log: typeof world.log = {
      ...world.log,
      append: async (change) => {
        if (broken && change.task.id === 'UAPI-10') throw new Error('the item is too large')
        return world.log.append(change)
      },
    }
    await expect(propagate(log, WORKSPACE, 'UAPI-1', minute(90))).rejects.toMatchObject({
      data: { task: 'UAPI-1', failed: ['UAPI-10'] },
    })
    expect(readyOnes()).toEqual(ids.slice(1))
    expect(world.task(WORKSPACE, 'UAPI-1').owed.propagation).toBeDefined()

    broken = false
    await propagate(log, WORKSPACE, 'UAPI-1', minute(91))
    expect(readyOnes()).toEqual(ids)
    expect(world.task(WORKSPACE, 'UAPI-1').owed.propagation).toBeUndefined()
  })
})
