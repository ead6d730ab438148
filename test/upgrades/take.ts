import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { sweepBook } from '../../app/dynamo/sweep-book.ts'
import { taskOf } from '../../app/dynamo/task-item.ts'
import type { LedgerEntry } from '../../app/handoffs/ledger.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'
import { richWorkspace } from '../support/rich-workspace.ts'
import { startStack } from '../support/stack.ts'
import { inFlight } from './in-flight.ts'
import { inEveryState } from './ledger-states.ts'
import { live } from './live.ts'
import { everything, openTable, type StoredItem } from './stored.ts'

/**
 * Takes what this code stores and sends, for later code to read: `node … test/upgrades/take.ts <commit> <date>` (the line
 * stands in CONTRIBUTING.md). A story is lived in one workspace; in another one there is a row of each kind.
 */
const [commit, date] = process.argv.slice(2)
if (commit === undefined || date === undefined) throw new Error('Say of which commit, and of which date: 2026-11-28.')
const folder = join(import.meta.dirname, '../fixtures/stored', `${date}-${commit}`)
const MANY: ReadonlySet<string> = new Set(['content', 'delivery', 'history', 'cause'])

const stack = await startStack()
try {
  const { buttons, modals, comments, ...lived } = await live(stack)
  await stack.kill()
  const table = openTable(stack.table.endpoint, stack.table.name)
  const tasks = async () =>
    (await everything(table)).filter(({ kind }) => kind?.S === 'task').map((item) => unmarshall(item))
  const known = new Map((await tasks()).map(taskOf).map((task) => [task.id as string, task]))
  await inEveryState(
    table.store,
    lived.pairs.map(({ second }) => known.get(second)!),
    Date.now(),
  )
  const delivery = (await everything(table)).find(({ kind }) => kind?.S === 'delivery')!
  const entry = unmarshall(delivery)['entry'] as LedgerEntry
  const queues = inFlight(await tasks(), entry, new Date().toISOString())
  await richWorkspace(table.store, workspaceOf('T0RICH'), 1)
  await sweepBook(table.store).countAsking('e5f1', 3, Date.now())
  const items = few(await everything(table))
  table.close()

  mkdirSync(folder, { recursive: true })
  const lines = (all: readonly unknown[]) => `[\n${all.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`
  writeFileSync(join(folder, 'items.json'), lines(items))
  const workspace = entry.workspace
  write('messages.json', { queues, buttons, modals, comments })
  write('origin.json', { commit, date, workspace, ...lived })
  process.stdout.write(`${items.length} items of ${new Set(items.map(({ kind }) => kind?.S)).size} kinds\n`)
} finally {
  await stack.stop()
}

// The rich workspace holds dozens of the same, to be slow to delete.
function few(items: readonly StoredItem[]): StoredItem[] {
  const counts = new Map<string, number>()
  return items.filter(({ pk, kind }) => {
    if (!pk?.S?.startsWith('W#T0RICH#') || !MANY.has(kind?.S ?? '')) return true
    counts.set(kind!.S!, (counts.get(kind!.S!) ?? 0) + 1)
    return counts.get(kind!.S!)! <= 2
  })
}

function write(name: string, value: unknown): void {
  writeFileSync(join(folder, name), `${JSON.stringify(value, null, 2)}\n`)
}
