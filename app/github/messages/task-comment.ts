import { Fault, unreachable } from '../../errors.ts'
import { escapeGithub } from '../../handoffs/escape.ts'
import { shortened } from '../../handoffs/invisible.ts'
import type { AwaitedTask, TaskTruth } from '../../ports/statements.ts'
import { listed } from '../../projects/phrases.ts'
import { livePulls } from '../../tasks/live-facts.ts'
import { type ShownStatus, shownStatus } from '../../tasks/readiness.ts'
import { receiptOf } from '../../tasks/receipt.ts'
import { whatToKnow, writtenBy } from './handoff.ts'
import { blocks, codeSpan, link, within } from './markdown.ts'
import { MAX_COMMENT } from './notice.ts'

/** Room for each list. UTF-16 units. */
const BUDGET = 6_000
const MAX_NAME = 80
const MAX_TITLE = 200
const MAX_REASON = 500

/**
 * The one comment about a task on its issue: how it stands, who has it, what it waits for, and the hand-off that stands. It
 * mentions nobody. A function of the truth alone, so that the same truth always gives the same words.
 */
export function taskComment(truth: TaskTruth): string {
  const { task } = truth
  const shown = shownStatus(task)
  const body = blocks([
    `**${headline(truth, shown)}**`,
    `${codeSpan(task.id)} ${escapeGithub(shortened(task.title, MAX_TITLE))} (${task.phase})`,
    section('It waits for', truth.awaited.map(awaitedLine)),
    section('What stands in its way', impediments(truth)),
    section('Pull requests', pulls(truth)),
    needs(truth),
    ...handoff(truth, shown),
    footer(truth),
  ])
  if (body.length > MAX_COMMENT) throw new Fault('a comment is too long', { length: body.length })
  return body
}

function headline({ task, assignee, closer }: TaskTruth, shown: ShownStatus): string {
  const id = codeSpan(task.id)
  const who = assignee === undefined ? undefined : name(assignee)
  switch (shown) {
    case 'ready':
      if (who === undefined) return `${id} is ready, and nobody is assigned to it`
      return receiptOf(task) === undefined ? `${id} is ready for ${who}` : `${id} is ready, and ${who} got it`
    case 'waiting':
      return `${id} waits${who === undefined ? ', and nobody is assigned to it' : `; ${who} goes on with it then`}`
    case 'blocked':
      return `${id} is blocked${who === undefined ? '' : `; it is with ${who}`}`
    case 'in_progress':
      return `${id} is under way${who === undefined ? '' : ` with ${who}`}`
    case 'in_review':
      return `${id} is in review${who === undefined ? '' : `; it is with ${who}`}`
    case 'done':
      return `${id} is finished${closer === undefined ? '' : `, by ${name(closer)}`}`
    case 'cancelled':
      return `${id} was cancelled`
    default:
      return unreachable(shown)
  }
}

function awaitedLine({ id, title, status, with: who }: AwaitedTask): string {
  const said = [codeSpan(id), ...(title === undefined ? [] : [escapeGithub(shortened(title, MAX_TITLE))])].join(' ')
  const rest = [
    ...(status === 'open' ? [] : [status.replace('_', ' ')]),
    ...(who === undefined ? [] : [`with ${name(who)}`]),
  ]
  return rest.length === 0 ? said : `${said} (${rest.join(', ')})`
}

function impediments({ task }: TaskTruth): string[] {
  if (task.status === 'done' || task.status === 'cancelled') return []
  return Object.values(task.impediments).map(({ reason, url }) => {
    const words = escapeGithub(shortened(reason, MAX_REASON))
    return url === undefined ? words : `${words} (${link('see it', url)})`
  })
}

// What is merged or closed stands in the hand-offs of those who waited for it.
function pulls({ task }: TaskTruth): string[] {
  return livePulls(task).flatMap(([subject, { state, url, title }]) => {
    if (state !== 'open' && state !== 'draft') return []
    const words = escapeGithub(shortened(title, MAX_TITLE))
    return [`${link(codeSpan(subject), url)} ${words}${state === 'draft' ? ' (draft)' : ''}`]
  })
}

// Of work that nobody has begun it is too early to speak of.
function needs({ task, needs: unmet }: TaskTruth): string | undefined {
  if (task.status !== 'in_review' && task.status !== 'in_progress') return undefined
  const missing = unmet.flatMap((need) => need.missing)
  if (missing.length === 0) return undefined
  return `It counts as done with ${escapeGithub(shortened(listed(missing), MAX_REASON))}.`
}

function handoff({ handoff: content }: TaskTruth, shown: ShownStatus): (string | undefined)[] {
  if (content === undefined || shown === 'waiting' || shown === 'cancelled') return []
  const isOver = shown === 'done'
  return whatToKnow(isOver ? { ...content, words: { ...content.words, steps: [] } } : content)
}

function footer({ task, handoff: content }: TaskTruth): string {
  const writer = content === undefined || content.words.opening.length === 0 ? '' : `${writtenBy(content)}. `
  return `<sub>${writer}This comment is kept true. More in Slack: ${codeSpan(`/codexflow show ${task.id}`)}</sub>`
}

function name(text: string): string {
  return escapeGithub(shortened(text.trim(), MAX_NAME))
}

function section(title: string, lines: readonly string[]): string | undefined {
  if (lines.length === 0) return undefined
  const items = lines.map((line) => `- ${line}`)
  return `**${title}**\n\n${within(items, BUDGET, (left) => `- … and ${left} more`)}`
}
