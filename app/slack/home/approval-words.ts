import { listed, roleName } from '../../projects/phrases.ts'
import type { Task } from '../../tasks/task.ts'
import { moment, plain } from '../../verbs/words/markup.ts'
import { actorName, type People } from '../../verbs/words/task-words.ts'

/** A request that waits for the reader: who asks, for what, in which role, until when. Escaped. */
export function approvalWords({ id, title, approval }: Task, reader: `per_${string}`, people: People): string[] {
  if (approval === undefined) return []
  const roles = Object.entries(approval.approvers).flatMap(([role, who]) =>
    who.includes(reader) ? [roleName(role)] : [],
  )
  return [
    `*${id}* ${plain(title, 200)}`,
    `${actorName(approval.by, people)} asks for your approval as ${plain(listed(roles), 200)}, by ${moment(approval.expiresAt)}.`,
    ...(approval.note === undefined ? [] : [`> ${plain(approval.note, 500)}`]),
  ]
}
