import type { Actor } from './actor.ts'
import type { PersonId } from './ids.ts'
import type { Gate } from './task.ts'

/** A part that people play in decisions, by a name of the project's own: `tech-lead`, `product-manager`. */
export type ApproverRole = string

/** The gate that people open. Open once `quorum` different people have approved who fill the roles between them. */
export type ApprovalGate = Extract<Gate, { kind: 'approved' }>

export type Verdict = 'approved' | 'rejected'

/** What one approver said, and when (ISO 8601). A rejection always says why. */
export type Vote = {
  readonly by: PersonId
  readonly verdict: Verdict
  readonly at: string
  readonly comment?: string
}

/** How a request ended, once and for all. `expired`: nobody decided in time; `withdrawn`: the task was closed first. */
export type Outcome = {
  readonly verdict: Verdict | 'expired' | 'withdrawn'
  readonly by: Actor
  readonly at: string
  readonly comment?: string
  /** Places the outcome among the other facts of the task; see `ordinal.ts`. */
  readonly ordinal: number
}

/** One request for approval. Whoever may decide is frozen with it, so that a vote is judged by the task alone. */
export type ApprovalRequest = {
  /** The task's version that made it: names the request. */
  readonly since: number
  readonly by: Actor
  readonly at: string
  readonly note?: string
  readonly quorum: number
  readonly approvers: Readonly<Record<ApproverRole, readonly PersonId[]>>
  readonly votes: readonly Vote[]
  /** When those who have said nothing are reminded, and when it is too late. ISO 8601. */
  readonly remindAt: string
  readonly expiresAt: string
  /** The task's version that reminded them. */
  readonly reminded?: number
  readonly outcome?: Outcome
}

/** Roles of one gate, and people of one role. */
export const MAX_ROLES = 5
export const MAX_APPROVERS = 10
/** Where a reopening overrules an outcome, beside the subjects of GitHub's facts. */
export const APPROVAL_SUBJECT = 'approval'

/** Everybody who may decide, once each. */
export function approversOf({ approvers }: Pick<ApprovalRequest, 'approvers'>): PersonId[] {
  return [...new Set(Object.values(approvers).flat())]
}

/** The request that is still to be decided. */
export function pendingApproval(task: {
  readonly approval?: ApprovalRequest | undefined
}): ApprovalRequest | undefined {
  return task.approval !== undefined && task.approval.outcome === undefined ? task.approval : undefined
}

/** Those who may decide and have said nothing yet. */
export function undecided(request: ApprovalRequest): PersonId[] {
  return approversOf(request).filter((person) => !request.votes.some(({ by }) => by === person))
}

/** The votes with one more: a person's last word counts. */
export function withVote(votes: readonly Vote[], vote: Vote): Vote[] {
  return [...votes.filter(({ by }) => by !== vote.by), vote]
}

/**
 * What the votes come to: one rejection rejects; approved by `quorum` different people who fill as many of the roles as
 * they can between them, each at most one. `undefined`: not decided yet.
 */
export function verdictOf({
  approvers,
  quorum,
  votes,
}: Pick<ApprovalRequest, 'approvers' | 'quorum' | 'votes'>): Verdict | undefined {
  if (votes.some(({ verdict }) => verdict === 'rejected')) return 'rejected'
  const yes = votes.flatMap(({ by, verdict }) => (verdict === 'approved' ? [by] : []))
  const roles = Object.keys(approvers)
  const enough = yes.length >= quorum && roles.length - openRoles({ approvers, votes }).length >= needed(roles, quorum)
  return enough ? 'approved' : undefined
}

/** The roles that nobody who approved fills yet, where people are given to roles as well as can be. */
export function openRoles({ approvers, votes }: Pick<ApprovalRequest, 'approvers' | 'votes'>): ApproverRole[] {
  const yes = votes.flatMap(({ by, verdict }) => (verdict === 'approved' ? [by] : []))
  const filledBy = new Map<ApproverRole, PersonId>()
  for (const person of yes) place(person, approvers, filledBy, new Set())
  return Object.keys(approvers).filter((role) => !filledBy.has(role))
}

/** Whether these approvers could ever open the gate, if all but `without` approved. */
export function canBeMet(request: Pick<ApprovalRequest, 'approvers' | 'quorum'>, without?: PersonId): boolean {
  const votes = approversOf(request)
    .filter((person) => person !== without)
    .map((by): Vote => ({ by, verdict: 'approved', at: '' }))
  return verdictOf({ ...request, votes }) === 'approved'
}

function needed(roles: readonly ApproverRole[], quorum: number): number {
  return Math.min(roles.length, quorum)
}

// One step of a bipartite matching: whoever sits in a role may move to another one of theirs.
function place(
  person: PersonId,
  approvers: ApprovalRequest['approvers'],
  filledBy: Map<ApproverRole, PersonId>,
  tried: Set<ApproverRole>,
): boolean {
  for (const [role, people] of Object.entries(approvers)) {
    if (tried.has(role) || !people.includes(person)) continue
    tried.add(role)
    const sits = filledBy.get(role)
    if (sits === undefined || place(sits, approvers, filledBy, tried)) {
      filledBy.set(role, person)
      return true
    }
  }
  return false
}
