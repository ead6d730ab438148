import { ok } from '../result.ts'
import type { PersonId } from '../tasks/ids.ts'
import { atMost, onlyOptions, option, short, wrong } from './arguments.ts'
import { laterWords } from './later-words.ts'
import { wordText } from './parse.ts'
import type { Verb } from './verb.ts'

/** The administrative log: who decided what for others, and whether the log is whole. */
export const audit: Verb<{ readonly verify: boolean; readonly page?: string }> = {
  name: 'audit',
  group: 'Projects and people',
  action: 'audit.view',
  usage: 'audit [verify]',
  summary: 'Who decided what for everybody, the latest first; verify checks that nothing was changed or left out',
  examples: ['audit', 'audit verify'],
  slackOnly: 'the answer is for your eyes alone, and a comment is read by everybody here',
  answers: 'later',
  parse(line) {
    const words = atMost(line, 1)
    if (!words.ok) return words
    const options = onlyOptions(line, ['page'])
    if (!options.ok) return options
    const [word] = line.words
    const text = word === undefined ? '' : wordText(word).toLowerCase()
    if (text !== '' && text !== 'verify') return wrong(`"${short(text)}" is not known here; there is only verify`)
    const page = option(line, 'page')
    return ok({ verify: text === 'verify', ...(page === undefined ? {} : { page: wordText(page) }) })
  },
  meanwhile: ({ verify }) => (verify ? 'Checking the audit' : 'Looking through the audit'),
  async act({ verify, page }, { workspace }, { audit: log, directory }) {
    const { auditReply, verifiedReply } = await laterWords()
    if (verify) return verifiedReply(await log.verify(workspace))
    const { items, next } = await log.read(workspace, page)
    const named = items.flatMap(({ actor, subject }) => [actor, subject]).filter(isPersonId)
    const people = await directory.people(workspace, [...new Set(named)])
    return auditReply({ items, people, ...(next === undefined ? {} : { next }) })
  },
}

function isPersonId(text: string): text is PersonId {
  return text.startsWith('per_')
}
