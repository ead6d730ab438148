import type { Actor } from './actor.ts'
import type { PersonId } from './ids.ts'
import { newer, own } from './ordinal.ts'
import type { Phase } from './phase.ts'

/** How an issue was closed. What GitHub calls a duplicate is not planned either. */
export type Closing = { readonly how: 'completed' | 'not-planned'; readonly by: Actor; readonly ordinal: number }

/** Whether a login is assigned to the issue, and who that is here, where somebody has proved it. */
export type IssueAssignee = {
  readonly assigned: boolean
  readonly person?: PersonId
  readonly by: Actor
  readonly ordinal: number
}

/**
 * What GitHub has said of the issue that a task follows: of each sort the latest, so that deliveries may come in any order
 * and any number of times. Ordinals are made of the issue's own times.
 */
export type IssueFacts = {
  /** When it was last seen open. */
  readonly open?: { readonly ordinal: number }
  readonly closed?: Closing
  /** When somebody last opened it again. */
  readonly reopened?: { readonly by: Actor; readonly ordinal: number }
  readonly title?: { readonly text: string; readonly ordinal: number }
  /** The same, where somebody has just changed it: also a task that was named by hand then takes it. */
  readonly renamed?: { readonly text: string; readonly ordinal: number }
  readonly phase?: { readonly name: Phase; readonly ordinal: number }
  /** By login, in small letters. */
  readonly assignees?: Readonly<Record<string, IssueAssignee>>
}

/** Name of the issue among what a reopening has overruled. */
export const ISSUE_SUBJECT = 'issue'

/** Logins that are remembered of an issue; GitHub takes ten assignees. Beyond it the oldest go. */
const MAX_ASSIGNEES = 20

/** Where the ordinals of one second stand; a closing whose author is known outranks one that was only seen. */
export const ISSUE_RANK = { seen: 0, closedSometime: 12, closed: 13, reopened: 14 } as const

/** Both together; `known` itself where nothing is new. Commutes, and repeats harmlessly. */
export function mergeIssue(known: IssueFacts | undefined, said: IssueFacts): IssueFacts {
  const assignees = mergeAssignees(known?.assignees, said.assignees ?? {})
  const merged: IssueFacts = {
    ...known,
    ...newerOnes(known, said),
    ...(assignees === undefined ? {} : { assignees }),
  }
  const isSame =
    known !== undefined && Object.keys(merged).every((key) => merged[key as 'open'] === known[key as 'open'])
  return isSame ? known : merged
}

/** What of it is news for somebody who knows the rest; nothing where all of it is old. */
export function issueNews(known: IssueFacts | undefined, said: IssueFacts): IssueFacts | undefined {
  const news: IssueFacts = {
    ...newerOnes(known, said),
    ...newAssignees(known, said),
  }
  return Object.keys(news).length === 0 ? undefined : news
}

/**
 * Whether a task that knows the one stands as it would with the other: seen open once more, and nothing else, is not worth
 * a write, as long as whoever brings a closing later brings that along.
 */
export function standsAlike(known: IssueFacts | undefined, said: IssueFacts): boolean {
  const news = issueNews(known, said)
  if (news === undefined) return true
  if (known?.open === undefined || Object.keys(news).join() !== 'open') return false
  const merged = mergeIssue(known, said)
  return closingOf(known) === closingOf(merged) && reopeningOf(known) === reopeningOf(merged)
}

const SORTS = ['open', 'closed', 'reopened', 'title', 'renamed', 'phase'] as const

function newerOnes(known: IssueFacts | undefined, said: IssueFacts): IssueFacts {
  const isNews = (sort: (typeof SORTS)[number]) => {
    const fact: { readonly ordinal: number } | undefined = said[sort]
    return fact !== undefined && newer<{ readonly ordinal: number }>(known?.[sort], fact)
  }
  return Object.fromEntries(SORTS.filter(isNews).map((sort) => [sort, said[sort]]))
}

function newAssignees(known: IssueFacts | undefined, said: IssueFacts): Pick<IssueFacts, 'assignees'> {
  const news = Object.entries(said.assignees ?? {}).filter(([login, fact]) => newer(own(known?.assignees, login), fact))
  return news.length === 0 ? {} : { assignees: Object.fromEntries(news) }
}

function mergeAssignees(
  known: IssueFacts['assignees'],
  said: NonNullable<IssueFacts['assignees']>,
): IssueFacts['assignees'] {
  let merged = known
  for (const [login, fact] of Object.entries(said)) {
    if (newer(own(merged, login), fact)) merged = { ...merged, [login]: fact }
  }
  if (merged === known || merged === undefined) return known
  const entries = Object.entries(merged)
  if (entries.length <= MAX_ASSIGNEES) return merged
  entries.sort(([a, x], [b, y]) => y.ordinal - x.ordinal || (a < b ? -1 : 1))
  return Object.fromEntries(entries.slice(0, MAX_ASSIGNEES))
}

/** The closing that stands: nobody has opened the issue again, or been seen to. */
export function closingOf(facts: IssueFacts | undefined): Closing | undefined {
  const { closed, open, reopened } = facts ?? {}
  if (closed === undefined) return undefined
  return closed.ordinal > Math.max(open?.ordinal ?? -1, reopened?.ordinal ?? -1) ? closed : undefined
}

/** The reopening that stands: nobody has closed the issue since. */
export function reopeningOf(facts: IssueFacts | undefined): IssueFacts['reopened'] {
  return closingOf(facts) === undefined ? facts?.reopened : undefined
}

/** Whether the issue is open, as far as anybody has heard. */
export function isOpen(facts: IssueFacts | undefined): boolean {
  return facts?.open !== undefined && closingOf(facts) === undefined
}

/** Who a task was last given to by a person's word here; the issue's assignees count from then on. */
export type AssignmentWord = { readonly to?: PersonId; readonly ordinal: number }

/**
 * Whose the task is: of those assigned on GitHub since the last word about it here, who was first; else who that word
 * named, unless GitHub has taken it from them since. A second assignee takes nothing from the first.
 */
export function assigneeBy(word: AssignmentWord, facts: IssueFacts): { readonly to?: PersonId; readonly by?: Actor } {
  const since = assignedSince(word, facts)
  const first = since.find(({ assigned, person }) => assigned && person !== undefined)
  if (first?.person !== undefined) return { to: first.person, by: first.by }
  // Somebody may have several accounts: GitHub took the task from them when it took it from the last.
  const taken = since.findLast(({ assigned, person }) => !assigned && person === word.to)
  if (taken !== undefined && word.to !== undefined) return { by: taken.by }
  const last = since.at(-1)
  return { ...(word.to === undefined ? {} : { to: word.to }), ...(last === undefined ? {} : { by: last.by }) }
}

// Oldest first; a database keeps no order of keys, so that of one second the login decides.
function assignedSince({ ordinal }: AssignmentWord, { assignees = {} }: IssueFacts): readonly IssueAssignee[] {
  return Object.entries(assignees)
    .filter(([, fact]) => fact.ordinal > ordinal)
    .toSorted(([a, x], [b, y]) => x.ordinal - y.ordinal || (a < b ? -1 : 1))
    .map(([, fact]) => fact)
}
