import type { NoticeContent } from '../handoffs/content.ts'
import { orchestrate } from '../orchestrator/orchestrate.ts'
import { propagate } from '../propagate.ts'
import type { PersonId, TaskId } from '../tasks/ids.ts'
import { noticeId } from '../tasks/notice.ts'
import { isClosed, type Task } from '../tasks/task.ts'
import type { Workspace } from '../tasks/workspace.ts'
import { imaginedPorts, MOST_IMAGINED, type SimulatePorts } from './simulate.ts'
import { whatIf } from './what-if.ts'

/** Who hears that a task was closed. */
export type Heard = {
  /** Those who waited for it and have nothing to wait for any more, with what they are told, and when. */
  readonly told: readonly { readonly task: Task; readonly content: NoticeContent }[]
  /** Whoever closed it has these themselves, and is not told. */
  readonly own: readonly { readonly task: Task; readonly to: PersonId }[]
  /** Those that still wait for something else. */
  readonly waiting: readonly Task[]
  /** Tasks that may begin as well, and were not looked into. */
  readonly beyond: number
}

/**
 * Who hears that a task was closed a moment ago, whether or not it has reached them yet: what is written counts as it was
 * written, and the rest is imagined as `simulate` does. Writes and sends nothing.
 */
export async function whoHears(ports: SimulatePorts, workspace: Workspace, closed: TaskId, at: string): Promise<Heard> {
  const sheet = whatIf(ports, workspace)
  await propagate(sheet.tasks, workspace, closed, at)
  const ids = await sheet.tasks.dependents(workspace, closed)
  const dependents = ids.length === 0 ? [] : [...(await sheet.tasks.loadMany(workspace, ids)).values()]
  const open = dependents.filter((task) => !isClosed(task) && task.status === 'open')
  const ready = open.filter((task) => task.ready)
  const imagined = imaginedPorts(ports, sheet, [], Date.parse(at))
  for (const { id } of ready.slice(0, MOST_IMAGINED)) await orchestrate(imagined, { workspace, task: id })

  const looked = await sheet.tasks.loadMany(
    workspace,
    ready.slice(0, MOST_IMAGINED).map(({ id }) => id),
  )
  const told: Heard['told'][number][] = []
  const own: Heard['own'][number][] = []
  for (const task of looked.values()) {
    const { readiness, assignment } = task
    const notice = task.notices[noticeId(task, { kind: 'handoff', readiness, assignment })]
    const content = notice === undefined ? undefined : await sheet.ledger.content(workspace, notice.id)
    if (notice?.suppressed === true && notice.to !== undefined) own.push({ task, to: notice.to })
    else if (content !== undefined) told.push({ task, content })
  }
  return { told, own, waiting: open.filter((task) => !task.ready), beyond: Math.max(0, ready.length - MOST_IMAGINED) }
}
