import { type RuleName, wakes } from '../consumers.ts'
import { decideWithoutModel } from '../decisions/spec.ts'
import { refreshNotices } from '../deliveries/refresh.ts'
import { Fault } from '../errors.ts'
import type { NoticeContent } from '../handoffs/content.ts'
import { PATIENCE } from '../handoffs/ledger.ts'
import { silentLog } from '../log.ts'
import { type OrchestratorPorts, orchestrate } from '../orchestrator/orchestrate.ts'
import type { Channel, Message } from '../ports/channel.ts'
import type { PersonDays } from '../ports/digests.ts'
import type { Directory } from '../ports/directory.ts'
import type { Refusal } from '../projects/refusal.ts'
import { propagate } from '../propagate.ts'
import { ok, type Result } from '../result.ts'
import { type Submission, submit } from '../submit.ts'
import type { Change } from '../tasks/consequences.ts'
import type { PersonId, TaskId } from '../tasks/ids.ts'
import { isClosed, type Task } from '../tasks/task.ts'
import type { Workspace } from '../tasks/workspace.ts'
import { type Reads, whatIf } from './what-if.ts'

/** What is looked at. Nothing of it can write or send. */
export type SimulatePorts = Reads & {
  readonly directory: Pick<Directory, 'people' | 'project' | 'settings'>
  readonly days: Pick<PersonDays, 'day'>
  /** Working minutes that people have to answer a hand-off. */
  readonly answerWithin: number
}

/** What would happen if a command were given now. */
export type Foreseen = {
  /** The task as it would stand. */
  readonly task: Task
  /** What people would be told; by the template, where a model may find other words. */
  readonly told: readonly { readonly task: Task; readonly content: NoticeContent }[]
  /** Who would not be told, because it would be their own doing. */
  readonly own: readonly { readonly task: Task; readonly to: PersonId }[]
  /** Messages that stand and would be edited. */
  readonly edited: readonly Message[]
  /** Those that wait for it and would still wait, as they would stand. */
  readonly waiting: readonly Task[]
  /** Tasks that would move as well, and were not looked into. */
  readonly beyond: number
}

/** The same for several commands, given one after the other in the same moment. */
export type ForeseenTogether = Omit<Foreseen, 'task'> & {
  /** The tasks that the commands were for, as they would stand. */
  readonly tasks: readonly Task[]
}

/** Tasks that are looked into; each costs what its hand-off costs but the sending. */
export const MOST_IMAGINED = 40

/**
 * Imagines a command: the very code that would do it does it, over what stands now, on a sheet that is thrown away.
 * Refuses as the command itself would.
 */
export async function simulate(
  ports: SimulatePorts,
  submission: Omit<Submission, 'cause'>,
): Promise<Result<Foreseen, Refusal>> {
  const foreseen = await simulateAll(ports, submission.workspace, [submission])
  if (!foreseen.ok) return foreseen
  const { tasks, ...rest } = foreseen.value
  return ok({ task: tasks[0]!, ...rest })
}

/** Imagines several commands of one workspace, one at least. Refuses all as the first that is refused. */
export async function simulateAll(
  ports: SimulatePorts,
  workspace: Workspace,
  submissions: readonly Omit<Submission, 'cause'>[],
): Promise<Result<ForeseenTogether, Refusal>> {
  const sheet = whatIf(ports, workspace)
  for (const submission of submissions) {
    const accepted = await submit(sheet.tasks, submission)
    if (!accepted.ok) return accepted
  }
  for (const { task, command } of submissions) await propagate(sheet.tasks, workspace, task, command.at)

  const ids = submissions.map(({ task }) => task)
  const edited: Message[] = []
  const imagined = imaginedPorts(ports, sheet, edited, Date.parse(submissions[0]!.command.at))
  const woken = sheet.changes.filter(({ events }) =>
    events.some(({ type }) => anyRule.some((rule) => wakes(rule, type))),
  )
  for (const { task, events } of woken.slice(0, MOST_IMAGINED)) {
    const heard = (rule: RuleName) => events.some(({ type }) => wakes(rule, type))
    if (heard('wake-the-orchestrator')) await orchestrate(imagined, { workspace, task: task.id })
    if (heard('redraw-what-was-told')) await refreshNotices(imagined, workspace, task.id)
  }
  const waiting = await Promise.all(ids.map((id) => sheet.tasks.dependents(workspace, id)))
  const dependents = await sheet.tasks.loadMany(workspace, [...new Set(waiting.flat())])
  const stands = async (task: TaskId): Promise<Task> => (await sheet.tasks.load(workspace, task))!
  return ok({
    tasks: await Promise.all(ids.map(stands)),
    told: await Promise.all(sheet.contents.map(async (content) => ({ task: await stands(content.task), content }))),
    own: sheet.changes.flatMap(ownActs),
    edited,
    waiting: [...dependents.values()].filter((task) => !task.ready && !isClosed(task) && task.status === 'open'),
    beyond: Math.max(0, woken.length - MOST_IMAGINED),
  })
}

/** Those that lead to words for people; what stands on GitHub is told by itself. */
const anyRule: readonly RuleName[] = ['wake-the-orchestrator', 'redraw-what-was-told']

function ownActs({ task, events }: Change): Foreseen['own'] {
  return events.flatMap((event) => {
    const notice = 'notice' in event && typeof event.notice === 'object' ? event.notice : undefined
    return notice?.suppressed === true && notice.to !== undefined ? [{ task, to: notice.to }] : []
  })
}

/** What the orchestrator works with on a sheet: nothing is sent, counted or put down. What it would edit is kept in `edited`. */
export function imaginedPorts(
  { directory, days, answerWithin }: SimulatePorts,
  { tasks, ledger }: Pick<ReturnType<typeof whatIf>, 'tasks' | 'ledger'>,
  edited: Message[],
  now: number,
): OrchestratorPorts {
  const channel: Channel<never> = {
    pace: () => ({ name: 'imagined', intervalMs: 0 }),
    async send() {
      throw new Fault('a simulation sends nothing')
    },
    find: async () => undefined,
    async edit(_, receipt, message) {
      edited.push(message)
      return { outcome: 'sent', receipt }
    },
  }
  return {
    tasks,
    ledger,
    directory,
    decide: decideWithoutModel(),
    channels: { slack: channel, github: channel, email: channel },
    redrive: async () => {},
    days: imaginedDays(days),
    digestLater: async () => {},
    alarm: async () => {},
    answerWithin,
    clock: () => now,
    wait: async () => {},
    patience: PATIENCE,
    log: silentLog,
  }
}

// Counts on from what was told in earnest, and puts nothing down.
function imaginedDays(days: SimulatePorts['days']): OrchestratorPorts['days'] {
  const told = new Map<string, number>()
  return {
    async spend(workspace, person, day, _, budget) {
      const key = `${person} ${day}`
      const before = told.get(key) ?? (await days.day(workspace, person, day)).told
      if (before >= budget) return 'spent'
      told.set(key, before + 1)
      return 'counted'
    },
    putDown: async () => {},
  }
}
