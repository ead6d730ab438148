import { isNamed, nameNow } from '../projects/connection.ts'
import type { Person } from '../projects/person.ts'
import { CHANNELS, type PreferredChannel, preferencesOf } from '../projects/preferences.ts'
import { channelOf, type Project } from '../projects/project.ts'
import type { WorkspaceSettings } from '../projects/workspace-settings.ts'
import type { NoticeSubject } from '../tasks/notice.ts'
import type { Task } from '../tasks/task.ts'
import { type Address, type Delivery, deliveryKey } from './content.ts'
import type { Hold } from './hold.ts'

/**
 * Where a notice goes: one place tells the person (the one they prefer, else a Slack DM, else a GitHub mention, else
 * e-mail) and waits as long as it is held, the others keep a record of it and mention nobody. The issue of a task needs no
 * record: the comment that stands there is kept true (`statements`). Empty: there is nowhere to say it.
 */
export function recipients(
  task: Task,
  subject: NoticeSubject,
  to: Person | undefined,
  project: Project,
  settings: WorkspaceSettings,
  held?: Hold,
): Delivery[] {
  const issue = issueAddress(task, project)
  const email: Address | undefined =
    settings.emailTopic === undefined ? undefined : { channel: 'email', topicArn: settings.emailTopic }
  const own = to === undefined ? undefined : personAddress(to, issue, email, preferencesOf(to, settings).channel)
  const team = own === undefined ? teamAddress(task, project) : undefined
  const update = own !== undefined && project.updates === true ? teamAddress(task, project) : undefined
  const records = subject.kind === 'handoff' ? [email, update] : []
  const deliveries: Delivery[] = []
  const since = subject.kind === 'handoff' && task.turnAt !== undefined ? { since: task.turnAt } : {}
  if (own !== undefined)
    deliveries.push({ role: 'notice', address: own, ...(held === undefined ? {} : { held }), ...since })
  // A team has no working hours of its own.
  if (team !== undefined) deliveries.push({ role: 'notice', address: team, ...since })
  for (const address of records) {
    if (address === undefined) continue
    const delivery: Delivery = { role: 'record', address }
    if (deliveries.some((known) => deliveryKey(known) === deliveryKey(delivery))) continue
    deliveries.push(delivery)
  }
  return deliveries
}

/** Where a message that says one thing goes: one place, and no records. `other` takes part, where that can be. */
export function messageRecipients(
  task: Task,
  { to, other }: { readonly to: Person | undefined; readonly other: Person | undefined },
  project: Project,
  settings: WorkspaceSettings,
  held?: Hold,
): Delivery[] {
  const email: Address | undefined =
    settings.emailTopic === undefined ? undefined : { channel: 'email', topicArn: settings.emailTopic }
  const issue = issueAddress(task, project)
  const own = to === undefined ? undefined : personAddress(to, issue, email, preferencesOf(to, settings).channel)
  const address = own ?? teamAddress(task, project)
  if (address === undefined) return []
  const isBetweenTwo = address.channel === 'slack' && address.isPerson && other?.slackUser !== undefined
  const place = isBetweenTwo ? { ...address, with: other.slackUser } : address
  return [{ role: 'notice', address: place, ...(held === undefined || own === undefined ? {} : { held }) }]
}

function personAddress(
  to: Person,
  issue: Address | undefined,
  email: Address | undefined,
  preferred: PreferredChannel,
): Address | undefined {
  const places: Readonly<Record<PreferredChannel, Address | undefined>> = {
    slack: to.slackUser === undefined ? undefined : { channel: 'slack', conversation: to.slackUser, isPerson: true },
    github:
      to.githubLogin !== undefined && issue?.channel === 'github' ? { ...issue, mention: to.githubLogin } : undefined,
    email,
  }
  const reachable = [preferred, ...CHANNELS].find((channel) => places[channel] !== undefined)
  return reachable === undefined ? undefined : places[reachable]
}

function teamAddress(task: Task, project: Project): Address | undefined {
  const channel = channelOf(project, task.phase)
  return channel === undefined ? undefined : { channel: 'slack', conversation: channel, isPerson: false }
}

/** The issue that follows the task, where its repository is connected to the project. */
export function issueAddress(task: Task, project: Project): Extract<Address, { channel: 'github' }> | undefined {
  if (task.issue === undefined) return undefined
  const { repository, number } = task.issue
  const connected = project.repositories.find((each) => isNamed(each, repository))
  // Nothing can be said there while it is away: whoever would be told there is told elsewhere.
  if (connected === undefined || connected.away !== undefined) return undefined
  return { channel: 'github', repository: nameNow(connected), installation: connected.installation, issue: number }
}
