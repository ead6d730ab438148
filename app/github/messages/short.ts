import { escapeGithub } from '../../handoffs/escape.ts'
import { lateWords } from '../../handoffs/lateness.ts'
import { shortNotice } from '../../handoffs/short-notice.ts'
import type { Message } from '../../ports/channel.ts'
import { prose } from './facts.ts'
import { receiver } from './handoff.ts'
import { blocks, codeSpan, MARKDOWN } from './markdown.ts'

/** The comment of a notice that says one thing, for those who are told on GitHub. */
export function shortComment(message: Message): string {
  const { content, standing, delivery } = message
  const { head, isTrue, now, why } = shortNotice(content, standing)
  const { words, facts } = content
  const said = [words.opening, words.body, ...words.steps].map((each) => prose(each, facts))
  return blocks([
    `**${receiver(content, delivery)}: ${escapeGithub(head)}**`,
    `${codeSpan(content.task)} ${escapeGithub(content.title)}`,
    ...(isTrue ? said : [escapeGithub(now)]),
    `<sub>${escapeGithub(why)}${lateWords(content, delivery, MARKDOWN)}</sub>`,
  ])
}
