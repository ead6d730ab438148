import type { AuditAction, AuditEntry } from '../../projects/audit.ts'
import type { Person } from '../../projects/person.ts'
import type { PersonId } from '../../tasks/ids.ts'
import { command, moment, plain } from './markup.ts'
import { type Reply, replyOf } from './reply.ts'

type People = ReadonlyMap<PersonId, Pick<Person, 'name'>>

/** A page of the audit, the latest entry first. */
export type AuditPage = { readonly items: readonly AuditEntry[]; readonly people: People; readonly next?: string }

/** What was done, by whom and when. The hash of the latest entry vouches for all before it, for whoever notes it. */
export function auditReply({ items, people, next }: AuditPage): Reply {
  const [latest] = items
  if (latest === undefined) return replyOf(['Nothing has been put into the audit yet.'])
  return replyOf(
    ['*Audit*', ...items.map((entry) => `• ${entry.number}. ${moment(entry.at)}: ${said(entry, people)}`)],
    [],
    [
      `Each entry vouches for all before it; ${latest.number} is ${latest.hash.slice(0, 12)}. To check them: ${command('audit verify')}`,
      ...(next === undefined ? [] : [`There is more: ${command(`audit page:${next}`)}`]),
    ],
  )
}

/** Whether the log is whole. */
export function verifiedReply({ entries, broken }: { readonly entries: number; readonly broken?: number }): Reply {
  if (broken === undefined) return replyOf([`All ${entries} entries of the audit stand as they were written.`])
  return replyOf([
    `*The audit is not whole.* Its first ${entries} entries stand as they were written; from number ${broken} on it was changed, or something is missing.`,
    'Whoever looks after the table should compare it with a backup.',
  ])
}

const DONE: Readonly<Record<AuditAction, string>> = {
  'workspace.installed': 'installed CodexFlow',
  'workspace.removed': 'removed CodexFlow',
  'workspace.purged': 'deleted what the workspace owned',
  'project.created': 'made the project',
  'project.archived': 'archived the project',
  'project.restored': 'restored the project',
  'project.changed': 'changed the settings of the project',
  'repository.connected': 'connected the repository number',
  'role.changed': 'changed the role or phase of',
  'login.linked': 'linked the GitHub account of',
  'login.vouched': 'said which GitHub account is that of',
  'login.unlinked': 'unlinked the GitHub account of',
  'person.left': 'says that the workspace was left by',
  'person.returned': 'says that the workspace has back',
  'approval.decided': 'decided about',
  'task.cancelled': 'cancelled',
}

const ALONE: ReadonlySet<AuditAction> = new Set(['workspace.installed', 'workspace.removed', 'workspace.purged'])

function said({ actor, action, subject }: AuditEntry, people: People): string {
  const done = `${nameOf(actor, people)} ${DONE[action]}`
  return ALONE.has(action) ? done : `${done} ${nameOf(subject, people)}`
}

function nameOf(id: string, people: People): string {
  if (id === 'slack') return 'Slack'
  if (id === 'codexflow') return 'CodexFlow'
  if (id === 'github') return 'Somebody on GitHub'
  return plain(people.get(id as PersonId)?.name ?? id, 80)
}
