import { ok } from '../result.ts'
import { atMost, onlyOptions, wrong } from './arguments.ts'
import { wordText } from './parse.ts'
import type { Verb } from './verb.ts'
import { projectsReply } from './words/project-reply.ts'

/** The projects of the workspace. */
export const projectList: Verb<{ readonly archived: boolean }> = {
  name: 'project list',
  group: 'Projects and people',
  action: 'project.view',
  usage: 'project list [all]',
  summary: 'The projects of this workspace; with all, those that were archived too',
  examples: ['project list', 'project list all'],
  aliases: ['projects', 'list projects'],
  parse(line) {
    const words = atMost(line, 1)
    if (!words.ok) return words
    const options = onlyOptions(line, [])
    if (!options.ok) return options
    const [word] = line.words
    const text = word === undefined ? '' : wordText(word).toLowerCase()
    return text === '' || text === 'all'
      ? ok({ archived: text === 'all' })
      : wrong('there is only all to say behind it')
  },
  wants: () => ({ projects: true }),
  act: async ({ archived }, { projects }) => projectsReply(projects, archived),
}
