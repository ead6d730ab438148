import { afterAll, beforeAll, expect, it } from 'vitest'
import { deploymentIndex } from '../../app/dynamo/deployment-index.ts'
import type { KeptDeployment, KeptMerge, KeptRelease } from '../../app/ports/deployments.ts'
import { ordinal } from '../../app/tasks/ordinal.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'
import { startTable, type TestTable } from '../support/table.ts'
import { minute } from '../support/tasks.ts'

let table: TestTable
beforeAll(async () => {
  table = await startTable()
})
afterAll(() => table.stop())

let tenants = 0
const tenant = () => workspaceOf(`T0DEPLOY${++tenants}`)

const merge = (number: number, at: number, more: Partial<KeptMerge> = {}): KeptMerge => {
  const merged = ordinal(minute(at), 4)
  const place = { sha: `merge ${number}`, base: 'main', head: `head ${number}` }
  return { ...place, number, merged, ordinal: merged, tasks: ['UAPI-1'], gates: ['production'], ...more }
}
const deployment = (at: number, more: Partial<KeptDeployment> = {}): KeptDeployment => {
  const told = { id: at, url: 'https://x.example', by: 'octocat', at: minute(at), resources: [] }
  const when = { ordinal: ordinal(minute(at), 6), begun: ordinal(minute(at), 0) }
  return { ...told, ...when, environment: 'production', isProduction: true, sha: 'a', state: 'success', ...more }
}

const release = (tag: string, at: number): KeptRelease => {
  return { tag, by: 'octocat', at: minute(at), ordinal: ordinal(minute(at), 0), resources: [] }
}

it('tells the newest merges first, each pull request as it was merged last, and as it was described last', async () => {
  const [index, workspace] = [deploymentIndex(table.store), tenant()]
  const renamed = merge(12, 1, { tasks: ['UAPI-2'], ordinal: merge(12, 9).ordinal })
  for (const each of [renamed, merge(15, 3), merge(12, 1)]) await index.keepMerge(workspace, 1, each)
  expect(await index.merges(workspace, 1)).toEqual([merge(15, 3), renamed])
  await index.keepMerge(workspace, 1, merge(12, 5, { sha: 'merged again' }))
  expect(await index.merges(workspace, 1)).toEqual([merge(12, 5, { sha: 'merged again' }), merge(15, 3)])
  expect([await index.merges(workspace, 2), await index.merges(tenant(), 1)]).toEqual([[], []])
})

it('tells commits that came without a pull request beside them, each as it is there last', async () => {
  const [index, workspace] = [deploymentIndex(table.store), tenant()]
  const { number: _, ...landed } = merge(0, 2, { sha: 'c1', head: 'c1', commit: 'c1' })
  for (const each of [landed, merge(12, 1)]) await index.keepMerge(workspace, 1, each)
  expect(await index.merges(workspace, 1)).toEqual([merge(12, 1), landed])
  const again = { ...landed, sha: 'c3', merged: merge(0, 4).merged }
  await index.keepMerge(workspace, 1, again)
  expect(await index.merges(workspace, 1)).toEqual([merge(12, 1), again])
})

it('keeps the last deployment that went well beside the last attempt, whatever the case of its environment', async () => {
  const [index, workspace] = [deploymentIndex(table.store), tenant()]
  const [older, newer] = [deployment(1), deployment(2, { environment: 'Production' })]
  const failed = deployment(3, { state: 'failure' })
  const begun = deployment(2, { state: 'pending' })
  for (const each of [newer, older, failed, begun]) await index.keepDeployment(workspace, 1, each)
  expect(await index.deployments(workspace, 1, 'PRODUCTION')).toEqual([failed, newer])
  // Names that GitHub allows and that begin alike.
  const odd = deployment(1, { environment: 'production#success / é' })
  await index.keepDeployment(workspace, 1, odd)
  expect(await index.deployments(workspace, 1, 'production')).toEqual([failed, newer])
  expect(await index.deployments(workspace, 1, odd.environment)).toEqual([odd])
  expect(await index.deployments(workspace, 1)).toHaveLength(3)
})

it('of two in one second keeps the one that GitHub counts later, in any order', async () => {
  const twins = [deployment(1, { id: 9 }), deployment(1, { id: 10 })]
  for (const order of [twins, twins.toReversed()]) {
    const [index, workspace] = [deploymentIndex(table.store), tenant()]
    for (const each of order) await index.keepDeployment(workspace, 1, each)
    expect(await index.deployments(workspace, 1, 'production')).toEqual([twins[1]])
  }
})

it('finds what can be tried of a commit, by environment', async () => {
  const [index, workspace] = [deploymentIndex(table.store), tenant()]
  const [web, docs] = [deployment(1, { environment: 'Preview: web' }), deployment(1, { environment: 'Preview: docs' })]
  for (const each of [web, docs, deployment(1, { sha: 'b' })]) await index.keepPreview(workspace, 1, each)
  expect(await index.previewsOf(workspace, 1, 'a')).toEqual([docs, web])
})

it('tells the last ten releases, the oldest of them first', async () => {
  const [index, workspace] = [deploymentIndex(table.store), tenant()]
  const all = Array.from({ length: 12 }, (_, n) => release(`v${n}`, n))
  for (const each of [...all.toReversed(), ...all]) await index.keepRelease(workspace, 1, each)
  expect(await index.releases(workspace, 1)).toEqual(all.slice(2))
})

it('asks once for each, and every row ages out', async () => {
  const [index, workspace] = [deploymentIndex(table.store), tenant()]
  table.reset()
  await index.keepMerge(workspace, 1, merge(1, 1))
  await index.keepDeployment(workspace, 1, deployment(1))
  await index.keepPreview(workspace, 1, deployment(1))
  await index.keepRelease(workspace, 1, release('v1', 1))
  await index.merges(workspace, 1)
  await index.deployments(workspace, 1)
  await index.previewsOf(workspace, 1, 'a')
  await index.releases(workspace, 1)
  expect(table.bill().calls).toEqual({ PutItem: 4, Query: 5 })
  const { items } = await table.store.query({ pk: { name: 'pk', value: `W#${workspace}#R#1` } })
  const days = items.map(({ expires }) => Math.round((Number(expires) - Date.parse(minute(1)) / 1000) / 86_400))
  expect(days.toSorted((a, b) => a - b)).toEqual([30, 30, 30, 90])
})
