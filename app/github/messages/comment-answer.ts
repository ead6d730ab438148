import { visibleLine } from '../../handoffs/invisible.ts'
import type { AnsweredLine } from '../../verbs/run-comment.ts'
import { inGithub } from './in-github.ts'
import { blocks, codeSpan, mention } from './markdown.ts'

/** What is repeated of a command. UTF-16 units. */
const MAX_REPEATED = 200

/** The comment that answers a comment: each command as it was written, and below it what came of it. Mentions nobody. */
export function commentAnswer(lines: readonly AnsweredLine[]): string {
  return blocks(lines.flatMap(({ text, reply }) => [`> ${codeSpan(repeated(text))}`, inGithub(reply)]))
}

/** The comment that tells somebody why the button that they pressed did nothing. It has to reach them, so it mentions them. */
export function pressAnswer(login: string, lines: readonly AnsweredLine[]): string {
  return blocks([`${mention(login)}, that button on the check did not work:`, commentAnswer(lines)])
}

/** Whether a sign on the comment says all there is to say: all was done, and nothing has to be read. */
export function isSaidBySign(lines: readonly AnsweredLine[]): boolean {
  return lines.every(({ reply }) => reply.isPlain)
}

function repeated(text: string): string {
  const line = visibleLine(`/codexflow ${text}`.trim())
  return line.length <= MAX_REPEATED ? line : `${line.slice(0, MAX_REPEATED - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
