import { expect, it } from 'vitest'
import type { StatementOrder } from '../../app/ports/statements.ts'
import { restateOpen } from '../../app/statements/restate.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'

const workspace = workspaceOf('T-northwind')
const repositories = [1001, 1002, 1003].map((id) => ({ id, fullName: `northwind/r${id}`, installation: 7 }))
const OPEN = new Map([
  [1001, [3, 9]],
  [1003, [4]],
])

it('has every open pull request of every repository of the project looked at again, page by page', async () => {
  const orders: StatementOrder[] = []
  await restateOpen(
    {
      restate: async (order) => void orders.push(order),
      // One a page.
      watch: {
        async openPulls(_, repository, after = 0) {
          const [number, next] = (OPEN.get(repository) ?? []).filter((each) => each > after)
          return { items: number === undefined ? [] : [number], ...(next === undefined ? {} : { next: number! }) }
        },
      },
    },
    { workspace, repositories },
  )
  const look = { kind: 'pull', workspace }
  expect(orders).toEqual([
    { ...look, repository: 1001, number: 3 },
    { ...look, repository: 1001, number: 9 },
    { ...look, repository: 1003, number: 4 },
  ])
})
