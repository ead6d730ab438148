import { type AskedInGithub, MAX_COMMAND, MAX_COMMANDS } from './asked.ts'
import { runCommand } from './run.ts'
import type { VerbPorts } from './verb.ts'
import { type Reply, replyOf } from './words/reply.ts'

/** A line of a comment that was a command, without `/codexflow`, and what is answered to it. */
export type AnsweredLine = { readonly text: string; readonly reply: Reply }

/** Does what the lines of a comment say, one after the other, each an occasion of its own. Twice is once. */
export async function runComment(
  lines: readonly string[],
  asked: AskedInGithub,
  ports: VerbPorts,
): Promise<AnsweredLine[]> {
  const answered: AnsweredLine[] = []
  for (const [index, text] of lines.slice(0, MAX_COMMANDS).entries()) {
    const occasion = { ...asked, cause: `${asked.cause}:${index}` }
    answered.push({ text, reply: text.length > MAX_COMMAND ? tooLong() : await runCommand(text, occasion, ports) })
  }
  const [first] = lines.slice(MAX_COMMANDS)
  return first === undefined ? answered : [...answered, { text: first, reply: tooMany() }]
}

function tooMany(): Reply {
  const lines = [
    `I take ${MAX_COMMANDS} commands from one comment, so nothing was done for this one, nor for those behind it.`,
    'Write them in another comment.',
  ]
  return { ...replyOf(lines), isNo: true }
}

function tooLong(): Reply {
  const lines = [`That command has more than ${MAX_COMMAND} characters, so nothing was done for it.`, 'Say it shorter.']
  return { ...replyOf(lines), isNo: true }
}
