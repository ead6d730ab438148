import { ok } from '../result.ts'
import { atMost, onlyOptions } from './arguments.ts'
import { laterWords } from './later-words.ts'
import { ownWork } from './own-work.ts'
import type { Verb } from './verb.ts'

/** What of one's own is best done next: whatever releases most people. */
export const next: Verb<undefined> = {
  name: 'next',
  group: 'Do your work',
  action: 'task.view',
  usage: 'next',
  summary: 'Which of your tasks to do next: what is ready, and how many people each one holds up',
  examples: ['next'],
  answers: 'later',
  parse(line) {
    const words = atMost(line, 0)
    if (!words.ok) return words
    const options = onlyOptions(line, [])
    return options.ok ? ok(undefined) : options
  },
  meanwhile: () => 'Weighing what is ready for you',
  async act(_, { workspace, person }, ports) {
    const { lines, weighed, passed, more } = await ownWork(workspace, person, ports)
    const under = lines.filter(({ status }) => status === 'in_progress' || status === 'in_review')
    const { nextPeople, nextReply } = await laterWords()
    const people = await ports.directory.people(workspace, nextPeople(weighed))
    return nextReply({ weighed, under, passed, more, people, reader: person.id })
  },
}
