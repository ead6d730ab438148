import { addDependency, type EdgeOrder, removeDependency } from '../../dependencies.ts'
import { Fault } from '../../errors.ts'
import { type EdgeSettled, edgeName, type IssueEdge, type IssuePlace, type IssueRow } from '../../ports/issues.ts'
import type { Actor } from '../../tasks/actor.ts'
import { withFact } from '../../tasks/ordinal.ts'
import type { Workspace } from '../../tasks/workspace.ts'
import type { IssueEdgeWork } from '../issue-work.ts'
import { type ActPorts, actorOf, groundOf } from './ground.ts'

/** Edges that are kept of one issue: GitHub allows fifty blockers and a hundred parts. Beyond it the oldest go. */
const MAX_EDGES = 200

/** What came of an edge: `waiting` for a task at its other end, `settled`, or why it is not drawn. */
export type EdgeOutcome = 'elsewhere' | 'waiting' | EdgeSettled

/**
 * Keeps that an issue waits for another, or does not any more, and has their tasks do the same as soon as both have one. The
 * latest word counts, whatever the order in which GitHub tells.
 */
export async function actOnIssueEdge(ports: ActPorts, work: IssueEdgeWork): Promise<EdgeOutcome> {
  if (work.sender.login === ports.self) return 'elsewhere'
  const ground = await groundOf(ports, work.repository)
  if (ground === undefined) return 'elsewhere'
  const { workspace } = ground
  const ends = [work.dependent, work.blocker] as const
  for (const { repository } of ends) {
    const found = repository.id === ground.repository.id ? ground : await ports.directory.repository(repository.id)
    if (found?.workspace !== workspace) return 'elsewhere'
  }
  const [dependent, blocker] = ends.map(({ repository, number }) => ({ repository: repository.id, number })) as [
    IssuePlace,
    IssuePlace,
  ]
  const { tie, present, ordinal } = work
  const name = edgeName(blocker, tie)
  await ports.issues.change(workspace, blocker, (row) => {
    const holds = withFact(row.holds, edgeName(dependent, tie), { dependent, ordinal }, MAX_EDGES)
    return holds === row.holds ? row : { ...row, holds }
  })
  await ports.issues.change(workspace, dependent, (row) => {
    const waits = withFact<IssueEdge>(row.waits, name, { blocker, tie, present, ordinal }, MAX_EDGES)
    return waits === row.waits ? row : { ...row, waits }
  })
  const by = await actorOf(ports, workspace, work.sender.login, work.sender.id)
  return settleEdge(ports, workspace, dependent, name, by)
}

/**
 * Has the task of the dependent wait for that of the blocker, or not, as the last word about them says. Looks again afterwards:
 * whoever had a later word meanwhile may have found nothing to do yet.
 */
export async function settleEdge(
  ports: ActPorts,
  workspace: Workspace,
  dependent: IssuePlace,
  name: string,
  by: Actor,
): Promise<EdgeOutcome> {
  let row = await ports.issues.issue(workspace, dependent)
  for (;;) {
    const edge = row?.waits[name]
    if (row?.task === undefined || edge === undefined) return 'waiting'
    const before = row.settled[name]
    if (before?.ordinal === edge.ordinal) return before.outcome
    const outcome = await apply(ports, workspace, row, edge, by)
    if (outcome === 'waiting') return outcome
    row = await ports.issues.change(workspace, dependent, (known) =>
      known.waits[name]?.ordinal === edge.ordinal
        ? { ...known, settled: { ...known.settled, [name]: { ordinal: edge.ordinal, outcome } } }
        : known,
    )
    if (row.waits[name]?.ordinal === edge.ordinal) return outcome
  }
}

async function apply(
  ports: ActPorts,
  workspace: Workspace,
  row: IssueRow,
  edge: IssueEdge,
  by: Actor,
): Promise<'waiting' | EdgeSettled> {
  const blocker = (await ports.issues.issue(workspace, edge.blocker))?.task
  if (blocker === undefined || row.task === undefined) return 'waiting'
  const order: EdgeOrder = { workspace, task: row.task, blocker, by, at: new Date(ports.now()).toISOString() }
  const graph = { log: ports.tasks, graph: ports.graph }
  if (edge.present) return outcomeOf(ports, order, await addDependency(graph, order))
  // The other tie between the same two may still hold.
  if (Object.values(row.waits).some((other) => other.present && samePlace(other.blocker, edge.blocker)))
    return 'settled'
  return outcomeOf(ports, order, await removeDependency(graph, order))
}

function samePlace(a: IssuePlace, b: IssuePlace): boolean {
  return a.repository === b.repository && a.number === b.number
}

function outcomeOf(
  { log }: ActPorts,
  { task, blocker }: EdgeOrder,
  result: Awaited<ReturnType<typeof addDependency>>,
): EdgeSettled {
  if (result.ok) return 'settled'
  const { kind } = result.error
  // It waits already, or did not wait: as GitHub says.
  if (kind === 'already-waits' || kind === 'invalid') return 'settled'
  if (kind === 'busy') throw new Fault('two tasks were too contended to be tied', { task, blocker })
  log.warn('An issue waits for another, its task cannot', { task, blocker, refusal: kind })
  if (kind === 'cycle' || kind === 'too-many') return kind
  return 'refused'
}
