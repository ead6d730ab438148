import { ok } from '../result.ts'
import { atMost, onlyOptions, short, wrong } from './arguments.ts'
import { wordText } from './parse.ts'
import type { Verb } from './verb.ts'
import { command, plain } from './words/markup.ts'
import { refusalReply } from './words/refusal-reply.ts'
import { replyOf } from './words/reply.ts'

const MINUTES = 15

/** Begins the proof that a GitHub account is one's own: only that account can finish it. */
export const link: Verb<{ readonly login: string }> = {
  name: 'link',
  group: 'Projects and people',
  action: 'identity.link',
  usage: 'link @github-login',
  summary: 'Link your GitHub account, so that what you do there counts as yours',
  examples: ['link octocat'],
  parse(line) {
    const rest = atMost(line, 1)
    if (!rest.ok) return rest
    const options = onlyOptions(line, [])
    if (!options.ok) return options
    const [word] = line.words
    if (word === undefined) return wrong('it lacks your login on GitHub')
    if (word.kind !== 'text') return wrong('Slack took that for somebody here; write your GitHub login without the @')
    const login = wordText(word)
      .trim()
      .replace(/^https?:\/\/[^/]+\//i, '')
      .replace(/^@/, '')
      .replace(/\/$/, '')
    // https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication
    if (/^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})$/.test(login)) return ok({ login })
    return wrong(`"${short(login)}" is no login of GitHub: letters, digits and hyphens, at most 39`)
  },
  wants: ({ login }) => ({ login }),
  async act({ login }, { workspace, person, loginHolder, at, cause }, { linkCodes, newCode }) {
    if (loginHolder !== undefined) {
      if (loginHolder.id !== person.id) return refusalReply({ kind: 'login-taken', login })
      return replyOf([`The GitHub account ${plain(login)} is linked to you already.`])
    }
    const code = newCode(cause)
    await linkCodes.put(workspace, code, { person: person.id, login, expires: Date.parse(at) + MINUTES * 60_000 })
    return replyOf([
      `To prove that ${plain(login)} is you: comment ${command(`link ${code}`)} on any issue or pull request where I am installed, as ${plain(login)}, within ${MINUTES} minutes.`,
      'The code works once, and for that account alone.',
    ])
  },
}
