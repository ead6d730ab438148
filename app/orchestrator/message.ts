import type { NoticeContent, Words } from '../handoffs/content.ts'
import { numberFacts } from '../handoffs/facts.ts'
import { messageRecipients } from '../handoffs/recipients.ts'
import type { Directory } from '../ports/directory.ts'
import type { TaskLog } from '../ports/task-log.ts'
import { isGone, type Person } from '../projects/person.ts'
import type { Actor } from '../tasks/actor.ts'
import { approversOf } from '../tasks/approval.ts'
import type { PersonId } from '../tasks/ids.ts'
import type { WantedNotice } from '../tasks/notice.ts'
import type { Task } from '../tasks/task.ts'
import { findAddressee, leadHere } from './addressee.ts'
import { approvalContent } from './approval-content.ts'
import { actorName, named, unknownProject } from './context.ts'
import { type ExecutePorts, frameOf, freeze, record } from './execute.ts'
import { approvalFindings } from './findings.ts'
import { holdOf } from './hold.ts'
import { messageSentence, type NameOf } from './message-words.ts'

export type MessagePorts = ExecutePorts & {
  readonly tasks: ExecutePorts['tasks'] & Pick<TaskLog, 'loadMany' | 'dependents'>
  readonly directory: Pick<Directory, 'people' | 'project' | 'settings'>
}

/**
 * Writes a notice that says one thing: nobody answered, something was asked, given back, taken back or decided. No model
 * is asked: it says what was recorded.
 */
export async function writeMessage(ports: MessagePorts, task: Task, notice: WantedNotice, at: string): Promise<void> {
  const { workspace } = task
  const [known, ours] = await Promise.all([
    ports.directory.project(workspace, task.project),
    ports.directory.settings(workspace),
  ])
  const settings = ours ?? { workspace, name: workspace }
  const project = known ?? unknownProject(task)
  const { to, own } = await findAddressee(ports.tasks, task, notice, known)
  if (own) return record(ports, task, { ...notice, suppressed: true }, at)

  const people = await ports.directory.people(workspace, [...peopleOf(task), ...(to === undefined ? [] : [to])])
  const meant = to === undefined ? undefined : people.get(to)
  const isLost = meant !== undefined && isGone(meant)
  // What is somebody's own to hear is nobody's when they have left; what a lead should hear goes to another one.
  if (isLost && notice.to !== undefined) return record(ports, task, { ...notice, suppressed: true }, at)
  const receiver = isLost ? await leadHere(ports.directory, project, task.phase) : meant
  const nameOf: NameOf = (actor) => actorName(actor, people) ?? 'CodexFlow'
  const aboutApproval = notice.subject.kind === 'approval' || notice.subject.kind === 'reminder'
  const facts = aboutApproval ? numberFacts(approvalFindings(task, project)) : []
  const told = { task, notice, settings, project, ...(receiver === undefined ? {} : { receiver }) }
  const held = await holdOf(ports, told, Date.parse(at))
  const content: NoticeContent = {
    ...frameOf(task, notice, project, receiver === undefined ? undefined : named(receiver)),
    finished: [],
    waitingNext: 0,
    facts,
    words: wordsOf(messageSentence(task, notice.subject, nameOf)),
    ...approvalContent(task, notice.subject, people, nameOf),
    deliveries: messageRecipients(
      task,
      { to: receiver, other: otherIn(task, notice, people) },
      project,
      settings,
      held,
    ),
    writtenAt: at,
  }
  await freeze(ports, content)
  await record(ports, task, notice, at)
}

function wordsOf(sentence: string): Words {
  return { opening: [{ text: sentence }], body: [], steps: [], priority: 'medium', writtenBy: 'template' }
}

// A question is asked in a conversation of the two whom it concerns.
function otherIn(task: Task, { subject }: WantedNotice, people: ReadonlyMap<PersonId, Person>): Person | undefined {
  const asker = subject.kind === 'question' ? task.questions?.[subject.since]?.by : undefined
  return asker === undefined ? undefined : people.get(asker)
}

function peopleOf(task: Task): PersonId[] {
  const { assignee, approval, receipt, declined, questions } = task
  const actors: (Actor | undefined)[] = [approval?.by, approval?.outcome?.by, receipt?.ended?.by, task.closedBy]
  const ids = [
    assignee,
    receipt?.by,
    declined?.by,
    declined?.to,
    ...(approval === undefined ? [] : approversOf(approval)),
    ...Object.values(questions ?? {}).map(({ by }) => by),
    ...actors.map((actor) => (actor?.kind === 'person' ? actor.id : undefined)),
  ]
  return [...new Set(ids.filter((id) => id !== undefined))]
}
