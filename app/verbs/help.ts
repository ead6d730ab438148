import { ok } from '../result.ts'
import { onlyOptions } from './arguments.ts'
import { isInGithub } from './asked.ts'
import { wordText } from './parse.ts'
import type { Verb } from './verb.ts'
import { namesOf, type VerbCard } from './verb-card.ts'
import { githubHelpReply, helpReply, verbReply } from './words/help-reply.ts'
import { unknownVerbReply } from './words/usage-reply.ts'

/** Tells of all verbs, or of one; everything it says stands in their own files. */
export function help(
  verbs: () => readonly VerbCard[],
  near: (typed: string) => readonly VerbCard[],
): Verb<{ readonly about: string }> {
  return {
    name: 'help',
    group: 'Projects and people',
    action: 'help',
    usage: 'help [verb]',
    summary: 'What you can do here, or all about one verb',
    examples: ['help', 'help task add'],
    parse(line) {
      const options = onlyOptions(line, [])
      return options.ok ? ok({ about: line.words.map(wordText).join(' ').trim().toLowerCase() }) : options
    },
    async act({ about }, { asked: by }) {
      if (about === '') return isInGithub(by) ? githubHelpReply(verbs()) : helpReply(verbs())
      const named = verbs().filter((verb) => namesOf(verb).includes(about))
      const asked = named.length > 0 ? named : verbs().filter(({ name }) => name.startsWith(`${about} `))
      return asked.length > 0 ? verbReply(asked) : unknownVerbReply(about, near(about))
    },
  }
}
