import type { NoticeContent } from '../handoffs/content.ts'
import type { LedgerEntry } from '../handoffs/ledger.ts'
import type { Ledger } from '../ports/ledger.ts'
import type { TaskLog } from '../ports/task-log.ts'
import type { Change } from '../tasks/consequences.ts'
import type { TaskId } from '../tasks/ids.ts'
import type { NoticeId } from '../tasks/notice.ts'
import type { Task } from '../tasks/task.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** What is looked at to imagine what would happen. None of it can write. */
export type Reads = {
  readonly tasks: Pick<TaskLog, 'load' | 'loadMany' | 'dependents'>
  readonly ledger: Pick<Ledger, 'content' | 'entries' | 'entry'>
}

/** A world as it stands, in which everything can be done: what is written stays in it. */
export type WhatIf = {
  readonly tasks: TaskLog
  readonly ledger: Ledger
  /** What was changed, in order. */
  readonly changes: readonly Change[]
  /** What was written for people, in order. */
  readonly contents: readonly NoticeContent[]
}

/** Lays an empty sheet over what stands. Of each task the first look counts, so that all of it is one moment. */
export function whatIf(reads: Reads, workspace: Workspace): WhatIf {
  const changes: Change[] = []
  const contents: NoticeContent[] = []
  return {
    tasks: tasksOver(reads.tasks, workspace, changes),
    ledger: ledgerOver(reads.ledger, contents),
    changes,
    contents,
  }
}

function tasksOver(real: Reads['tasks'], workspace: Workspace, changes: Change[]): TaskLog {
  const known = new Map<TaskId, Task>()
  const loadMany: TaskLog['loadMany'] = async (_, ids) => {
    const unknown = ids.filter((id) => !known.has(id))
    const found = unknown.length === 0 ? [] : await real.loadMany(workspace, unknown)
    for (const [id, task] of found) if (!known.has(id)) known.set(id, task)
    return new Map(ids.flatMap((id) => (known.has(id) ? [[id, known.get(id)!] as const] : [])))
  }
  return {
    loadMany,
    load: async (_, id) => (await loadMany(workspace, [id])).get(id),
    dependents: (_, id) => real.dependents(workspace, id),
    async append(change) {
      known.set(change.task.id, change.task)
      changes.push(change)
      return 'written'
    },
    async clearOwed(_, id, what, seen) {
      const task = known.get(id)
      if (task?.owed[what] !== seen) return
      const { [what]: _done, ...owed } = task.owed
      known.set(id, { ...task, owed })
    },
  }
}

function ledgerOver(real: Reads['ledger'], contents: NoticeContent[]): Ledger {
  const kept = new Map<string, LedgerEntry>()
  const at = (notice: NoticeId, key: string) => `${notice} ${key}`
  const entry: Ledger['entry'] = async (workspace, notice, key) =>
    kept.get(at(notice, key)) ?? real.entry(workspace, notice, key)
  return {
    entry,
    async putContent(content) {
      contents.push(content)
    },
    content: async (workspace, notice) =>
      contents.find((content) => content.notice === notice) ?? real.content(workspace, notice),
    async entries(workspace, notice) {
      const own = [...kept.values()].filter((each) => each.notice === notice)
      const others = await real.entries(workspace, notice)
      return [...own, ...others.filter(({ key }) => !kept.has(at(notice, key)))]
    },
    async open(wanted) {
      const known = await entry(wanted.workspace, wanted.notice, wanted.key)
      if (known === undefined) kept.set(at(wanted.notice, wanted.key), wanted)
      return known ?? wanted
    },
    async move(_, next) {
      kept.set(at(next.notice, next.key), next)
      return 'moved'
    },
    // Nothing is sent, so nothing has to take its turn.
    reserve: async (_workspace, _pace, now) => now,
    pause: async () => {},
  }
}
