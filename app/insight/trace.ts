import { CONSUMERS, type RuleName, wakes } from '../consumers.ts'
import type { NoticeContent } from '../handoffs/content.ts'
import type { LedgerEntry } from '../handoffs/ledger.ts'
import type { EventHistory, HistoryEntry } from '../ports/history.ts'
import type { Ledger } from '../ports/ledger.ts'
import type { TaskLog } from '../ports/task-log.ts'
import type { TaskEvent } from '../tasks/events.ts'
import type { TaskId } from '../tasks/ids.ts'
import type { Notice } from '../tasks/notice.ts'
import type { Task } from '../tasks/task.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** What is looked at. Nothing of it can write. */
export type TracePorts = {
  readonly tasks: Pick<TaskLog, 'load'>
  readonly history: Pick<EventHistory, 'page'>
  readonly ledger: Pick<Ledger, 'content' | 'entries'>
}

/** Which hand-off: of this task, the latest (1), or the one so many before it. */
export type TraceWanted = { readonly workspace: Workspace; readonly task: TaskId; readonly back: number }

/** How a hand-off came about and what became of it, from the records of each station. What no record tells is left out. */
export type Traced = {
  readonly notice: Notice
  /** ISO 8601: when it was recorded on its task. */
  readonly writtenAt: string
  /** What gave the task the turn that the hand-off is about. */
  readonly turn?: HistoryEntry
  /** The work that was finished, where that gave the turn. */
  readonly door?: Door
  /** Nothing, where the receiver did it themselves. */
  readonly content?: NoticeContent
  readonly deliveries: readonly LedgerEntry[]
  /** What happened to the task since, the earliest first. */
  readonly since: readonly HistoryEntry[]
}

/** The change of another task that released this one. `cause`: the request that asked for it; facts of GitHub have none. */
export type Door = { readonly task: Task; readonly entry?: HistoryEntry; readonly cause?: string }

/** Pages of the history of one task that are looked through. */
const MAX_PAGES = 10

/** Follows one hand-off from the door to its receiver. `undefined`: the history tells of no such hand-off. */
export async function trace(ports: TracePorts, { workspace, task, back }: TraceWanted): Promise<Traced | undefined> {
  const { history, ledger } = ports
  const entries: HistoryEntry[] = []
  let found: Handoff | undefined
  let before: number | undefined
  // A page more than the hand-off itself: what gave the turn stands before it.
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const page = await history.page(workspace, task, before)
    entries.push(...page.items.filter((item) => 'events' in item))
    found = nthHandoff(entries, back)
    before = page.next
    if (before === undefined || (found !== undefined && turnBefore(entries, found.place) !== undefined)) break
  }
  if (found === undefined) return undefined
  const { notice, at, place } = found
  const turn = turnBefore(entries, place)
  const [content, deliveries, door] = await Promise.all([
    ledger.content(workspace, notice.id),
    ledger.entries(workspace, notice.id),
    doorOf(ports, workspace, turn),
  ])
  return {
    notice,
    writtenAt: at,
    ...(turn === undefined ? {} : { turn }),
    ...(door === undefined ? {} : { door }),
    ...(content === undefined ? {} : { content }),
    deliveries,
    since: entries.slice(0, place).toReversed(),
  }
}

/** The rule that brings an event to its consumer first. */
export function ruleFor(event: TaskEvent): RuleName | undefined {
  return (Object.keys(CONSUMERS) as RuleName[]).find((rule) => wakes(rule, event.type))
}

type Handoff = { readonly notice: Notice; readonly at: string; readonly place: number }

function nthHandoff(entries: readonly HistoryEntry[], back: number): Handoff | undefined {
  const handoffs = entries.flatMap(({ events }, place) =>
    events.flatMap((event): Handoff[] => {
      const isHandoff = event.type === 'HandoffWritten' || event.type === 'HandoffSuppressed'
      return isHandoff ? [{ notice: event.notice, at: event.at, place }] : []
    }),
  )
  return handoffs[back - 1]
}

// The latest entry into ready, or assignment, before the hand-off was written: that is the turn it is about.
function turnBefore(entries: readonly HistoryEntry[], place: number): HistoryEntry | undefined {
  return entries
    .slice(place + 1)
    .find(({ events }) => events.some(({ type }) => type === 'TaskReady' || type === 'TaskReassigned'))
}

async function doorOf(
  { tasks, history }: TracePorts,
  workspace: Workspace,
  turn: HistoryEntry | undefined,
): Promise<Door | undefined> {
  const settled = turn?.events.find((event) => event.type === 'BlockerSettled')
  if (settled?.type !== 'BlockerSettled') return undefined
  const [task, page] = await Promise.all([
    tasks.load(workspace, settled.blocker),
    history.page(workspace, settled.blocker, settled.changed + 1),
  ])
  if (task === undefined) return undefined
  const [entry] = page.items.filter((item) => 'events' in item)
  const isThat = entry?.version === settled.changed
  const cause = task.causes.find(({ version }) => version === settled.changed)?.id
  return { task, ...(isThat ? { entry } : {}), ...(cause === undefined ? {} : { cause }) }
}
