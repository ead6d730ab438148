import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDependency, createTask, removeDependency } from '../../app/dependencies.ts'
import { owedIndex } from '../../app/dynamo/owed-index.ts'
import { taskItem } from '../../app/dynamo/task-item.ts'
import { taskGraph, taskLog } from '../../app/dynamo/task-log.ts'
import { taskViews } from '../../app/dynamo/views.ts'
import { propagate } from '../../app/propagate.ts'
import { submit } from '../../app/submit.ts'
import type { TaskId } from '../../app/tasks/ids.ts'
import { readiness } from '../../app/tasks/readiness.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'
import { startTable, type TestTable } from '../support/table.ts'
import { ANN, ask, aTask, BEN, minute, person } from '../support/tasks.ts'

let table: TestTable
beforeAll(async () => {
  table = await startTable()
})
afterAll(() => table.stop())

let tenants = 0
/** A tenant of its own for each story, so that none sees another's tasks. */
function setUp() {
  const workspace = workspaceOf(`T${++tenants}`)
  const log = taskLog(table.store)
  const graph = taskGraph(table.store)
  const ports = { log, graph }
  let causes = 0
  const project = { key: 'UAPI', gates: [], requiredChecks: [] }
  const add = async (title: string, after: TaskId[] = [], cause = `c${++causes}`) => {
    const wanted = { workspace, project, title, phase: 'backend', assignee: BEN, after, gates: [] } as const
    return createTask(ports, { ...wanted, by: person(ANN), at: minute(0) }, cause)
  }
  const made = async (title: string, after: TaskId[] = []) => {
    const created = await add(title, after)
    if (!created.ok) throw new Error(JSON.stringify(created.error))
    return created.value.task.id
  }
  const edge = (task: TaskId, blocker: TaskId, cause?: string) =>
    addDependency(ports, { workspace, task, blocker, by: person(ANN), at: minute(1), ...(cause ? { cause } : {}) })
  const order = (task: TaskId, command: Parameters<typeof submit>[1]['command'], cause?: string) =>
    submit(log, { workspace, task, command, ...(cause === undefined ? {} : { cause }) })
  return { workspace, log, graph, ports, add, made, edge, order }
}

describe('the task log', () => {
  it('gives back every task as it was written', async () => {
    const { workspace, log, graph, made } = setUp()
    const first = await made('Provision the Lambda')
    const second = await made('Implement the endpoints', [first])
    const task = await log.load(workspace, second)
    expect(task).toMatchObject({
      id: 'UAPI-2',
      version: 1,
      ready: false,
      blockers: { 'UAPI-1': { open: true, at: 1 } },
    })
    expect(await log.loadMany(workspace, [second])).toEqual(new Map([[second, task]]))
    expect(await log.dependents(workspace, first)).toEqual([second])
    expect(await graph.waitingPhases(workspace, first)).toEqual(['backend'])
    expect(await graph.waitingPhases(workspace, second)).toEqual([])
  })

  it('answers a repeated cause with its first outcome and writes nothing', async () => {
    const { made, order } = setUp()
    const id = await made('Provision the Lambda')
    const first = await order(id, ask.start(), 'click-1')
    const again = await order(id, ask.start(), 'click-1')
    expect(first).toMatchObject({ ok: true, value: { repeated: false, task: { version: 2 } } })
    expect(again).toMatchObject({ ok: true, value: { repeated: true, task: { version: 2 } } })
  })

  it('gives each of those made at the same moment a number of its own', async () => {
    const { add, graph, workspace } = setUp()
    const all = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((title) => add(title)))
    const ids = all.map((made) => (made.ok ? made.value.task.id : made.error.kind))
    expect(new Set(ids).size).toBe(5)
    expect(await graph.lastNumber(workspace, 'UAPI')).toBe(Math.max(...ids.map((id) => Number(id.split('-')[1]))))
  })

  it('passes by a number that is taken though nobody says so, as after a restored backup', async () => {
    const { add, workspace } = setUp()
    await table.store.put(taskItem(aTask({ workspace, id: 'UAPI-1' }), []))
    const made = await add('Next')
    expect(made.ok && made.value.task.id).toBe('UAPI-2')
  })

  it('creates one task for one cause, however often and however much at once it is asked', async () => {
    const { add, workspace, log } = setUp()
    const all = await Promise.all(Array.from({ length: 5 }, () => add('Once', [], 'the same')))
    const ids = new Set(all.map((made) => (made.ok ? made.value.task.id : made.error.kind)))
    expect(ids.size).toBe(1)
    expect(await log.load(workspace, [...ids][0] as TaskId)).toMatchObject({ title: 'Once' })
  })

  it('keeps one of many who race for the same version and lets the others decide again', async () => {
    const { made, order, workspace, log } = setUp()
    const id = await made('Contended')
    const all = await Promise.all(Array.from({ length: 8 }, (_, n) => order(id, ask.block(`person:${n}`, `r${n}`))))
    expect(all.every((each) => each.ok)).toBe(true)
    const task = await log.load(workspace, id)
    expect(task?.version).toBe(9)
    expect(Object.keys(task?.impediments ?? {})).toHaveLength(8)
  })

  it('shows of a long reason in its lists what fits, and no half of a character', async () => {
    const { made, order, workspace } = setUp()
    const id = await made('Blocked')
    await order(id, ask.block('person:a', `${'x'.repeat(119)}😀 and so on`))
    const [line] = await taskViews(table.store).openOf(workspace, 'UAPI')
    expect(Object.values(line?.impediments ?? {}).map(({ reason }) => reason)).toEqual([`${'x'.repeat(119)}…`])
  })

  it('does not know the task of another workspace', async () => {
    const { made } = setUp()
    const id = await made('Secret')
    const other = setUp()
    expect(await other.order(id, ask.start())).toEqual({ ok: false, error: { kind: 'task-not-found', task: id } })
    expect(await other.add('Steals', [id])).toEqual({ ok: false, error: { kind: 'task-not-found', task: id } })
  })
})

describe('edges', () => {
  it('refuses a circle and names the path', async () => {
    const { made, edge } = setUp()
    const a = await made('A')
    const b = await made('B', [a])
    const c = await made('C', [b])
    expect(await edge(a, c)).toEqual({ ok: false, error: { kind: 'cycle', path: [a, c, b, a] } })
  })

  it('draws only one of two edges that would close a circle together', async () => {
    const { made, edge, workspace, log } = setUp()
    const a = await made('A')
    const b = await made('B')
    const both = await Promise.all([edge(a, b), edge(b, a)])
    expect(both.map((each) => (each.ok ? 'drawn' : each.error.kind)).toSorted()).toEqual(['cycle', 'drawn'])
    const [x, y] = [await log.dependents(workspace, a), await log.dependents(workspace, b)]
    expect([...x, ...y]).toHaveLength(1)
  })

  it('makes a task ready again when its last edge is removed', async () => {
    const { made, ports, workspace, log } = setUp()
    const a = await made('A')
    const b = await made('B', [a])
    const gone = await removeDependency(ports, { workspace, task: b, blocker: a, by: person(ANN), at: minute(2) })
    expect(gone).toMatchObject({ ok: true, value: { events: ['BlockerRemoved', 'TaskReady'] } })
    expect(await log.dependents(workspace, a)).toEqual([])
    const again = await removeDependency(ports, { workspace, task: b, blocker: a, by: person(ANN), at: minute(3) })
    expect(again).toMatchObject({ ok: false, error: { kind: 'invalid' } })
  })
})

describe('propagation', () => {
  it('settles those who wait, clears what it owed, and does nothing when it is repeated', async () => {
    const { made, order, workspace, log } = setUp()
    const a = await made('A')
    const b = await made('B', [a])
    await order(a, ask.done())
    expect((await log.load(workspace, a))?.owed).toEqual({ propagation: 2, notice: 1 })
    await propagate(log, workspace, a, minute(5))
    const settled = await log.load(workspace, b)
    expect(readiness(settled!)).toEqual({ ready: true, reasons: [] })
    expect(settled?.owed).toEqual({ notice: 2 })
    expect((await log.load(workspace, a))?.owed).toEqual({ notice: 1 })
    await propagate(log, workspace, a, minute(6))
    expect(await log.load(workspace, b)).toEqual(settled)
  })

  it('keeps what is owed in the index until the very thing that was seen is cleared', async () => {
    const { made, order, workspace, log } = setUp()
    const a = await made('A')
    await order(a, ask.done())
    const late = async () => {
      const found: string[] = []
      for await (const { workspace: whose, task } of owedIndex(table.store).late(Date.parse(minute(10_000)))) {
        if (whose === workspace) found.push(task)
      }
      return found
    }
    expect(await late()).toEqual([a])
    await log.clearOwed(workspace, a, 'propagation', 1)
    expect(await late()).toEqual([a])
    await log.clearOwed(workspace, a, 'notice', 1)
    await log.clearOwed(workspace, a, 'propagation', 2)
    expect(await late()).toEqual([])
  })

  it('tells all that is late, each once, in turns between the shards', async () => {
    const { made, workspace } = setUp()
    const ids = await Promise.all(Array.from({ length: 70 }, (_, n) => made(`Task ${n}`)))
    const found: string[] = []
    for await (const late of owedIndex(table.store).late(10 ** 14)) {
      if (late.workspace === workspace) found.push(late.task)
    }
    expect(found.toSorted()).toEqual(ids.toSorted())
  })

  it('moves what is still owed behind in the index, unless the task was written meanwhile', async () => {
    const { made, order, workspace, log } = setUp()
    const a = await made('A')
    const index = owedIndex(table.store)
    const dueOf = async () => {
      for await (const late of index.late(10 ** 14)) if (late.workspace === workspace) return late
      throw new Error('nothing is owed')
    }
    const seen = await dueOf()
    const before = await log.load(workspace, a)
    const later = Date.parse(minute(10_000))
    await index.postpone(seen, later)
    expect(await dueOf()).toEqual({ ...seen, due: later })
    expect(await log.load(workspace, a)).toEqual(before)

    await order(a, ask.done())
    const anew = await dueOf()
    await index.postpone({ ...seen, due: later }, later + 1)
    expect(await dueOf()).toEqual(anew)

    await log.clearOwed(workspace, a, 'notice', 1)
    await log.clearOwed(workspace, a, 'propagation', 2)
    await index.postpone(anew, later)
    await expect(dueOf()).rejects.toThrow('nothing is owed')
  })
})

describe('views', () => {
  it('lists a project in pages and a person’s open tasks', async () => {
    const { made, workspace, order } = setUp()
    for (let n = 1; n <= 30; n++) await made(`Task ${n}`)
    const views = taskViews(table.store)
    const first = await views.ofProject(workspace, 'UAPI')
    const rest = await views.ofProject(workspace, 'UAPI', first.next)
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(
      Array.from({ length: 30 }, (_, n) => `UAPI-${n + 1}`),
    )
    expect([first.next, rest.next]).toEqual(['o25', undefined])
    await order('UAPI-1', ask.done())
    const mine = await views.ofPerson(workspace, BEN)
    const closed = await views.ofProject(workspace, 'UAPI', 'o30')
    expect(closed.items.map(({ id }) => id)).toEqual(['UAPI-1'])
    const more = await views.ofPerson(workspace, BEN, mine.next)
    expect([mine.items.length + more.items.length, more.next]).toEqual([29, undefined])
    expect(mine.items.map(({ id }) => id)).not.toContain('UAPI-1')
    await order('UAPI-2', ask.done())
    const finished = await views.closedOf(workspace, BEN)
    expect(finished.map(({ id }) => id).toSorted()).toEqual(['UAPI-1', 'UAPI-2'])
    const open = await views.openOf(workspace, 'UAPI')
    expect(open.map(({ id }) => id)).toEqual(Array.from({ length: 28 }, (_, n) => `UAPI-${30 - n}`))
  })

  it('begins anew for a place that is none, and never leaves the partition of the one who asks', async () => {
    const ours = setUp()
    const theirs = setUp()
    await ours.made('Ours')
    await theirs.made('Theirs')
    const views = taskViews(table.store)
    const keyOf = (workspace: string) => ({
      pk: `W#${workspace}#T#UAPI-1`,
      sk: 'TASK',
      projectPk: `W#${workspace}#P#UAPI`,
    })
    const packed = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const cursors = [
      ...['', 'x', 'o', 'o0', 'o-1', 'o1.5', `o${'9'.repeat(400)}`, 'UAPI-0', `${theirs.workspace}#UAPI-1`, '\u0000'],
      ...[null, [], { x: `W#${ours.workspace}#P#UAPI` }, keyOf(theirs.workspace), keyOf(ours.workspace)].map(packed),
    ]
    for (const cursor of cursors) {
      const [project, person] = [
        await views.ofProject(ours.workspace, 'UAPI', cursor),
        await views.ofPerson(ours.workspace, BEN, cursor),
      ]
      expect([...project.items, ...person.items].map(({ title }) => title)).toEqual(['Ours', 'Ours'])
    }
  })
})
