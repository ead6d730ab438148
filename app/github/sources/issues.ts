import * as z from 'zod'
import { ISSUE_RANK } from '../../tasks/issue.ts'
import { endOfSecond, ordinal } from '../../tasks/ordinal.ts'
import type { IssueMovedWork, IssueWork } from '../issue-work.ts'
import { account, number, repository } from './fields.ts'
import { accountRef, assigneeRef, issue, shownIssue } from './issue-fields.ts'
import { source } from './source.ts'

const schema = z.object({
  action: z.string(),
  repository,
  sender: account,
  issue,
  assignee: account.nullish(),
  changes: z
    .object({
      title: z.object({ from: z.string().nullish() }).nullish(),
      new_repository: repository.nullish(),
      new_issue: z.object({ number }).nullish(),
      old_repository: repository.nullish(),
      old_issue: z.object({ number }).nullish(),
    })
    .nullish(),
})
type Payload = z.output<typeof schema>

// Beside what the repository's name and id tell, and only where it is said: strangers see public ones.
const privately = z.object({ repository: z.object({ private: z.literal(true) }) })

/**
 * An issue. How it stands is read from the issue itself and not from the action, so that a repeated or late delivery says the
 * same again. https://docs.github.com/en/webhooks/webhook-events-and-payloads#issues
 */
export const issues = source({
  event: 'issues',
  actions: [
    ...['opened', 'edited', 'closed', 'reopened', 'deleted', 'transferred'],
    ...['assigned', 'unassigned', 'labeled', 'unlabeled'],
  ],
  schema: z.unknown().transform((payload, context): { said: Payload; isPrivate: boolean } => {
    const said = schema.safeParse(payload)
    if (said.success) return { said: said.data, isPrivate: privately.safeParse(payload).success }
    for (const { path, message } of said.error.issues) context.addIssue({ code: 'custom', path: [...path], message })
    return z.NEVER
  }),
  toWork({ said, isPrivate }) {
    if (said.issue.pull_request != null) return []
    const moved = said.action === 'transferred' ? movedWork(said) : undefined
    return [moved ?? issueWork(said, isPrivate)]
  },
})

function movedWork(said: Payload): IssueMovedWork | undefined {
  const { new_issue: to, new_repository: into } = said.changes ?? {}
  if (to == null || into == null) return undefined
  const { repository, issue, sender } = said
  const place = { repository, number: issue.number }
  return {
    kind: 'issue-moved',
    ...place,
    to: { repository: into, number: to.number },
    sender: accountRef(sender),
    at: issue.updated_at,
  }
}

function issueWork({ action, repository, sender, issue, assignee, changes }: Payload, isPrivate: boolean): IssueWork {
  const by = accountRef(sender)
  const shown = shownIssue(issue, isPrivate, action === 'closed' ? by : undefined)
  const from = originOf(changes)
  return {
    kind: 'issue',
    repository,
    ...shown,
    ...(action === 'deleted' ? deleted(by, issue.updated_at) : {}),
    ordinal: ordinal(issue.updated_at, ISSUE_RANK.seen + rankOf(action)),
    sender: by,
    ...(action === 'reopened' ? { reopened: { ordinal: ordinal(issue.updated_at, ISSUE_RANK.reopened) } } : {}),
    isRenamed: action === 'edited' && changes?.title != null,
    ...assignmentOf(action, assignee),
    ...(action === 'opened' && from !== undefined ? { from } : {}),
  }
}

// Several deliveries may bear the same second: what it was opened with, then what became of it.
function rankOf(action: string): number {
  const order = ['opened', 'labeled', 'unlabeled', 'edited', 'assigned', 'unassigned']
  return Math.max(0, order.indexOf(action)) + 1
}

// It does not say when; nothing comes after it.
function deleted(by: IssueWork['sender'], at: string): Pick<IssueWork, 'isOpen' | 'closed'> {
  return { isOpen: false, closed: { how: 'not-planned', by, ordinal: endOfSecond(ordinal(at, 0)) } }
}

function assignmentOf(action: string, assignee: Payload['assignee']): Pick<IssueWork, 'assignment'> {
  if (assignee == null || (action !== 'assigned' && action !== 'unassigned')) return {}
  return { assignment: { who: assigneeRef(assignee), assigned: action === 'assigned' } }
}

function originOf(changes: Payload['changes']): IssueWork['from'] {
  const { old_issue: it, old_repository: where } = changes ?? {}
  return it == null || where == null ? undefined : { repository: where, number: it.number }
}
