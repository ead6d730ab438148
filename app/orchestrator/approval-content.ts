import type { ApprovalContent } from '../handoffs/content.ts'
import type { Person } from '../projects/person.ts'
import type { PersonId } from '../tasks/ids.ts'
import type { NoticeSubject } from '../tasks/notice.ts'
import type { Task } from '../tasks/task.ts'
import type { NameOf } from './message-words.ts'

/** What a message about an approval shows of it, with people by their names; nothing for other messages. */
export function approvalContent(
  { approval }: Task,
  subject: NoticeSubject,
  people: ReadonlyMap<PersonId, Pick<Person, 'name'>>,
  nameOf: NameOf,
): { readonly approval?: ApprovalContent } {
  const isAbout = subject.kind === 'approval' || subject.kind === 'reminder' || subject.kind === 'outcome'
  if (!isAbout || approval === undefined) return {}
  const { by, note, quorum, approvers, expiresAt, outcome } = approval
  const named = Object.entries(approvers).map(([role, ids]) => [
    role,
    ids.map((id) => ({ id, name: people.get(id)?.name ?? 'somebody who left' })),
  ])
  return {
    approval: {
      requestedBy: nameOf(by),
      ...(note === undefined ? {} : { note }),
      quorum,
      approvers: Object.fromEntries(named),
      expiresAt,
      ...(outcome === undefined ? {} : { verdict: outcome.verdict }),
    },
  }
}
