import { type ImportRule, importText } from '../projects/import-rule.ts'
import { provenLogin } from '../projects/person.ts'
import type { Refusal } from '../projects/refusal.ts'
import { ok } from '../result.ts'
import type { ProjectKey } from '../tasks/ids.ts'
import { atMost, keyIn, onlyOptions, option, repositoryIn, wrong } from './arguments.ts'
import { wordText } from './parse.ts'
import { projectForNew } from './project-for.ts'
import { importIn } from './project-options.ts'
import type { Verb } from './verb.ts'
import { configurationLines, type FromFile } from './words/configuration-words.ts'
import { importBegins } from './words/import-words.ts'
import { code, command, plain } from './words/markup.ts'
import { refusalReply } from './words/refusal-reply.ts'
import { type Reply, replyOf } from './words/reply.ts'

/** Asks for a repository to be connected. GitHub is asked from a queue, and the outcome said later. */
export const projectConnect: Verb<{
  readonly fullName: string
  readonly key?: ProjectKey
  readonly import?: ImportRule | 'none'
}> = {
  name: 'project connect',
  group: 'Projects and people',
  action: 'project.connect',
  usage: 'project connect owner/repo [project:KEY] [import:all|label:name|none]',
  summary:
    'Connect a repository, and bring its open issues in if you like; you need a linked GitHub account that is its admin',
  examples: [
    'project connect northwind/user-api',
    'project connect northwind/user-api project:UAPI import:label:codexflow',
  ],
  aliases: ['connect'],
  parse(line) {
    const rest = atMost(line, 1)
    if (!rest.ok) return rest
    const options = onlyOptions(line, ['project', 'import'])
    if (!options.ok) return options
    if (line.words[0] === undefined) return wrong('it lacks the repository, such as owner/name')
    const fullName = repositoryIn(wordText(line.words[0]))
    if (!fullName.ok) return fullName
    const rule = importIn(option(line, 'import'))
    if (!rule.ok) return rule
    const wanted = { fullName: fullName.value, ...(rule.value === undefined ? {} : { import: rule.value }) }
    const named = option(line, 'project')
    if (named === undefined) return ok(wanted)
    const key = keyIn(named)
    return key.ok ? ok({ ...wanted, key: key.value }) : key
  },
  wants: () => ({ projects: true }),
  async act({ fullName, key, import: rule }, context, { followUp }) {
    const project = projectForNew(key, context, `project connect ${fullName} project:KEY`)
    if (!project.ok) return refusalReply(project.error)
    const { person } = context
    if (provenLogin(person) === undefined) return refusalReply({ kind: 'login-not-linked' })
    const said = rule === undefined ? {} : { import: rule === 'none' ? 'none' : importText(rule) }
    const job = { person: person.id, project: project.value.key, fullName, ...said, asked: context.asked }
    await followUp({ type: 'ConnectRepository', ...job })
    return replyOf([`Asking GitHub whether you may connect ${plain(fullName)}… I will tell you here.`])
  },
}

/** What is said later, once GitHub has answered. */
export function connectReply(
  outcome:
    | {
        readonly connected: string
        readonly project: ProjectKey
        readonly file: FromFile | 'unread'
        readonly import?: ImportRule
      }
    | { readonly refused: Refusal },
): Reply {
  if ('refused' in outcome) return refusalReply(outcome.refused)
  const { connected, project, file, import: rule } = outcome
  return replyOf([
    `${plain(connected)} is connected to *${project}*.`,
    ...(file === 'unread'
      ? [
          `Whether it has a ${code('.github/codexflow.yml')} could not be read: the app needs the permission _Contents_.`,
        ]
      : configurationLines(file)),
    ...(rule === undefined ? [] : importBegins({ rule, project })),
    `Pull requests that name a task of ${project} (in the title, the branch or the body) now speak for it. Next: ${command(`task add "title" project:${project}`)}`,
  ])
}
