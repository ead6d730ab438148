import { unreachable } from '../../errors.ts'
import type { NoticeContent } from '../../handoffs/content.ts'
import { escapeGithub } from '../../handoffs/escape.ts'
import { shortened } from '../../handoffs/invisible.ts'
import { lateWords } from '../../handoffs/lateness.ts'
import { notGivenWords } from '../../handoffs/not-given.ts'
import type { Standing } from '../../handoffs/standing.ts'
import type { Message } from '../../ports/channel.ts'
import type { HandedOn } from '../../ports/statements.ts'
import { reasonWords } from '../../projects/phrases.ts'
import type { Actor } from '../../tasks/actor.ts'
import { factList, prose } from './facts.ts'
import { blocks, codeSpan, MARKDOWN, mention, within } from './markdown.ts'

/** Room for the lists of a comment, so that all of it stays within GitHub's limit. UTF-16 units. */
const BUDGET = { facts: 20_000, finished: 8_000, steps: 8_000, reasons: 2_000 } as const
const MAX_NAME = 80

/** The comment about a hand-off, as the task stands now. What is no longer true is not repeated. */
export function handoffComment(message: Message): string {
  const { content, standing } = message
  const head = `**${headline(message)}**`
  const title = `${codeSpan(content.task)} ${escapeGithub(content.title)}`
  switch (standing.state) {
    case 'current':
    case 'received':
    case 'started':
      return blocks([head, title, ...whatToKnow(content), footer(message)])
    case 'finished':
      return blocks([
        head,
        title,
        ...whatToKnow({ ...content, words: { ...content.words, steps: [] } }),
        footer(message),
      ])
    case 'on-hold':
    case 'reassigned':
    case 'cancelled':
    case 'superseded':
    case 'lifted':
    case 'voted':
    case 'decided':
      return blocks([head, title, whatNow(standing)])
    default:
      return unreachable(standing)
  }
}

function headline({ content, standing, delivery }: Message): string {
  const task = codeSpan(content.task)
  switch (standing.state) {
    case 'current':
      return content.to === undefined
        ? `${task} is ready, and nobody is assigned to it`
        : `${receiver(content, delivery)}, ${task} is ready for you`
    case 'received':
      return `${task} is ready, and ${escapeGithub(shortened(content.to?.name ?? 'its assignee', MAX_NAME))} got it`
    case 'started':
      return `${task} is under way${startedBy(content, standing.by)}`
    case 'finished':
      return `${task} is finished`
    case 'on-hold':
      return `On hold again: ${task} waits`
    case 'reassigned':
      return `${task} is with somebody else now`
    case 'cancelled':
      return `${task} was cancelled`
    case 'superseded':
    case 'lifted':
    case 'voted':
    case 'decided':
      return `A newer message about ${task} has taken the place of this one`
    default:
      return unreachable(standing)
  }
}

/** Whom the comment speaks to: a mention only where GitHub is the place in which the person is told. */
export function receiver(content: NoticeContent, { role, address }: Message['delivery']): string {
  if (role === 'notice' && address.channel === 'github' && address.mention !== undefined)
    return mention(address.mention)
  return escapeGithub(shortened(content.to?.name.trim() ?? `The ${content.phase} team`, MAX_NAME))
}

function startedBy({ to }: NoticeContent, by: Actor): string {
  if (by.kind === 'person' && by.id === to?.id) return `: ${escapeGithub(shortened(to.name, MAX_NAME))} has started`
  return by.kind === 'github' ? `: ${escapeGithub(by.login)} has started` : ''
}

/** What a hand-off says beside its headline: prose, what was finished, facts and first steps. */
export function whatToKnow({ words, facts, finished, notGiven }: HandedOn): (string | undefined)[] {
  const { opening, body, steps } = words
  const done = finished.map(
    ({ id, title, phase, by }) =>
      `- ${codeSpan(id)} ${escapeGithub(title)} (${phase}, by ${escapeGithub(shortened(by, MAX_NAME))})`,
  )
  const list = factList(facts, BUDGET.facts)
  const first = steps.map((step) => prose(step, facts)).filter((step) => step !== '')
  return [
    prose(opening, facts),
    prose(body, facts),
    done.length > 0
      ? `**What is finished**\n\n${within(done, BUDGET.finished, (left) => `- … and ${left} more`)}`
      : undefined,
    list === '' ? undefined : `**What you have to work with**\n\n${list}`,
    escapeGithub(notGivenWords(notGiven ?? [])) || undefined,
    first.length > 0 ? `**First steps**\n\n${within(numbered(first), BUDGET.steps, () => '')}` : undefined,
  ]
}

function numbered(lines: readonly string[]): string[] {
  return lines.map((line, index) => `${index + 1}. ${line}`)
}

/** Whether a model wrote the words, and from how many facts. */
export function writtenBy({ words, facts }: Pick<NoticeContent, 'words' | 'facts'>): string {
  const checked = facts.length === 1 ? '1 checked fact' : `${facts.length} checked facts`
  return words.writtenBy === 'model' ? `Written by AI from ${checked}` : 'Written from a template'
}

function footer({ content, delivery }: Message): string {
  const { words, waitingNext, to } = content
  const writer = writtenBy(content)
  const next =
    waitingNext === 0 ? '' : ` ${waitingNext} ${waitingNext === 1 ? 'person waits' : 'people wait'} for it next.`
  const why =
    to === undefined ? 'this issue follows the task' : 'the task is assigned to that person and no longer waits'
  return `<sub>Priority: ${words.priority}.${next} ${writer}. Sent because ${why}.${lateWords(content, delivery, MARKDOWN)}</sub>`
}

function whatNow(standing: Exclude<Standing, { state: 'current' | 'received' | 'started' | 'finished' }>): string {
  switch (standing.state) {
    case 'on-hold':
      return `What stood here is no longer true: ${escapeGithub(shortened(reasonWords(standing.reasons), BUDGET.reasons))}. You will be told when that is over.`
    case 'reassigned':
      return 'There is nothing to do here for the one who was told before.'
    case 'cancelled':
      return 'Nothing has to be done for it any more.'
    case 'superseded':
    case 'lifted':
    case 'voted':
    case 'decided':
      return 'What stood here no longer counts.'
    default:
      return unreachable(standing)
  }
}
