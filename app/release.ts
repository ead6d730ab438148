import { createHash } from 'node:crypto'
import { createTask, type GraphPorts } from './dependencies.ts'
import { Fault } from './errors.ts'
import { shortened } from './handoffs/invisible.ts'
import type { Directory } from './ports/directory.ts'
import type { AnswerPipeline, PipelineQuestion, ReleaseBook } from './ports/releases.ts'
import type { TaskLog } from './ports/task-log.ts'
import { submitOrThrow } from './submit.ts'
import { SYSTEM } from './tasks/actor.ts'
import type { Outcome, Vote } from './tasks/approval.ts'
import type { PersonId, ProjectKey, TaskId } from './tasks/ids.ts'
import { isClosed, MAX_TITLE } from './tasks/task.ts'
import type { Workspace } from './tasks/workspace.ts'

/** Where releases are decided: a project of a workspace. */
export type ReleaseHome = { readonly workspace: Workspace; readonly project: ProjectKey }

export type ReleasePorts = GraphPorts & {
  readonly log: Pick<TaskLog, 'load' | 'loadMany' | 'append'>
  readonly directory: Pick<Directory, 'project' | 'people'>
  readonly book: ReleaseBook
  readonly answer: AnswerPipeline
}

/** Both have to say yes, and they are two people. */
const GATE = { kind: 'approved', roles: ['product-manager', 'tech-lead'], quorum: 2 } as const
/** Milliseconds before the pipeline gives up: it should hear from us before that. And the least that people get, however late it is. */
const HEADROOM = 3_600_000
const LEAST = 1_000

/**
 * A pipeline waits for people: a task is made that stands for the release, and its approval requested, by which those who may decide
 * get their buttons. Heard twice, it is one task. Where nobody could decide, the pipeline hears that at once, and why.
 */
export async function askForRelease(
  ports: ReleasePorts,
  { workspace, project: key }: ReleaseHome,
  question: PipelineQuestion,
  at: string,
): Promise<void> {
  const { directory, book, answer, log } = ports
  const project = await directory.project(workspace, key)
  if (project === undefined) {
    await answer(question, 'Rejected', `CodexFlow knows no project ${key} to decide on releases.`)
    return
  }
  const { what, link, expires, pipeline, stage, action, token } = question
  // The token stays out of causes, which are told in the audit.
  const cause = `release/${createHash('sha256').update(token).digest('hex').slice(0, 32)}`
  const origin = /^https:\/\//.test(link) ? { origin: link } : {}
  const title = shortened(`Release ${what}`, MAX_TITLE)
  const wanted = { workspace, project, title, phase: 'deployment', after: [], gates: [GATE], ...origin } as const
  const made = await createTask(ports, { ...wanted, quietly: true, by: SYSTEM, at }, cause)
  if (!made.ok) throw new Fault('a release could not be made into a task', { reason: made.error.kind })
  const { id, createdAt } = made.value.task
  await book.keep(workspace, id, { pipeline, stage, action, token })
  const begins = Date.parse(createdAt)
  const ends = Math.max(begins + LEAST, Date.parse(expires) - HEADROOM)
  const [remindAt, expiresAt] = [begins + (ends - begins) / 2, ends].map((ms) => new Date(ms).toISOString())
  const asked = await submitOrThrow(log, {
    workspace,
    task: id,
    command: {
      type: 'RequestApproval',
      approvers: project.approvers ?? {},
      ...{ remindAt: remindAt!, expiresAt: expiresAt!, by: SYSTEM, at },
    },
    cause: `${cause}/request`,
  })
  if (asked.ok || asked.error.kind !== 'no-approvers') return
  const roles = GATE.roles.map((role) => `approver-${role}:@somebody`).join(' ')
  await answer(question, 'Rejected', `Nobody may decide: /codexflow project settings ${key} ${roles}`)
  await close(ports, workspace, id, at)
}

/** People have decided, or time has: the pipeline that waits for this task hears it. Tasks that no pipeline waits for are none of ours. */
export async function answerRelease(
  ports: ReleasePorts,
  workspace: Workspace,
  id: TaskId,
  at: string,
): Promise<'answered' | 'over' | undefined> {
  const { log, book, answer, directory } = ports
  const wait = await book.find(workspace, id)
  if (wait === undefined) return undefined
  const request = (await log.load(workspace, id))?.approval
  if (request?.outcome === undefined) return undefined
  const voters = request.votes.map(({ by }) => by)
  const people = await directory.people(workspace, voters)
  const nameOf = (person: PersonId) => people.get(person)?.name ?? person
  const { verdict } = request.outcome
  const heard = await answer(
    wait,
    verdict === 'approved' ? 'Approved' : 'Rejected',
    `${id}: ${summaryOf(request.outcome, request.votes, nameOf)}`,
  )
  if (verdict !== 'approved') await close(ports, workspace, id, at)
  return heard
}

function summaryOf(
  { verdict, comment }: Outcome,
  votes: readonly Vote[],
  nameOf: (person: PersonId) => string,
): string {
  const who = (wanted: Vote['verdict']) =>
    votes
      .filter((vote) => vote.verdict === wanted)
      .map(({ by }) => nameOf(by))
      .join(' and ')
  switch (verdict) {
    case 'approved':
      return `approved by ${who('approved')} in Slack`
    case 'rejected':
      return `rejected by ${who('rejected')} in Slack${comment === undefined ? '' : `: ${comment}`}`
    case 'expired':
      return 'nobody decided in time'
    case 'withdrawn':
      return 'its task was closed before anybody had decided'
  }
}

async function close({ log }: ReleasePorts, workspace: Workspace, task: TaskId, at: string): Promise<void> {
  const now = await log.load(workspace, task)
  if (now === undefined || isClosed(now)) return
  await submitOrThrow(log, { workspace, task, command: { type: 'CancelTask', by: SYSTEM, at } })
}
