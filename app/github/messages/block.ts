import { unreachable } from '../../errors.ts'
import { escapeGithub } from '../../handoffs/escape.ts'
import { lateWords } from '../../handoffs/lateness.ts'
import type { Message } from '../../ports/channel.ts'
import { factsBehind } from '../../tasks/impediments.ts'
import { prose } from './facts.ts'
import { receiver } from './handoff.ts'
import { blocks, codeSpan, MARKDOWN } from './markdown.ts'

/** The comment about something that stands in the way of a task, or no longer does. */
export function blockComment(message: Message): string {
  const { content, delivery } = message
  const { words, facts } = content
  const title = `${codeSpan(content.task)} ${escapeGithub(content.title)}`
  const { head, isTrue } = headline(message)
  if (!isTrue) return blocks([`**${head}**`, title])
  const steps = words.steps.map((step) => `- ${prose(step, facts)}`).join('\n')
  return blocks([
    `**${head}**`,
    title,
    prose(words.opening, facts),
    prose(words.body, facts),
    steps,
    `<sub>Sent because the task is assigned to that person.${lateWords(content, delivery, MARKDOWN)}</sub>`,
  ])
}

function headline({ content, standing, delivery }: Message): { readonly head: string; readonly isTrue: boolean } {
  const task = codeSpan(content.task)
  switch (standing.state) {
    case 'current': {
      const facts = content.subject.kind === 'block' ? factsBehind(content.subject.source) : undefined
      const what = { check: `a check fails on ${task}`, deployment: `a deployment of ${task} failed` }
      return {
        head: `${receiver(content, delivery)}, ${facts === undefined ? `${task} is blocked` : what[facts]}`,
        isTrue: true,
      }
    }
    case 'lifted':
    case 'started':
    case 'on-hold':
    case 'superseded':
    case 'finished':
    case 'received':
    case 'voted':
    case 'decided':
      return { head: `That no longer stands in the way of ${task}`, isTrue: false }
    case 'reassigned':
      return { head: `${task} is with somebody else now`, isTrue: false }
    case 'cancelled':
      return { head: `${task} was cancelled`, isTrue: false }
    default:
      return unreachable(standing)
  }
}
