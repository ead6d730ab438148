import * as z from 'zod'
import { shortened, visibleLine } from '../../handoffs/invisible.ts'
import { ISSUE_RANK } from '../../tasks/issue.ts'
import { ordinal } from '../../tasks/ordinal.ts'
import { PHASES, type Phase } from '../../tasks/phase.ts'
import { MAX_TITLE } from '../../tasks/task.ts'
import type { AccountRef, AssigneeRef, IssueWork } from '../issue-work.ts'
import { account, number, time } from './fields.ts'

const label = z.union([z.string().max(200), z.object({ name: z.string().max(200).nullish() }).transform(named)])

/** An issue as webhooks and the API show it: just what is read of it. https://docs.github.com/en/rest/issues/issues */
export const issue = z.object({
  number,
  title: z.string().max(2_000),
  state: z.string().max(20).nullish(),
  state_reason: z.string().max(50).nullish(),
  user: account.nullish(),
  author_association: z.string().max(100).nullish(),
  labels: z.array(label).max(200).nullish(),
  assignees: z.array(account).max(50).nullish(),
  created_at: time,
  updated_at: time,
  closed_at: time.nullish(),
  closed_by: account.nullish(),
  /** Only pull requests have it: to GitHub they are issues too. */
  pull_request: z.unknown().optional(),
})
export type IssueFields = z.output<typeof issue>

/** Whose branches and words GitHub vouches for: https://docs.github.com/en/graphql/reference/enums#commentauthorassociation */
const BELONGS = new Set(['OWNER', 'MEMBER', 'COLLABORATOR'])

type Shown = Pick<
  IssueWork,
  | 'number'
  | 'title'
  | 'labels'
  | 'phase'
  | 'isOpen'
  | 'author'
  | 'isVouchedFor'
  | 'assignees'
  | 'createdAt'
  | 'at'
  | 'closed'
>

/** What the issue itself says. `closedBy`: whoever closes it just now; `isPrivate`: not everybody sees the repository. */
export function shownIssue(it: IssueFields, isPrivate: boolean, closedBy?: AccountRef): Shown {
  const labels = (it.labels ?? []).filter((name) => name !== '')
  const phase = phaseOf(labels)
  const isOpen = it.state !== 'closed'
  const author = it.user == null ? {} : { author: { ...accountRef(it.user), isBot: it.user.isBot } }
  return {
    number: it.number,
    title: titleOf(it),
    labels,
    ...(phase === undefined ? {} : { phase }),
    isOpen,
    ...author,
    isVouchedFor: isPrivate || BELONGS.has(it.author_association ?? ''),
    assignees: (it.assignees ?? []).map(assigneeRef),
    createdAt: it.created_at,
    at: it.updated_at,
    ...(isOpen ? {} : { closed: closingOf(it, closedBy) }),
  }
}

/** The account without what only the door asks for. */
export function accountRef({ login, id }: { readonly login: string; readonly id?: number }): AccountRef {
  return { login, ...(id === undefined ? {} : { id }) }
}

/** The account, with a word where it is a machine's. */
export function assigneeRef(who: z.output<typeof account>): AssigneeRef {
  return { ...accountRef(who), ...(who.isBot ? { isBot: true } : {}) }
}

// A closing keeps its own time whatever is edited later, so that an edit outranks no reopening.
function closingOf(it: IssueFields, closedBy: AccountRef | undefined): NonNullable<IssueWork['closed']> {
  const by = it.closed_by == null ? closedBy : accountRef(it.closed_by)
  const rank = by === undefined ? ISSUE_RANK.closedSometime : ISSUE_RANK.closed
  const isPlanned = it.state_reason !== 'not_planned' && it.state_reason !== 'duplicate'
  return {
    how: isPlanned ? 'completed' : 'not-planned',
    ...(by === undefined ? {} : { by }),
    ordinal: ordinal(it.closed_at ?? it.updated_at, rank),
  }
}

function titleOf({ title, number: at }: IssueFields): string {
  const line = shortened(visibleLine(title), MAX_TITLE)
  return line === '' ? `Issue ${at}` : line
}

// `phase:backend`, or the bare name of a phase; of several the earliest in the course of a feature.
function phaseOf(labels: readonly string[]): Phase | undefined {
  const said = labels.map((name) =>
    name
      .toLowerCase()
      .replace(/^phase\s*[:/]\s*/, '')
      .trim(),
  )
  return PHASES.find((phase) => said.includes(phase))
}

function named({ name }: { readonly name?: string | null | undefined }): string {
  return name ?? ''
}
