import { ScanCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { audit } from '../../app/dynamo/audit.ts'
import { directory } from '../../app/dynamo/directory.ts'
import type { AuditAct } from '../../app/projects/audit.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'
import { startTable, type TestTable } from '../support/table.ts'
import { PROJECT } from '../verbs/world.ts'

let table: TestTable
beforeAll(async () => {
  table = await startTable()
})
afterAll(() => table.stop())

let tenants = 0
const tenant = () => workspaceOf(`T${++tenants}`)
const act = (number: number): AuditAct => ({
  action: 'project.created',
  actor: 'per_amy',
  subject: `P${number}`,
  at: '2026-03-02T10:00:00.000Z',
  cause: `slack:T0:${number}`,
})

describe('the audit in the table', () => {
  it('keeps each act once, in one chain, whoever records at the same moment', async () => {
    const log = audit(table.store)
    const workspace = tenant()
    await Promise.all([1, 2, 3, 4, 3, 2, 1].map((number) => log.record(workspace, act(number))))
    const { items, next } = await log.read(workspace)
    expect(items.map(({ number }) => number)).toEqual([4, 3, 2, 1])
    expect(items.map(({ subject }) => subject).toSorted()).toEqual(['P1', 'P2', 'P3', 'P4'])
    expect([next, await log.verify(workspace)]).toEqual([undefined, { entries: 4 }])
    expect(await log.read(tenant())).toEqual({ items: [] })
  })

  it('is read page by page, the latest first, and from the beginning for a place that is none', async () => {
    const log = audit(table.store)
    const workspace = tenant()
    for (let number = 1; number <= 30; number++) await log.record(workspace, act(number))
    const first = await log.read(workspace)
    const second = await log.read(workspace, first.next)
    expect([...first.items, ...second.items].map(({ number }) => number)).toEqual(
      Array.from({ length: 30 }, (_, index) => 30 - index),
    )
    expect(await log.read(workspace, 'CAUSE#')).toEqual(first)
  })

  it('names neither the workspace nor the gesture, and tells where somebody changed it', async () => {
    const log = audit(table.store)
    const workspace = workspaceOf('T0CANARY')
    for (let number = 1; number <= 3; number++)
      await log.record(workspace, { ...act(number), cause: 'slack:T0CANARY:1' })
    const { items } = await log.read(workspace)
    const { Items: all = [] } = await table.sdk.send(new ScanCommand({ TableName: table.store.table }))
    const partition = all.find((item) => item['entry']?.M?.['hash']?.S === items[0]!.hash)!['pk']!.S
    const Items = all.filter((item) => item['pk']?.S === partition)
    expect(Items).toHaveLength(6)
    expect(JSON.stringify(Items)).not.toContain('CANARY')
    const second = Items.find(({ sk }) => sk?.S === 'ENTRY#000000002')!
    const { pk, sk } = { pk: second['pk']!.S!, sk: second['sk']!.S! }
    await table.store.put({ pk, sk, kind: 'audit', entry: { ...items[1], subject: 'forged' } })
    expect(await log.verify(workspace)).toEqual({ entries: 1, broken: 2 })
  })

  it('takes up what was written with a change, and clears it away', async () => {
    const workspace = tenant()
    const created = { ...PROJECT, workspace, repositories: [] }
    expect(await directory(table.store).createProject(created, act(7))).toBe('created')
    expect(await directory(table.store).createProject(created, act(8))).toBe('exists')
    const waiting = async () =>
      (await table.store.query({ pk: { name: 'pk', value: `W#${workspace}` }, sk: { name: 'sk', prefix: 'ACT#' } }))
        .items
    expect((await waiting()).map((row) => row['act'])).toEqual([act(7)])
    await audit(table.store).record(workspace, act(7))
    expect(await waiting()).toEqual([])
  })
})
