import { afterAll, beforeAll, expect, it } from 'vitest'
import { directory } from '../../../app/dynamo/directory.ts'
import { installations } from '../../../app/dynamo/installations.ts'
import { workspaceOf } from '../../../app/tasks/workspace.ts'
import { comeBack, moveIn } from '../../../infra/local/live/tenant.ts'
import { startTable, type TestTable } from '../../support/table.ts'

let table: TestTable
beforeAll(async () => {
  table = await startTable()
})
afterAll(() => table.stop())

const emailTopic = 'arn:aws:sns:us-east-1:1:handoffs'
const ADA = { slackUser: 'U0ADA', name: 'Ada Acme', email: 'ada@acme.example' }

it('makes whoever was named an owner, also one who was known as something less, and changes nothing twice', async () => {
  const people = directory(table.store)
  const plate = { workspace: workspaceOf('T0NEW'), name: 'Acme', emailTopic }
  await moveIn(people, plate, ADA)
  const ada = await people.personBySlack(plate.workspace, 'U0ADA')
  expect(ada).toMatchObject({ name: 'Ada Acme', role: 'owner', email: 'ada@acme.example' })
  expect(await people.settings(plate.workspace)).toEqual(plate)

  await people.changePerson(ada!, { ...ada!, role: 'member', githubLogin: 'ada' })
  await moveIn(people, plate, undefined)
  expect(await people.personBySlack(plate.workspace, 'U0ADA')).toMatchObject({ role: 'member' })
  await moveIn(people, { ...plate, name: 'Renamed' }, ADA)
  expect(await people.personBySlack(plate.workspace, 'U0ADA')).toMatchObject({ role: 'owner', githubLogin: 'ada' })
  expect(await people.settings(plate.workspace)).toEqual(plate)
})

it('finds everything as it was when the app was uninstalled and installed again before anything was deleted', async () => {
  const workspace = workspaceOf('T0BACK')
  const settings = { workspace, name: 'Acme', emailTopic }
  const removed = { state: 'removed', workspace, removedAt: 1, settings } as const
  await installations(table.store).save({ ...removed, purge: 'due' }, undefined)
  await comeBack(table.store, workspace)
  expect(await installations(table.store).find(workspace)).toBeUndefined()
  expect(await directory(table.store).settings(workspace)).toEqual(settings)
  await comeBack(table.store, workspace)
})

it('begins anew after everything was deleted, and not while it is being deleted', async () => {
  const workspace = workspaceOf('T0GONE')
  const removed = { state: 'removed', workspace, removedAt: 1 } as const
  const running = await installations(table.store).save({ ...removed, purge: 'running' }, undefined)
  await expect(comeBack(table.store, workspace)).rejects.toThrow('was deleting what it knew. Begin anew')
  await installations(table.store).save({ ...removed, purge: 'done' }, running)
  await comeBack(table.store, workspace)
  expect(await installations(table.store).find(workspace)).toBeUndefined()
  expect(await directory(table.store).settings(workspace)).toBeUndefined()
})
