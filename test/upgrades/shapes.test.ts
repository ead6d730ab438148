import { unmarshall } from '@aws-sdk/util-dynamodb'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KINDS, type Kind } from '../../app/dynamo/kinds.ts'
import type { Item } from '../../app/dynamo/store.ts'
import { sweepBook } from '../../app/dynamo/sweep-book.ts'
import { taskItem } from '../../app/dynamo/task-item.ts'
import { versions } from '../../app/dynamo/versions.ts'
import { type LedgerEntry, PATIENCE } from '../../app/handoffs/ledger.ts'
import { claimed, editPutOff, sent, toldUpTo, waitingForSlot } from '../../app/handoffs/transitions.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'
import { richWorkspace } from '../support/rich-workspace.ts'
import { startTable, type TestTable } from '../support/table.ts'
import { anyCommand, anyNewTask, live } from '../support/task-arbitraries.ts'
import { led, STATES } from './ledger-states.ts'
import { type Shape, shapeLines, shapeOf } from './shape.ts'
import { allStored, everything } from './stored.ts'

const RECORDED = `What is stored has changed, and code of before and after it runs side by side during every release.
Read "Changing what is stored" in CONTRIBUTING.md and decide:
- a new attribute that older code may ignore, and may lose when it writes: it is additive; record it with -u;
- a new kind: declare it in app/dynamo/kinds.ts; record it with -u;
- anything else (renamed, gone, of another type or meaning): an upcast in kinds.ts, and two releases. Then record it.`
const GONE = `An attribute that an earlier release wrote is gone or of another type, under the same version.
Whoever still runs that release would miss it: raise the version of the kind (app/dynamo/kinds.ts), in two releases.`

let table: TestTable
/** Items of each kind, as today's code makes them. */
let made: Map<string, Item[]>
beforeAll(async () => {
  table = await startTable()
  await richWorkspace(table.store, workspaceOf('T0RICH'), 1)
  const sweeps = sweepBook(table.store)
  await sweeps.countAsking('e5f1', 3, 1)
  await sweeps.settleUntil(1)
  const stored = (await everything(table)).map((item): Item => unmarshall(item))
  made = Map.groupBy([...stored, ...livedTasks(), ...stored.flatMap(inItsStates)], (item) => String(item['kind']))
})
afterAll(() => table.stop())

// Tasks that much happened to; always the same ones.
function livedTasks(): Item[] {
  const lives = fc.tuple(anyNewTask, fc.array(anyCommand, { minLength: 5, maxLength: 40 }))
  const tasks = fc.sample(lives, { numRuns: 400, seed: 7 }).map(([task, commands]) => live(task, commands))
  return tasks.map((task) => taskItem(task, []))
}

function inItsStates(item: Item): Item[] {
  if (item['kind'] !== 'delivery') return []
  const entry = item['entry'] as LedgerEntry
  const claim = claimed(entry, 0, PATIENCE)
  const posted = sent(claim, { id: 'm' })
  const others = [posted, toldUpTo(posted, 1), editPutOff(posted, 1, 0, PATIENCE), waitingForSlot(claim, 1)]
  return [...STATES.map((state) => led(entry, state, 0)), ...others].map((each) => ({ ...item, entry: each }))
}

describe('what is stored', () => {
  it('is of the kinds that are declared, each with its version', () => {
    const bear = [...made].map(([kind, items]) => [kind, [...new Set(items.map(({ v }) => v ?? 1))]])
    // Rows that only updates make bear no version: such a kind has to stay at the first until they say it.
    const declared = Object.entries(KINDS).map(([kind, { writes }]) => [kind, [writes]])
    expect(Object.fromEntries(bear.map(([kind, found]) => [kind, withoutOnes(found as number[])]))).toEqual(
      Object.fromEntries(declared.map(([kind, known]) => [kind, withoutOnes(known as number[])])),
    )
  })

  it('is of the shape that is recorded', async () => {
    const lines = [...made.keys()].toSorted().flatMap((kind) => {
      const { writes } = (KINDS as Record<string, Kind>)[kind]!
      return [`${kind} (version ${writes})`, ...shapeLines(shapeOf(made.get(kind)!)), '']
    })
    await expect(lines.join('\n'), RECORDED).toMatchFileSnapshot('shapes.txt')
  })

  it.each(allStored().flatMap((stored) => (stored.items.length > 0 ? [[stored.name, stored] as const] : [])))(
    'has all that a release wrote that may still be running: %s',
    (_, stored) => {
      const { current } = versions()
      const theirs = Map.groupBy(
        stored.items.map((item): Item => unmarshall(item)).filter(({ pk }) => String(pk).startsWith('W#T0RICH')),
        (item) => String(item['kind']),
      )
      const missed = [...theirs].flatMap(([kind, items]) => {
        const { writes } = (KINDS as Record<string, Kind>)[kind]!
        const same = items.filter(({ v }) => ((v as number | undefined) ?? 1) === writes)
        return lacking(shapeOf(same.map(current)), shapeOf(made.get(kind) ?? [])).map((place) => `${kind} ${place}`)
      })
      expect(missed, GONE).toEqual([])
    },
  )
})

function lacking(wanted: Shape, has: Shape): string[] {
  return [...wanted].flatMap(([place, types]) =>
    [...types].filter((type) => !has.get(place)?.has(type)).map(() => place),
  )
}

function withoutOnes(found: readonly number[]): number[] {
  return found.filter((version) => version !== 1)
}
