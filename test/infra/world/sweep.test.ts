import { afterAll, beforeAll, expect, it } from 'vitest'
import { sweepBook } from '../../../app/dynamo/sweep-book.ts'
import { githubClient } from '../../../app/github/client.ts'
import { sweepDeliveries } from '../../../app/github/sweep-deliveries.ts'
import { silentLog } from '../../../app/log.ts'
import { eventually } from '../../support/eventually.ts'
import { inWorld } from '../../support/in-world.ts'
import { startTable, type TestTable } from '../../support/table.ts'

const here = inWorld()
let table: TestTable
beforeAll(async () => {
  table = await startTable()
})
afterAll(() => table.stop())

it('what GitHub could not deliver while the application was down comes with the sweep, once and with its own GUID', async () => {
  await here.outside.repeat(false)
  here.app.answer(() => ({ status: 500 }))
  const payload = { action: 'opened', repository: { id: 7, full_name: 'northwind/x' } }
  const missed: { readonly guid: string }[] = []
  for (let number = 0; number < 3; number++) missed.push(await here.outside.hook({ name: 'pull_request', payload }))
  const states = async () =>
    Promise.all(
      missed.map(async ({ guid }) => (await here.outside.delivery(guid)).attempts.map(({ status }) => status)),
    )
  await eventually(async () => expect(await states()).toEqual([[500], [500], [500]]))

  here.app.forget()
  here.app.answer(() => ({ status: 202 }))
  expect(await sweep()).toEqual({ pages: 1, asked: 3, givenUp: 0, left: 0, gap: false })
  const both = [500, 202]
  await eventually(async () => expect(await states()).toEqual([both, both, both]))
  expect(await sweep()).toEqual({ pages: 1, asked: 0, givenUp: 0, left: 0, gap: false })
  expect(here.app.received.map(({ headers }) => headers['x-github-delivery']).toSorted()).toEqual(
    missed.map(({ guid }) => guid).toSorted(),
  )
})

async function sweep() {
  const { appId, privateKey } = here.world.secrets.github
  const apiUrl = here.world.urls.github
  const client = githubClient({ appId, privateKey: async () => privateKey, apiUrl, log: silentLog, now: Date.now })
  const ports = { client, book: sweepBook(table.store), now: Date.now, wait: async () => {}, log: silentLog }
  return sweepDeliveries({ ...ports, listensTo: (event) => event === 'pull_request' }, Date.now() + 60_000)
}
