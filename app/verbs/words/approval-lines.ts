import { listed, roleName } from '../../projects/phrases.ts'
import { approversOf, openRoles } from '../../tasks/approval.ts'
import type { PersonId } from '../../tasks/ids.ts'
import type { Task } from '../../tasks/task.ts'
import { moment, plain } from './markup.ts'
import { actorName, nameOf, type People, personOf } from './task-words.ts'

/** How a request for approval stands: who asked, who has said what, who still has to decide. Nothing where there is none. */
export function approvalLines({ approval }: Pick<Task, 'approval'>, people: People): string[] {
  if (approval === undefined) return []
  const { by, at, votes, outcome, approvers, expiresAt } = approval
  const asked = `Approval was asked for by ${actorName(by, people)} on ${moment(at)}.`
  const said = votes.map(({ by: voter, verdict, at: when, comment }) => {
    const why = comment === undefined ? '' : `: ${plain(comment, 500)}`
    return `• ${verdict === 'approved' ? '✅ approved' : '🚫 rejected'} by ${nameOf(voter, people)} on ${moment(when)}${why}`
  })
  if (outcome?.verdict === 'expired') return [asked, ...said, `It was not decided until ${moment(outcome.at)}.`]
  if (outcome !== undefined) return [asked, ...said]
  const open = openRoles(approval).map((role) => {
    const names = (approvers[role] ?? []).map((person) => nameOf(person, people))
    return `${plain(roleName(role), 40)} (${listed(names)})`
  })
  const still = open.length === 0 ? 'somebody else among those who may' : listed(open)
  return [asked, ...said, `Still to decide, by ${moment(expiresAt)}: ${still}.`]
}

/** Whoever is named in these lines. */
export function peopleOfApproval({ approval }: Pick<Task, 'approval'>): PersonId[] {
  return approval === undefined ? [] : [...approversOf(approval), ...personOf(approval.by)]
}
