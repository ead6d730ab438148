import type { Person } from '../projects/person.ts'
import { channelOf, type Project } from '../projects/project.ts'
import type { WorkspaceSettings } from '../projects/workspace-settings.ts'
import type { NoticeSubject } from '../tasks/notice.ts'
import type { Task } from '../tasks/task.ts'
import { type Address, type Delivery, deliveryKey } from './content.ts'

/**
 * Where a notice goes: one place tells the person (Slack DM, else a GitHub mention, else e-mail), the others keep a
 * record of it and mention nobody. Empty: there is nowhere to say it.
 */
export function recipients(
  task: Task,
  subject: NoticeSubject,
  to: Person | undefined,
  project: Project,
  settings: WorkspaceSettings,
): Delivery[] {
  const issue = issueAddress(task, project)
  const email: Address | undefined =
    settings.emailTopic === undefined ? undefined : { channel: 'email', topicArn: settings.emailTopic }
  const notice = noticeAddress(task, to, project, issue, email)
  const records = subject.kind === 'handoff' ? [issue, email] : [issue]
  const deliveries: Delivery[] = notice === undefined ? [] : [{ role: 'notice', address: notice }]
  for (const address of records) {
    if (address === undefined) continue
    const delivery: Delivery = { role: 'record', address }
    if (deliveries.some((known) => deliveryKey(known) === deliveryKey(delivery))) continue
    deliveries.push(delivery)
  }
  return deliveries
}

function noticeAddress(
  task: Task,
  to: Person | undefined,
  project: Project,
  issue: Address | undefined,
  email: Address | undefined,
): Address | undefined {
  if (to?.slackUser !== undefined) return { channel: 'slack', conversation: to.slackUser, isPerson: true }
  if (to?.githubLogin !== undefined && issue?.channel === 'github') return { ...issue, mention: to.githubLogin }
  if (to !== undefined && email !== undefined) return email
  const channel = channelOf(project, task.phase)
  return channel === undefined ? undefined : { channel: 'slack', conversation: channel, isPerson: false }
}

function issueAddress(task: Task, project: Project): Address | undefined {
  if (task.issue === undefined) return undefined
  const { repository, number } = task.issue
  const connected = project.repositories.find(({ fullName }) => fullName.toLowerCase() === repository.toLowerCase())
  if (connected === undefined) return undefined
  return { channel: 'github', repository: connected.fullName, installation: connected.installation, issue: number }
}
