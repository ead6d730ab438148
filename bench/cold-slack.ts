import { statSync } from 'node:fs'
import { createTask } from '../app/dependencies.ts'
import { directory } from '../app/dynamo/directory.ts'
import type { Store } from '../app/dynamo/store.ts'
import { taskGraph, taskLog } from '../app/dynamo/task-log.ts'
import { workspaceOf } from '../app/tasks/workspace.ts'
import { atLeast, type Benchmark } from './benchmark.ts'
import { coldVariants, ours, program } from './cold.ts'
import { interleave, ratio, spreads } from './harness.ts'
import { order, TEAM, USER } from './requests.ts'
import { startSurroundings } from './surroundings.ts'

const WARM_UP = 2

/** The Slack door from nothing: spawn, verify, durable write, answer. */
export const coldSlack: Benchmark = {
  name: 'cold-slack',
  about: 'a fresh process verifies a signed `/codexflow start`, writes it and answers',
  async run({ rounds = 20, say }) {
    const { table, env, stop } = await startSurroundings()
    try {
      await seed(table.store, rounds + WARM_UP)
      const invoke = await program('invoke', 'bundled')
      const door = await ours('slack-door')
      const stock = await program('stock-slack', 'unbundled')
      const stockBundled = await program('stock-slack', 'bundled')
      let started = 0
      const start = (file: string, text: string) => ({ invoke, file, event: order(text), env, status: 200 })
      const { variants, processor } = coldVariants({
        ours: () => start(door.file, `start UAPI-${++started}`),
        stock: () => start(stock, 'start UAPI-1'),
        'stock bundled': () => start(stockBundled, 'start UAPI-1'),
      })
      const taken = await interleave(variants, { rounds, warmUp: WARM_UP, onRound: (n) => say(`${n}/${rounds}`) })
      await proveWritten(table.store, rounds + WARM_UP)
      return {
        unit: 'ms',
        rounds,
        variants: spreads(taken),
        verdicts: [
          atLeast('times faster than stock Bolt', ratio(taken, 'stock', 'ours'), 2.5),
          atLeast('times faster than stock Bolt bundled', ratio(taken, 'stock bundled', 'ours'), 2),
        ],
        more: {
          processorMs: spreads(processor),
          bundleBytes: door.bytes,
          stockBundleBytes: statSync(stockBundled).size,
        },
      }
    } finally {
      await stop()
    }
  },
}

const WORKSPACE = workspaceOf(TEAM)

/** An owner, and so many tasks that nobody has started. */
async function seed(store: Store, tasks: number): Promise<void> {
  const people = directory(store)
  await people.saveSettings({ workspace: WORKSPACE, name: 'Benchmark' })
  const mei = { workspace: WORKSPACE, id: 'per_bench', name: 'Mei', role: 'owner', slackUser: USER } as const
  await people.savePerson(mei)
  const ports = { log: taskLog(store), graph: taskGraph(store) }
  for (let n = 1; n <= tasks; n++) {
    const made = await createTask(
      ports,
      {
        workspace: WORKSPACE,
        project: { key: 'UAPI', gates: [], requiredChecks: [] },
        title: 'Provision the function',
        phase: 'infrastructure',
        assignee: mei.id,
        after: [],
        gates: [],
        by: { kind: 'person', id: mei.id },
        at: '2026-03-02T09:00:00.000Z',
      },
      `seed ${n}`,
    )
    if (!made.ok) throw new Error(`The seed was refused: ${made.error.kind}`)
  }
}

// A door that answered quickly and wrote nothing would win.
async function proveWritten(store: Store, tasks: number): Promise<void> {
  const log = taskLog(store)
  for (let n = 1; n <= tasks; n++) {
    const task = await log.load(WORKSPACE, `UAPI-${n}`)
    if (task?.status !== 'in_progress') throw new Error(`UAPI-${n} was answered, but is ${task?.status}`)
  }
}
