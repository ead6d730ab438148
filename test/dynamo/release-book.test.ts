import { PutItemCommand } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { releaseBook } from '../../app/dynamo/release-book.ts'
import { keys } from '../../app/dynamo/table.ts'
import type { TaskId } from '../../app/tasks/ids.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'
import { labelVault } from '../support/label-vault.ts'
import { startTable, type TestTable } from '../support/table.ts'
import { WORKSPACE } from '../support/tasks.ts'

let table: TestTable
beforeAll(async () => {
  table = await startTable()
})
afterAll(() => table.stop())

const WAIT = { pipeline: 'codexflow', stage: 'Approval', action: 'Approval', token: '0d9f6c1e-a5b3' }
const book = () => releaseBook(table.store, labelVault)

it('keeps the wait of a pipeline, of which the token stands in the table sealed, and gives it back as it was', async () => {
  await book().keep(WORKSPACE, 'UAPI-1', WAIT)
  expect(await book().find(WORKSPACE, 'UAPI-1')).toEqual(WAIT)
  expect(await table.store.get(keys.pipelineWait(WORKSPACE, 'UAPI-1'))).toEqual({
    ...keys.pipelineWait(WORKSPACE, 'UAPI-1'),
    ...{ kind: 'pipeline-wait', v: 2 },
    wait: { pipeline: 'codexflow', stage: 'Approval', action: 'Approval' },
    token: await labelVault.seal({ workspace: WORKSPACE, what: 'pipeline token of UAPI-1' }, WAIT.token),
  })
})

it('keeps it once, whatever is heard again, and nothing of a task that no pipeline waits for', async () => {
  await book().keep(WORKSPACE, 'UAPI-1', { ...WAIT, token: 'another' })
  expect(await book().find(WORKSPACE, 'UAPI-1')).toEqual(WAIT)
  expect(await book().find(WORKSPACE, 'UAPI-2')).toBeUndefined()
})

it('opens no token that was sealed for another task, or in another workspace', async () => {
  const sealed = await table.store.get(keys.pipelineWait(WORKSPACE, 'UAPI-1'))
  const other = workspaceOf('T0OTHER')
  await table.store.put({ ...sealed, ...keys.pipelineWait(WORKSPACE, 'UAPI-3'), kind: 'pipeline-wait' })
  await table.store.put({ ...sealed, ...keys.pipelineWait(other, 'UAPI-1'), kind: 'pipeline-wait' })
  await expect(book().find(WORKSPACE, 'UAPI-3')).rejects.toThrow('a sealed secret was changed, or belongs elsewhere')
  await expect(book().find(other, 'UAPI-1')).rejects.toThrow('a sealed secret was changed, or belongs elsewhere')
})

it('reads one that was kept before tokens were sealed, and refuses one without any', async () => {
  const raw = (task: TaskId, wait: object) => {
    const Item = marshall({ ...keys.pipelineWait(WORKSPACE, task), kind: 'pipeline-wait', wait })
    return table.sdk.send(new PutItemCommand({ TableName: 'codexflow', Item }))
  }
  await raw('UAPI-4', WAIT)
  expect(await book().find(WORKSPACE, 'UAPI-4')).toEqual(WAIT)
  const { token: _, ...without } = WAIT
  await raw('UAPI-5', without)
  await expect(book().find(WORKSPACE, 'UAPI-5')).rejects.toThrow('a wait of a pipeline lacks its token')
})
