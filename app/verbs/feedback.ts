import { ok } from '../result.ts'
import type { TaskId } from '../tasks/ids.ts'
import { onlyOptions, onlyPage, option, taskIn, textIn } from './arguments.ts'
import { laterWords } from './later-words.ts'
import { type Word, wordText } from './parse.ts'
import type { Verb } from './verb.ts'
import { replyOf } from './words/reply.ts'

const MAX_TEXT = 2_000

/** Keeps what somebody thinks of CodexFlow, for the owners of the workspace. */
export const feedback: Verb<{ readonly text: string; readonly about?: TaskId }> = {
  name: 'feedback',
  group: 'Projects and people',
  action: 'feedback.give',
  usage: 'feedback "text" [about:ID]',
  summary: 'Say what helps and what does not, about me or about what I wrote; the owners of this workspace read it',
  examples: ['feedback "The first steps were spot on" about:UAPI-2', 'feedback Too many messages on Mondays'],
  tasks: ['about'],
  parse(line) {
    const options = onlyOptions(line, ['about'])
    if (!options.ok) return options
    const text = textIn(joined(line.words), 'what you want to say', MAX_TEXT)
    if (!text.ok) return text
    const named = option(line, 'about')
    if (named === undefined) return ok({ text: text.value })
    const about = taskIn(named)
    return about.ok ? ok({ text: text.value, about: about.value }) : about
  },
  async act({ text, about }, { workspace, person, at, cause }, { feedback: book }) {
    const entry = { person: person.id, at, text, ...(about === undefined ? {} : { about }) }
    await book.put(workspace, entry, cause)
    return replyOf(['Thank you. The owners of this workspace can read it, and nobody else is told.'])
  },
}

/** Shows the owners what people said. */
export const feedbackList: Verb<{ readonly page?: string }> = {
  name: 'feedback list',
  group: 'Projects and people',
  action: 'feedback.view',
  usage: 'feedback list',
  summary: 'What people said with feedback, the newest first',
  examples: ['feedback list'],
  slackOnly: 'the answer is for your eyes alone, and a comment is read by everybody here',
  answers: 'later',
  parse: onlyPage,
  meanwhile: () => 'Looking what people said',
  async act({ page }, { workspace }, { feedback: book, directory }) {
    const { items, next } = await book.read(workspace, page)
    const people = await directory.people(workspace, [...new Set(items.map(({ person }) => person))])
    const { feedbackReply } = await laterWords()
    return feedbackReply({ items, people, ...(next === undefined ? {} : { next }) })
  },
}

// People write sentences without quotes.
function joined(words: readonly Word[]): Word | undefined {
  return words.length === 0 ? undefined : { kind: 'text', text: words.map(wordText).join(' ') }
}
