import { unmarshall } from '@aws-sdk/util-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deliver } from '../../app/deliveries/deliver.ts'
import type { DeliveryPorts } from '../../app/deliveries/ports.ts'
import { approvalDesk } from '../../app/dynamo/approval-desk.ts'
import { audit } from '../../app/dynamo/audit.ts'
import { directory } from '../../app/dynamo/directory.ts'
import { eventHistory } from '../../app/dynamo/history.ts'
import { importBook } from '../../app/dynamo/import-book.ts'
import { KINDS, type Kind } from '../../app/dynamo/kinds.ts'
import { ledger } from '../../app/dynamo/ledger.ts'
import { pullIndex } from '../../app/dynamo/pull-index.ts'
import { pullWatch } from '../../app/dynamo/pull-watch.ts'
import { purge } from '../../app/dynamo/purge.ts'
import type { Item } from '../../app/dynamo/store.ts'
import { taskLog } from '../../app/dynamo/task-log.ts'
import { versions } from '../../app/dynamo/versions.ts'
import { PATIENCE } from '../../app/handoffs/ledger.ts'
import type { PullRow } from '../../app/ports/pulls.ts'
import type { Person } from '../../app/projects/person.ts'
import { propagate } from '../../app/propagate.ts'
import { submit } from '../../app/submit.ts'
import type { TaskId } from '../../app/tasks/ids.ts'
import { ordinal } from '../../app/tasks/ordinal.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'
import { type FakeProvider, fakeProvider } from '../support/fake-provider.ts'
import { startTable, type TestTable } from '../support/table.ts'
import { ask } from '../support/tasks.ts'
import { STATES } from './ledger-states.ts'
import { allStored, everything, load } from './stored.ts'

const AFTERWARDS = '2030-03-04T09:00:00.000Z'
const AN_HOUR = 3_600_000

const withItems = allStored().flatMap((stored) => (stored.items.length > 0 ? [[stored.name, stored] as const] : []))

describe.each(withItems)('what was stored by %s', (_, stored) => {
  const workspace = workspaceOf(stored.origin.workspace)
  const items = stored.items.map((item): Item => unmarshall(item))
  const of = (kind: string) => items.filter((item) => item['kind'] === kind)
  let table: TestTable
  beforeAll(async () => {
    table = await startTable()
    await load(table, stored.items)
  })
  afterAll(() => table.stop())

  it('is of kinds that are known, and read as their last version by one way, however often', () => {
    const { current } = versions()
    const read = items.map((item) => {
      const { upcasts, whole = [] } = (KINDS as Record<string, Kind>)[String(item['kind'])]!
      const now = current(item)
      // What a condition compares whole is what is stored.
      expect(whole.map((attribute) => now[attribute])).toEqual(whole.map((attribute) => item[attribute]))
      expect(current({ ...now, v: upcasts.length + 1 })).toEqual({ ...now, v: upcasts.length + 1 })
      return now
    })
    expect(read.map(({ pk, sk }) => [pk, sk])).toEqual(items.map(({ pk, sk }) => [pk, sk]))
  })

  it('has its people, its projects and its history', async () => {
    const who = directory(table.store)
    const people = of('person').map((item) => item['person'] as Person)
    const found = await Promise.all(
      people.map(({ workspace, slackUser }) =>
        slackUser === undefined ? undefined : who.personBySlack(workspace, slackUser),
      ),
    )
    expect(found).toEqual(people.map((person) => (person.slackUser === undefined ? undefined : person)))
    for (const person of people)
      expect(await who.changePerson(person, { ...person, zone: 'Asia/Tokyo' })).toBe('changed')

    expect((await who.projects(workspace)).map(({ key }) => key)).toEqual(['UAPI'])
    const [repository] = of('repository').map((item) => item['repository'] as { id: number })
    expect(await who.repository(repository!.id)).toMatchObject({ project: 'UAPI', repository })
    expect((await who.settings(workspace))?.workspace).toBe(workspace)

    const ids = of('task').flatMap((item) => (String(item['pk']).startsWith(`W#${workspace}#`) ? idOf(item) : []))
    const tasks = await taskLog(table.store).loadMany(workspace, ids)
    expect([...tasks.keys()].toSorted()).toEqual(ids.toSorted())
    for (const [id, task] of tasks) {
      const events = await eventHistory(table.store).read(workspace, id)
      expect(events.filter(({ type }) => type === 'HistoryGap')).toEqual([])
      expect(events[0]).toMatchObject({ type: 'TaskCreated', title: task.title })
    }
  })

  it.each([...STATES.map((state, place) => [state, place] as const)])(
    'has a hand-off that goes on from %s, and comes once',
    async (state, place) => {
      const task = (await taskLog(table.store).load(workspace, stored.origin.pairs[place]!.second as TaskId))!
      const book = ledger(table.store)
      const orders = []
      for (const { id } of Object.values(task.notices)) {
        for (const entry of await book.entries(workspace, id)) {
          if (entry.delivery.role === 'notice') orders.push(entry)
        }
      }
      expect(orders.map((entry) => entry.state)).toEqual([state])
      const { provider, ports } = world(table, orders[0]!.createdAt + AN_HOUR)
      for (const order of [...orders, ...orders]) await deliver(ports, order)

      const ends = state === 'DEAD' || state === 'CANCELLED' ? state : 'SENT'
      expect((await book.entry(workspace, orders[0]!.notice, orders[0]!.key))?.state).toBe(ends)
      expect(provider.shown).toHaveLength(ends === 'SENT' ? 1 : 0)
    },
  )

  it('has messages that were sent: none is sent again', async () => {
    const { provider, ports } = world(table, Date.parse(AFTERWARDS))
    const sent = of('delivery').filter((item) => item['state'] === 'SENT')
    expect(sent.length).toBeGreaterThan(3)
    for (const { entry } of sent) await deliver(ports, entry as Parameters<typeof deliver>[1])
    expect(provider.shown).toEqual([])
  })

  it('has a task that goes on, and the one that waits for it', async () => {
    const log = taskLog(table.store)
    const { first, second } = stored.origin.open as { first: TaskId; second: TaskId }
    const [before, waiting] = [(await log.load(workspace, first))!, (await log.load(workspace, second))!]
    expect(waiting.blockers[first]).toMatchObject({ open: true })
    const command = { ...ask.cancel(), by: before.createdBy, at: AFTERWARDS }
    expect((await submit(log, { workspace, task: first, command, cause: 'upgrade' })).ok).toBe(true)
    await propagate(log, workspace, first, AFTERWARDS)
    expect((await log.load(workspace, second))!.blockers[first]).toMatchObject({ open: false })
  })

  it('has a pull request that goes on, in the list of the open ones', async () => {
    const [own] = of('pull').filter((item) => 'ever' in item && String(item['pk']).startsWith(`W#${workspace}#`))
    const { reverts: _, ...pull } = own!['pull'] as PullRow
    const tasks = pull.tasks.length > 0 ? pull.tasks : (own!['ever'] as TaskId[])
    await pullIndex(table.store).link(workspace, { ...pull, tasks, isOpen: true, ordinal: ordinal(AFTERWARDS, 1) })
    expect((await pullWatch(table.store).openPulls(workspace, pull.repository)).items).toContain(pull.number)
    const rows = (await everything(table)).map((item) => unmarshall(item))
    const row = rows.find(({ pk, sk }) => pk === own!['pk'] && sk === own!['sk'])
    expect(row).toMatchObject({ v: 2, isListed: true, revision: (own!['revision'] as number) + 1 })
  })

  it.runIf(stored.origin.approval)('has a request for approval, which is decided', async () => {
    const log = taskLog(table.store)
    const id = stored.origin.approval as TaskId
    const asked = (await log.load(workspace, id))!
    const approver = asked.approval!.approvers['tech-lead']![0]!
    expect(await approvalDesk(table.store).waitingFor(workspace, approver)).toEqual([id])
    // Before it is too late.
    const vote = { ...ask.vote(approver, 'approved'), at: asked.approval!.at }
    const decided = await submit(log, { workspace, task: id, command: vote, cause: 'upgrade' })
    expect(decided.ok && decided.value.task.approval?.outcome?.verdict).toBe('approved')
  })

  it.runIf(of('import').length > 0)('has an import, which goes on', async () => {
    const rich = workspaceOf('T0RICH')
    const [row] = of('import')
    const { repository } = row!['import'] as { repository: { id: number } }
    const book = importBook(table.store)
    const seen = (await book.load(rich, repository.id))!
    expect(await book.save({ ...seen, step: seen.step + 1, offset: 1 }, seen)).toBe(true)
    expect(await book.load(rich, repository.id)).toMatchObject({ step: seen.step + 1, offset: 1, run: seen.run })
  })

  it('is deleted with its workspace, but for the tombstone and the audit, and deleting again finds nothing', async () => {
    const tenants = [workspace, workspaceOf('T0RICH')]
    const { slice } = purge(table.store, audit(table.store))
    for (let round = 0; round < 2; round++) {
      for (const tenant of tenants) while ((await slice(tenant, 100)) === 'more');
    }
    const left = (await everything(table)).map((item) => unmarshall(item))
    expect(left.filter((item) => !STAYS.has(String(item['kind']))).map(({ pk, sk }) => `${pk} ${sk}`)).toEqual([])
  })
})

const STAYS: ReadonlySet<string> = new Set(['installation', 'audit', 'attempt', 'sweep', 'asked-again'])

function idOf({ sk, state }: Item): TaskId[] {
  return sk === 'TASK' ? [(state as { id: TaskId }).id] : []
}

function world({ store }: TestTable, now: number): { readonly provider: FakeProvider; readonly ports: DeliveryPorts } {
  const clock = { now }
  const provider = fakeProvider(
    () => clock.now,
    () => [],
  )
  const { channel } = provider
  return {
    provider,
    ports: {
      tasks: taskLog(store),
      ledger: ledger(store),
      channels: { slack: channel, github: channel, email: channel },
      redrive: async () => {},
      clock: () => clock.now,
      wait: async (ms) => {
        clock.now += ms
      },
      patience: PATIENCE,
      log: { info: () => {}, warn: () => {}, error: () => {} },
    },
  }
}
