import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { taskItem } from '../../app/dynamo/task-item.ts'
import { taskLog } from '../../app/dynamo/task-log.ts'
import { withCause } from '../../app/submit.ts'
import { SYSTEM } from '../../app/tasks/actor.ts'
import type { Change } from '../../app/tasks/consequences.ts'
import { MAX_CHECKS, MAX_DEPLOYMENTS, MAX_PULLS, type PullFact } from '../../app/tasks/external.ts'
import type { TaskId } from '../../app/tasks/ids.ts'
import { MAX_RESOURCES } from '../../app/tasks/resource.ts'
import { MAX_BLOCKERS, MAX_CAUSES, MAX_IMPEDIMENTS, type Task } from '../../app/tasks/task.ts'
import { missingNotices } from '../../app/tasks/wanted-notices.ts'
import { startTable, type TestTable } from '../support/table.ts'
import {
  ANN,
  aCheck,
  aDeployment,
  after,
  aPull,
  ask,
  aTask,
  changed,
  minute,
  openSince,
  person,
  WORKSPACE,
} from '../support/tasks.ts'

let table: TestTable
beforeAll(async () => {
  table = await startTable()
})
afterAll(() => table.stop())

/** What DynamoDB takes for one item. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MOST_BYTES = 400 * 1024

const times = <T>(most: number, make: (n: number) => T): T[] => Array.from({ length: most }, (_, n) => make(n))
/** So many characters of three bytes each, with a number that tells them apart. */
const wide = (length: number, n: number) => `${n}`.padEnd(length, '鯨')
const narrow = (length: number, n: number) => `${n}`.padEnd(length, 'x')
const url = (n: number) => `https://github.com/${narrow(480, n)}`
const sha = 'a'.repeat(64)
const repository = `${'o'.repeat(39)}/${'r'.repeat(100)}`

function pull(state: PullFact['state'], n: number) {
  const resources = times(20, (r) => ({
    kind: 'note' as const,
    label: wide(80, 100 * n + r),
    value: wide(1_000, r),
    source: `pull request ${repository}#${n}`,
    by: person(ANN),
    ordinal: n,
  }))
  return ask.pull(`${repository}#${n}`, aPull(state, n, { sha, title: wide(1_000, n), url: url(n) }), resources)
}

/** Everything at once that the doors let through: every map is full, with the longest texts. */
function largest(): { readonly task: Task; readonly reopening: Change } {
  const blockers = times(48, (n): [TaskId, ReturnType<typeof openSince>] => [`UAPI7890XY-${n + 100_000}`, openSince(1)])
  const made = aTask({ id: 'UAPI7890XY-999999', title: wide(200, 0), blockers: Object.fromEntries(blockers) })
  const heaped = after(
    made,
    ...times(MAX_BLOCKERS - 48, (n) => ask.addBlocker(`UAPI7890XY-${n + 200_000}`, true, 1)),
    ...times(MAX_PULLS + 5, (n) => pull(n % 4 === 0 ? 'merged' : 'draft', n)),
    ...times(MAX_DEPLOYMENTS + 5, (n) => ask.deployment(narrow(200, n), aDeployment('success', n, { url: url(n) }))),
    ...times(MAX_CHECKS + 5, (n) =>
      ask.check(aCheck(n % 2 === 0 ? 'success' : 'failure', n, { name: narrow(200, n), sha, repository, url: url(n) })),
    ),
  )
  const room = MAX_IMPEDIMENTS - Object.keys(heaped.impediments).length
  const blocked = after(heaped, ...times(room, (n) => ask.block(`person:per_${n}`, wide(500, n))))
  const told = after(
    blocked,
    ...missingNotices(blocked).map((notice) => ({
      type: 'WriteNotice' as const,
      notice,
      by: SYSTEM,
      at: minute(70),
    })),
  )
  const remembered = times(MAX_CAUSES + 5, (n) => `slack:${narrow(380, n)}`).reduce(
    (task, id) => withCause(task, id, ['StatusDeclared', 'TaskReopened', 'TaskUnready', 'TaskBlocked']),
    told,
  )
  const task = after(remembered, ask.cancel())
  return { task, reopening: changed(task, ask.reopen()) }
}

function bytesOf({ task, events }: Change): number {
  return Buffer.byteLength(JSON.stringify(taskItem(task, events)))
}

describe('the largest task that the doors let through', () => {
  it('fits into one item, with the events of its largest change', async () => {
    const { reopening } = largest()
    expect(reopening.events.map(({ type }) => type)).toEqual([
      'StatusDeclared',
      'TaskReopened',
      'TaskUnready',
      'TaskBlocked',
    ])
    expect(bytesOf(reopening)).toBeLessThan(MOST_BYTES)
    expect(bytesOf(reopening)).toBeGreaterThan(MOST_BYTES / 3)

    const log = taskLog(table.store)
    await table.store.put(taskItem({ ...reopening.task, version: reopening.task.version - 1 }, []))
    expect(await log.append(reopening)).toBe('written')
    expect(await log.load(WORKSPACE, reopening.task.id)).toEqual(reopening.task)
  })

  it('does not grow when it is reopened again and again with new checks each time', () => {
    let { task } = largest()
    const sizes = times(12, (round) => {
      task = after(
        task,
        ask.reopen({ at: minute(1_000 + 10 * round) }),
        ...times(20, (n) =>
          ask.check(
            aCheck('success', 1_001 + 10 * round, {
              name: narrow(200, n),
              sha: narrow(64, round),
              repository,
              url: url(n),
            }),
          ),
        ),
        ask.cancel({ at: minute(1_009 + 10 * round) }),
      )
      return bytesOf({ task, events: [] })
    })
    expect(Math.max(...sizes)).toBeLessThan(MOST_BYTES)
    expect(sizes.at(-1)).toBeLessThanOrEqual(sizes[5]! + 1_000)
  })

  it('keeps the youngest facts and resources where not all fit', () => {
    const { task } = largest()
    expect(Object.keys(task.checks).length).toBeGreaterThan(15)
    expect(Object.values(task.checks).map(({ name }) => Number.parseInt(name, 10))).toContain(MAX_CHECKS + 4)
    expect(Object.keys(task.resources).length).toBeLessThan(MAX_RESOURCES)
  })
})
