import { isDeepStrictEqual } from 'node:util'
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import { envelopes } from '../app/bus/envelope.ts'
import { decideWithoutModel } from '../app/decisions/spec.ts'
import { createTask } from '../app/dependencies.ts'
import { directory } from '../app/dynamo/directory.ts'
import { eventHistory } from '../app/dynamo/history.ts'
import { ledger } from '../app/dynamo/ledger.ts'
import { personDays } from '../app/dynamo/person-days.ts'
import { indexes, indexKeys, keys } from '../app/dynamo/table.ts'
import { eventsOf, taskItem, taskOf } from '../app/dynamo/task-item.ts'
import { taskGraph, taskLog } from '../app/dynamo/task-log.ts'
import { PATIENCE } from '../app/handoffs/ledger.ts'
import { silentLog } from '../app/log.ts'
import { type OrchestratorPorts, orchestrate } from '../app/orchestrator/orchestrate.ts'
import type { TaskImage } from '../app/ports/task-log.ts'
import { propagate } from '../app/propagate.ts'
import { submit } from '../app/submit.ts'
import type { TaskId } from '../app/tasks/ids.ts'
import { type Workspace, workspaceOf } from '../app/tasks/workspace.ts'
import { rules } from '../infra/topology.ts'
import { type Bill, startTable, type TestTable } from '../test/support/table.ts'
import { atLeast, atMost, type Benchmark, equal, type Outcome } from './benchmark.ts'
import { freshTask } from './ports.ts'
import { USER } from './requests.ts'

const DEPENDENTS = [0, 1, 3, 10]
const SIZES = [100, 10_000]
const BEN = 'per_bench'
const AT = '2026-03-02T10:00:00.000Z'
const PROJECT_ROW = { key: 'UAPI', gates: [], requiredChecks: [] } as const
const WAKES: readonly string[] = rules['wake-the-orchestrator'].pattern['detail-type']

/** What it costs to complete a task, in calls and units that DynamoDB returned, until its hand-offs wait for delivery. */
export const units: Benchmark = {
  name: 'units',
  about: 'calls and units per completion, in projects of 100 and of 10,000 tasks, against reading the project',
  async run({ say }) {
    const table = await startTable()
    try {
      const found: Record<string, Cost> = {}
      for (const size of SIZES) {
        const workspace = workspaceOf(`T${size}`)
        say(`filling a project of ${size}`)
        await fill(table, workspace, size)
        for (const k of DEPENDENTS) {
          say(`${size} tasks, ${k} dependents`)
          found[`${size}/${k}`] = await costOf(table, workspace, k)
        }
      }
      return report(found)
    } finally {
      await table.stop()
    }
  },
}

type Cost = {
  readonly decision: Bill
  readonly log: Bill
  readonly handoffs: Bill
  readonly naive: Bill
  /** Of the dependents, made ready. */
  readonly ready: number
}

const writesOf = ({ calls }: Bill) =>
  (calls['PutItem'] ?? 0) + (calls['UpdateItem'] ?? 0) + (calls['DeleteItem'] ?? 0) + (calls['TransactWriteItems'] ?? 0)

function report(found: Readonly<Record<string, Cost>>): Outcome {
  const [small = 0, large = 0] = SIZES
  const cost = (size: number, k: number) => found[`${size}/${k}`] as Cost
  const perHandoff = callsOf(cost(small, 1).handoffs)
  const verdicts = DEPENDENTS.flatMap((k) => {
    const { decision, log, handoffs, ready: u, naive } = cost(large, k)
    const taskReads = (decision.calls['GetItem'] ?? 0) - 1
    const writes = writesOf(decision) + writesOf(log) + writesOf(handoffs)
    const kept = ({ naive: _, ...rest }: Cost) => rest
    const same = isDeepStrictEqual(kept(cost(small, k)), kept(cost(large, k)))
    const name = `k=${k}, u=${u}:`
    return [
      equal(`${name} bills that differ between ${small} and ${large} tasks`, same ? 0 : 1, 0),
      atMost(`${name} task reads (1+k), beside the propagation's own`, taskReads, 1 + k),
      equal(`${name} edge queries`, decision.calls['Query'] ?? 0, 1),
      equal(`${name} calls for hand-offs, ${perHandoff} each`, callsOf(handoffs), u * perHandoff),
      atMost(`${name} writes before deliveries, 2(1+k)+1+5u`, writes, 2 * (1 + k) + 1 + 5 * u),
      atLeast(`${name} times fewer read units than reading the project`, naive.read / decision.read, 2),
    ]
  })
  return { unit: 'units', rounds: 1, variants: {}, verdicts, more: { costs: found } }
}

function callsOf({ calls }: Bill): number {
  return Object.values(calls).reduce((all, count) => all + count, 0)
}

async function fill(table: TestTable, workspace: Workspace, size: number): Promise<void> {
  const people = directory(table.store)
  await people.saveSettings({ workspace, name: 'Benchmark' })
  await people.savePerson({ workspace, id: BEN, name: 'Ben', role: 'owner', slackUser: USER })
  const project = {
    workspace,
    key: 'UAPI',
    name: 'User API',
    phaseChannels: {},
    repositories: [],
    documents: [],
  } as const
  await people.createProject({ ...project, gates: [], requiredChecks: [], version: 1 })
  for (let from = 0; from < size; from += 25) {
    const requests = Array.from({ length: 25 }, (_, n) => {
      const task = { ...freshTask(), workspace, id: `UAPI-${1_000_000 + from + n}` as TaskId }
      return { PutRequest: { Item: marshall(taskItem(task, []), { removeUndefinedValues: true }) } }
    })
    await table.sdk.send(new BatchWriteItemCommand({ RequestItems: { [table.store.table]: requests } }))
  }
}

/** Completes a task for which `k` others wait, all of Ben's, and lets every stage up to the deliveries do its work. */
async function costOf(table: TestTable, workspace: Workspace, k: number): Promise<Cost> {
  const log = taskLog(table.store)
  const ports = { log, graph: taskGraph(table.store) }
  const add = async (title: string, after: readonly TaskId[]) => {
    const wanted = {
      workspace,
      project: PROJECT_ROW,
      title,
      phase: 'backend',
      assignee: BEN,
      after,
      gates: [],
    } as const
    const made = await createTask(ports, { ...wanted, by: { kind: 'person', id: 'per_ann' }, at: AT }, `${k} ${title}`)
    if (!made.ok) throw new Error(`The task was refused: ${made.error.kind}`)
    return made.value.task.id
  }
  const blocker = await add('blocker', [])
  const waiting: TaskId[] = []
  for (let n = 0; n < k; n++) waiting.push(await add(`dependent ${n}`, [blocker]))
  // Told long ago that it could be started: nothing but what the completion causes is owed.
  await log.clearOwed(workspace, blocker, 'notice', 1)

  const command = { type: 'CompleteTask', resources: [], by: { kind: 'person', id: 'per_ann' }, at: AT } as const
  const decision = await billed(table, async () => {
    const done = await submit(log, { workspace, task: blocker, command, cause: `done ${k}` })
    if (!done.ok) throw new Error(`The completion was refused: ${done.error.kind}`)
    await propagate(log, workspace, blocker, AT)
  })
  const touched = [blocker, ...waiting]
  const { woken, bill: relayed } = await relay(table, workspace, touched)
  const before = await log.loadMany(workspace, waiting)
  const ready = [...before.values()].filter((task) => task.ready).length
  const handoffs = await billed(table, async () => {
    for (const task of woken) await orchestrate(orchestratorPorts(table), { workspace, task })
  })
  const written = await relay(table, workspace, woken)
  const naive = await billed(table, () => readProject(table, workspace))
  return { decision, log: sum(relayed, written.bill), handoffs, naive, ready }
}

/** The relay's part: one log item a version, and which tasks its events wake the orchestrator for. */
async function relay(table: TestTable, workspace: Workspace, ids: readonly TaskId[]) {
  const history = eventHistory(table.store)
  const woken: TaskId[] = []
  const images: TaskImage[] = []
  for (const id of ids) {
    const image = await imageOf(table, workspace, id)
    images.push(image)
    if (envelopes(image).some(({ detailType }) => WAKES.includes(detailType))) woken.push(id)
  }
  const bill = await billed(table, async () => {
    for (const image of images) await history.write(image)
  })
  return { woken, bill }
}

/** Without edges: everything of the project is read to find who waited for the task. */
async function readProject(table: TestTable, workspace: Workspace): Promise<void> {
  const { projectPk } = indexKeys.byProject(workspace, 'UAPI', 0, false)
  let after: Record<string, unknown> | undefined
  do {
    const page = await table.store.query({
      pk: { name: indexes.byProject.pk, value: projectPk },
      index: indexes.byProject.name,
      ...(after === undefined ? {} : { after }),
    })
    after = page.next
  } while (after !== undefined)
}

async function imageOf(table: TestTable, workspace: Workspace, id: TaskId): Promise<TaskImage> {
  const item = await table.store.get(keys.task(workspace, id))
  if (item === undefined) throw new Error(`There is no ${id}`)
  return { task: taskOf(item), events: eventsOf(item) }
}

async function billed(table: TestTable, work: () => Promise<unknown>): Promise<Bill> {
  table.reset()
  await work()
  return structuredClone(table.bill())
}

function sum(one: Bill, other: Bill): Bill {
  const calls = { ...one.calls }
  for (const [name, count] of Object.entries(other.calls)) calls[name] = (calls[name] ?? 0) + count
  return { calls, read: one.read + other.read, write: one.write + other.write }
}

// Nothing is delivered here: the channels are only named by the ports.
function orchestratorPorts({ store }: TestTable): OrchestratorPorts {
  const unused = async () => {
    throw new Error('Nothing is delivered in this benchmark')
  }
  const channel = { pace: () => ({ name: 'none', intervalMs: 0 }), send: unused, find: unused, edit: unused }
  return {
    tasks: taskLog(store),
    ledger: ledger(store),
    directory: directory(store),
    decide: decideWithoutModel(),
    channels: { slack: channel, github: channel, email: channel },
    redrive: unused,
    days: personDays(store),
    digestLater: unused,
    alarm: async () => {},
    answerWithin: 240,
    clock: () => Date.parse(AT),
    wait: async () => {},
    patience: PATIENCE,
    log: silentLog,
  }
}
