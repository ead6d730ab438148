import type { Named, NoticeContent, Words } from '../handoffs/content.ts'
import type { Hold } from '../handoffs/hold.ts'
import { recipients } from '../handoffs/recipients.ts'
import type { Log } from '../log.ts'
import type { Ledger } from '../ports/ledger.ts'
import type { TaskLog } from '../ports/task-log.ts'
import { preferencesOf } from '../projects/preferences.ts'
import type { Project } from '../projects/project.ts'
import { addWorkingTime } from '../projects/working-hours.ts'
import { submitOrThrow } from '../submit.ts'
import { SYSTEM } from '../tasks/actor.ts'
import { NUDGES } from '../tasks/alarms.ts'
import type { WantedNotice } from '../tasks/notice.ts'
import type { Task } from '../tasks/task.ts'
import type { Gathered } from './context.ts'
import { type HoldPorts, holdOf } from './hold.ts'

export type ExecutePorts = {
  readonly tasks: Pick<TaskLog, 'load' | 'append'>
  readonly ledger: Pick<Ledger, 'putContent'>
  /** Working minutes that the receiver of a hand-off has to answer before they are asked, and the lead after them. */
  readonly answerWithin: number
  readonly log: Log
} & HoldPorts

/**
 * Phase 5: freezes the content, then records the notice on the receiving task. Refused, and rightly so, if the turn has
 * moved meanwhile: what was written is then never sent.
 */
export async function execute(ports: ExecutePorts, gathered: Gathered, words: Words, at: string): Promise<void> {
  const held = await holdOf(ports, gathered, Date.parse(at))
  const heard = held?.until ?? Date.parse(at)
  const content = { ...contentOf(gathered, words, at, held), ...nudgesFor(gathered, ports.answerWithin, heard) }
  await freeze(ports, content)
  await record(ports, gathered.task, timed(gathered.notice, content), at)
}

/** A notice with the times that were frozen with its content. */
export function timed(notice: WantedNotice, { nudgeAt }: Pick<NoticeContent, 'nudgeAt'>): WantedNotice {
  return nudgeAt === undefined ? notice : { ...notice, nudgeAt }
}

/** Keeps what a notice says, for as long as its task lives. */
export async function freeze(ports: Pick<ExecutePorts, 'ledger' | 'log'>, content: NoticeContent): Promise<void> {
  // The comment on its issue says it too, to whoever follows that.
  if (content.deliveries.length === 0 && content.issue === undefined) {
    // The alarm of the operators hangs on this line: the task is ready, and only lists will tell.
    ports.log.error('there is nowhere to say it', { task: content.task, notice: content.notice })
  }
  await ports.ledger.putContent(content)
}

// Counted in the working hours of the receiver from when they hear of it: nobody is asked about what came while they
// slept, or has not come yet.
function nudgesFor(
  { notice, receiver, left, settings, project }: Gathered,
  answerWithin: number,
  heard: number,
): Pick<WantedNotice, 'nudgeAt'> {
  // Who stands in for somebody who left answers by giving the task to somebody else.
  if (notice.subject.kind !== 'handoff' || receiver === undefined || left !== undefined || notice.suppressed) return {}
  const hours = preferencesOf(receiver, settings, project)
  const steps = Array.from({ length: NUDGES }, (_, step) => (step + 1) * answerWithin)
  return { nudgeAt: steps.map((minutes) => new Date(addWorkingTime(heard, minutes, hours)).toISOString()) }
}

/**
 * Records a notice whose content is frozen, or which has none, because the receiver did it themselves: then nothing is
 * sent.
 */
export async function record(
  { tasks, log }: Pick<ExecutePorts, 'tasks' | 'log'>,
  task: Task,
  notice: WantedNotice,
  at: string,
): Promise<void> {
  const command = { type: 'WriteNotice', notice, by: SYSTEM, at } as const
  const written = await submitOrThrow(tasks, { workspace: task.workspace, task: task.id, command })
  if (!written.ok) log.info('a notice came too late', { task: task.id, notice: notice.id, refusal: written.error.kind })
}

/** What every notice says of its task and of the one who is told. */
export function frameOf(task: Task, notice: WantedNotice, project: Project, to: Named | undefined) {
  return {
    workspace: task.workspace,
    notice: notice.id,
    subject: notice.subject,
    task: task.id,
    title: task.title,
    phase: task.phase,
    project: { key: project.key, name: project.name },
    ...(task.issue === undefined ? {} : { issue: task.issue }),
    ...(to === undefined ? {} : { to }),
  }
}

function contentOf(gathered: Gathered, words: Words, at: string, held: Hold | undefined): NoticeContent {
  const { task, notice, project, settings, receiver, to, left, finished, waitingNext, notGiven } = gathered
  return {
    ...frameOf(task, notice, project, to),
    ...(left === undefined ? {} : { left }),
    finished,
    waitingNext,
    ...(notGiven.length === 0 ? {} : { notGiven }),
    facts: gathered.words.facts,
    words,
    deliveries: recipients(task, notice.subject, receiver, project, settings, held),
    writtenAt: at,
  }
}
