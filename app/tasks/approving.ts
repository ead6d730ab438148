import { err, ok, type Result } from '../result.ts'
import { isPerson } from './actor.ts'
import {
  type ApprovalRequest,
  approversOf,
  canBeMet,
  MAX_APPROVERS,
  pendingApproval,
  type Vote,
  verdictOf,
  withVote,
} from './approval.ts'
import type { Command } from './commands.ts'
import type { RecordedEvent } from './events.ts'
import { approvalGateOf } from './gates.ts'
import { ordinal, own } from './ordinal.ts'
import type { TaskRefusal } from './refusal.ts'
import { isClosed, type Task } from './task.ts'

type Decided = Result<readonly RecordedEvent[], TaskRefusal>
type Of<T extends Command['type']> = Extract<Command, { type: T }>

// An outcome counts after every fact of its second: people decided on what they saw.
const OUTCOME_RANK = 15

/** Asks those who may for their approval. One request at a time; after an outcome a new one may be made. */
export function requestApproval(task: Task, { by, at, ...asked }: Of<'RequestApproval'>): Decided {
  if (isClosed(task)) return err({ kind: 'already', task: task.id, status: task.status })
  const gate = approvalGateOf(task)
  if (gate === undefined) return err({ kind: 'no-approval-gate', task: task.id })
  if (pendingApproval(task) !== undefined) return err({ kind: 'approval-pending', task: task.id })
  const approvers = Object.fromEntries(
    gate.roles.map((role) => [role, (own(asked.approvers, role) ?? []).slice(0, MAX_APPROVERS)]),
  )
  // With one approval to give, the one who asks cannot be the one who gives it.
  const alone = by.kind === 'person' && gate.quorum === 1 ? by.id : undefined
  if (!canBeMet({ approvers, quorum: gate.quorum }, alone)) {
    const lacking = gate.roles.filter((role) => approvers[role]?.some((person) => person !== alone) !== true)
    return err({ kind: 'no-approvers', task: task.id, project: task.project, roles: lacking, quorum: gate.quorum })
  }
  const { note, remindAt, expiresAt } = asked
  const request = { by, at, ...(note === undefined ? {} : { note }), quorum: gate.quorum, approvers, votes: [] }
  return ok([{ type: 'ApprovalRequested', request: { ...request, remindAt, expiresAt }, by, at }])
}

/** One approver's word. The request may be decided by it, and then nobody else's counts any more. */
export function castVote(task: Task, command: Of<'CastVote'>): Decided {
  const { by, at, verdict, comment } = command
  const judged = votable(task, command)
  if (!judged.ok) return judged
  const { request, person } = judged.value
  const vote: Vote = { by: person, verdict, at, ...(comment === undefined ? {} : { comment }) }
  const votes = withVote(request.votes, vote)
  const voted: RecordedEvent = { type: 'ApprovalVoted', request: request.since, vote, by, at }
  const reached = verdictOf({ ...request, votes })
  if (reached === undefined) return ok([voted])
  const words = verdict === 'rejected' && comment !== undefined ? { comment } : {}
  const outcome = { verdict: reached, by, at, ...words, ordinal: ordinal(at, OUTCOME_RANK) }
  return ok([voted, { type: 'ApprovalSettled', request: request.since, outcome, by, at }])
}

/** `person`: the id under which they have voted, or were asked. */
type Votable = { readonly request: ApprovalRequest; readonly person: Vote['by'] }

function votable(task: Task, { by, also = [], verdict, comment }: Of<'CastVote'>): Result<Votable, TaskRefusal> {
  const request = task.approval
  if (request === undefined) return err({ kind: 'no-approval-request', task: task.id })
  if (request.outcome !== undefined) {
    return err({ kind: 'approval-decided', task: task.id, verdict: request.outcome.verdict })
  }
  const own = by.kind === 'person' ? [by.id, ...also] : []
  const known = [...request.votes.map((vote) => vote.by), ...approversOf(request)]
  const person = known.find((id) => own.includes(id))
  if (person === undefined) {
    return err({ kind: 'not-approver', task: task.id, roles: Object.keys(request.approvers) })
  }
  if (verdict === 'approved' && request.quorum === 1 && own.some((id) => isPerson(request.by, id))) {
    return err({ kind: 'own-request', task: task.id })
  }
  if (request.votes.some((vote) => own.includes(vote.by) && vote.verdict === verdict)) {
    return err({ kind: 'already-voted', task: task.id, verdict })
  }
  if (verdict === 'rejected' && (comment ?? '').trim() === '') {
    return err({ kind: 'invalid', what: 'a rejection without its reason', hint: 'say what has to change' })
  }
  return ok({ request, person })
}

/** The outcome of a request that time, or the closing of its task, decided. */
export function endOf(request: ApprovalRequest, verdict: 'expired' | 'withdrawn', by: Task['createdBy'], at: string) {
  return {
    type: 'ApprovalSettled',
    request: request.since,
    outcome: { verdict, by, at, ordinal: ordinal(at, OUTCOME_RANK) },
    by,
    at,
  } as const
}
