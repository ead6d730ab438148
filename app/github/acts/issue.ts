import { createTask } from '../../dependencies.ts'
import { Fault } from '../../errors.ts'
import { edgeName, type IssuePlace, type IssueRow } from '../../ports/issues.ts'
import { fallsUnder } from '../../projects/import-rule.ts'
import { may } from '../../projects/permissions.ts'
import type { Project } from '../../projects/project.ts'
import { mergeIssue, standsAlike } from '../../tasks/issue.ts'
import { canonical } from '../../tasks/ordinal.ts'
import type { IssueRef } from '../../tasks/task.ts'
import type { IssueMovedWork, IssueRefWork, IssueWork } from '../issue-work.ts'
import { type ActPorts, actorOf, type Ground, groundOf, personOf, record } from './ground.ts'
import { type EdgeOutcome, settleEdge } from './issue-edge.ts'
import { issueFactsOf } from './issue-facts.ts'
import { whereItIs } from './issue-place.ts'
import { recordAgain } from './pull.ts'

/** How an issue comes in. `quietly`: with many others, so that nobody is told that its task is ready. */
export type HowIssue = {
  readonly quietly?: true
  /** Hears what came of the edges of a new task. */
  readonly tied?: (dependent: IssuePlace, outcome: EdgeOutcome) => void
}

/** What came of an issue: no task is to follow it, or its task was made, or was there. */
export type IssueOutcome = 'left' | 'stranger' | 'made' | 'known'

/**
 * Keeps what is said of an issue, makes a task of it where the project wants that, and tells the task. All of it is decided
 * by the union of what was ever said, so that deliveries may come in any order and any number of times: a task exists once
 * any of them shows the issue open and wanted, whatever else had come before.
 */
export async function actOnIssue(ports: ActPorts, work: IssueWork, how: HowIssue = {}): Promise<IssueOutcome> {
  if (work.sender.login === ports.self) return 'left'
  if (work.from !== undefined) await moveIssue(ports, work.from, work, work.at)
  const ground = await groundOf(ports, work.repository)
  if (ground === undefined) return 'left'
  const { workspace } = ground
  const project = await ports.directory.project(workspace, ground.project)
  const place = await whereItIs(ports, ground, { repository: ground.repository.id, number: work.number })
  const seen = await ports.issues.issue(workspace, place)
  // Nobody follows it, and nobody asked for it: nothing is kept.
  if (project === undefined || (seen?.task === undefined && project.import === undefined)) return 'left'
  const facts = await issueFactsOf(ports, ground, work)
  let row = await ports.issues.change(workspace, place, (known) => {
    const merged = mergeIssue(known.facts, facts)
    return merged === known.facts ? known : { ...known, facts: merged }
  })
  const wish = row.task === undefined ? await isWanted(ports, ground, project, work) : 'known'
  if (wish === 'left' || wish === 'stranger') return wish
  if (row.task === undefined) row = await make(ports, ground, project, work, row, how)
  await join(ports, ground, row, work.author ?? work.sender, how.tied)
  await tellTask(ports, ground, row, work)
  return wish === 'known' ? 'known' : 'made'
}

/** The issue moved: its task follows it to where it is now, if that repository is connected in the same workspace. */
export async function actOnIssueMoved(ports: ActPorts, work: IssueMovedWork): Promise<void> {
  if (work.sender.login !== ports.self) await moveIssue(ports, work, work.to, work.at)
}

async function moveIssue(ports: ActPorts, from: IssueRefWork, to: IssueRefWork, at: string): Promise<void> {
  const ground = await groundOf(ports, from.repository)
  if (ground === undefined) return
  const { workspace } = ground
  const into = await ports.directory.repository(to.repository.id)
  const isOurs = into?.workspace === workspace
  const [old, now] = [placeOf(from), placeOf(to)]
  const row = await ports.issues.change(workspace, old, (known) =>
    !isOurs || canonical(known.movedTo) === canonical(now) ? known : { ...known, movedTo: now },
  )
  if (row.task === undefined) return
  const { task } = row
  const seen = (await ports.tasks.load(workspace, task))?.issue
  const imported = seen?.imported === true ? { imported: true as const } : {}
  if (!isOurs) {
    ports.log.warn('An issue moved to where nobody has connected us', { task, to: to.repository.fullName })
    const before = { repository: ground.repository.fullName, number: from.number, repositoryId: old.repository }
    const issue: IssueRef = { ...before, ...imported, movedTo: `${to.repository.fullName}#${to.number}` }
    return tell(ports, ground, row, issue, at)
  }
  const moved = await ports.issues.change(workspace, now, (known) => {
    const facts = row.facts === undefined ? known.facts : mergeIssue(known.facts, row.facts)
    const closers = { ...row.closers, ...known.closers }
    const next = {
      ...known,
      task: known.task ?? task,
      ...(facts === undefined ? {} : { facts }),
      ...(Object.keys(closers).length === 0 ? {} : { closers }),
    }
    return canonical(next) === canonical(known) ? known : next
  })
  const issue = { repository: into.repository.fullName, number: to.number, repositoryId: now.repository, ...imported }
  if (moved.task === task) await tell(ports, ground, moved, issue, at)
}

function placeOf({ repository, number }: IssueRefWork): IssuePlace {
  return { repository: repository.id, number }
}

/**
 * A task is made of an open issue that falls under the project's rule. Where that is every issue, those of strangers wait
 * until somebody who may write there takes them up by assigning somebody, or labels are the rule, which only such people
 * give; a bot's wait for a label too.
 */
async function isWanted(
  ports: ActPorts,
  { workspace }: Ground,
  { import: rule, archivedAt }: Project,
  { isOpen, labels, author, isVouchedFor, assignees }: IssueWork,
): Promise<'left' | 'stranger' | 'made'> {
  if (!isOpen || archivedAt !== undefined || !fallsUnder(rule, labels)) return 'left'
  if (rule?.kind === 'label' || assignees.length > 0) return 'made'
  if (author === undefined || author.isBot) return 'stranger'
  if (isVouchedFor) return 'made'
  const person = await personOf(ports, workspace, author.login, author.id)
  return person !== undefined && may(person, 'task.create') ? 'made' : 'stranger'
}

async function make(
  ports: ActPorts,
  { workspace, repository }: Ground,
  project: Project,
  work: IssueWork,
  { facts = {}, ...row }: IssueRow,
  { quietly }: HowIssue,
): Promise<IssueRow> {
  const place = { repository: row.repository, number: row.number }
  const by = await actorOf(ports, workspace, (work.author ?? work.sender).login, (work.author ?? work.sender).id)
  const made = await createTask(
    { log: ports.tasks, graph: ports.graph },
    {
      workspace,
      project,
      title: facts.title?.text ?? work.title,
      phase: facts.phase?.name ?? 'backend',
      after: [],
      gates: [],
      issue: { repository: repository.fullName, number: row.number, repositoryId: row.repository, imported: true },
      issueFacts: facts,
      ...(quietly === undefined ? {} : { quietly }),
      by,
      at: new Date(ports.now()).toISOString(),
    },
    `issue:${row.repository}#${row.number}`,
  )
  if (!made.ok) {
    const data = { issue: `${repository.fullName}#${row.number}`, refusal: made.error.kind }
    throw new Fault('a task could not be made of an issue', data)
  }
  // The transaction has put the task there; whatever was said meanwhile is there too.
  return (await ports.issues.issue(workspace, place)) ?? { ...row, facts, task: made.value.task.id }
}

/**
 * Brings to a task what was known of its issue before: what it waits for, who waits for it, and the pull requests that close
 * it. Once, and again by the next delivery where we were killed half-way.
 */
async function join(
  ports: ActPorts,
  { workspace }: Ground,
  row: IssueRow,
  author: IssueWork['sender'],
  tied: NonNullable<HowIssue['tied']> = () => {},
): Promise<void> {
  const place = { repository: row.repository, number: row.number }
  const [waits, holds, closers] = [Object.keys(row.waits), Object.entries(row.holds), Object.values(row.closers ?? {})]
  if (row.joined === true || waits.length + holds.length + closers.length === 0) return
  const by = await actorOf(ports, workspace, author.login, author.id)
  for (const name of waits) tied(place, await settleEdge(ports, workspace, place, name, by))
  for (const [name, { dependent }] of holds) {
    tied(dependent, await settleEdge(ports, workspace, dependent, edgeName(place, tieIn(name)), by))
  }
  for (const { pull } of closers) await recordAgain(ports, pull)
  await ports.issues.change(workspace, place, (known) => (known.joined === true ? known : { ...known, joined: true }))
}

function tieIn(name: string): 'dependency' | 'sub-issue' {
  return name.startsWith('sub-issue') ? 'sub-issue' : 'dependency'
}

async function tellTask(ports: ActPorts, ground: Ground, row: IssueRow, { sender, at }: IssueWork): Promise<void> {
  await tell(ports, ground, row, undefined, at, sender)
}

async function tell(
  ports: ActPorts,
  { workspace }: Ground,
  { task: id, facts = {} }: IssueRow,
  issue: IssueRef | undefined,
  at: string,
  sender?: IssueWork['sender'],
): Promise<void> {
  if (id === undefined) return
  const task = await ports.tasks.load(workspace, id)
  if (task === undefined) return
  const moved = issue !== undefined && canonical(issue) !== canonical(task.issue)
  if (!moved && standsAlike(task.issueFacts, facts)) return
  const by =
    sender === undefined ? { kind: 'system' as const } : await actorOf(ports, workspace, sender.login, sender.id)
  const command = { type: 'RecordIssue', facts, ...(moved ? { issue } : {}), by, at } as const
  await record(ports, { workspace, task: id, command })
}
