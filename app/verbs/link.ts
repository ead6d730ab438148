import { isFromGithubAlone, isGone, type Person, provenLogin } from '../projects/person.ts'
import { ok } from '../result.ts'
import { atMost, onlyOptions, short, wrong } from './arguments.ts'
import { wordText } from './parse.ts'
import type { Verb } from './verb.ts'
import { command, plain, link as webLink } from './words/markup.ts'
import { refusalReply } from './words/refusal-reply.ts'
import { type Reply, replyOf } from './words/reply.ts'

/** How long a code, or an address to link with, works. */
const MINUTES = 15

/**
 * Begins the proof that a GitHub account is one's own: in a browser, where GitHub itself says whose it is, or with a code that
 * only the account that was named can bring.
 */
export const link: Verb<{ readonly login?: string }> = {
  name: 'link',
  group: 'Projects and people',
  action: 'identity.link',
  usage: 'link [@github-login]',
  summary:
    'Link your GitHub account, so that what you do there counts as yours; with its login, by a code instead of a browser',
  examples: ['link', 'link octocat'],
  slackOnly: 'what is proved here, by a code or by GitHub itself, begins there',
  parse(line) {
    const rest = atMost(line, 1)
    if (!rest.ok) return rest
    const options = onlyOptions(line, [])
    if (!options.ok) return options
    const [word] = line.words
    if (word === undefined) return ok({})
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
  wants: ({ login }) => (login === undefined ? {} : { login }),
  async act({ login }, { workspace, person, loginHolder, at, cause }, { linkCodes, newCode, linkUrl }) {
    if (login === undefined) return browserReply(person, await linkUrl?.({ workspace, person: person.id, cause, at }))
    if (loginHolder?.id === person.id && provenLogin(person) !== undefined) {
      return replyOf([`The GitHub account ${plain(login)} is linked to you already.`])
    }
    if (loginHolder !== undefined && isHeld(loginHolder, person)) return refusalReply({ kind: 'login-taken', login })
    const code = await newCode(cause)
    await linkCodes.put(workspace, code, { person: person.id, login, expires: Date.parse(at) + MINUTES * 60_000 })
    return replyOf([
      `To prove that ${plain(login)} is you: comment ${command(`link ${code}`)} on any issue or pull request where I am installed, as ${plain(login)}, within ${MINUTES} minutes.`,
      'The code works once, and for that account alone.',
    ])
  },
}

function browserReply({ githubLogin }: Person, url: string | undefined): Reply {
  const now =
    githubLogin === undefined
      ? []
      : [`The GitHub account ${plain(githubLogin)} is linked to you; another would take its place.`]
  if (url === undefined) {
    return replyOf([
      ...now,
      `Tell me your login on GitHub, and I give you a code that proves it is yours: ${command('link your-github-login')}`,
    ])
  }
  return replyOf(
    [
      ...now,
      `${webLink(url, 'Link my GitHub account')}: GitHub asks you to sign in, and I then ask you once more whether both accounts are yours.`,
    ],
    [],
    [
      `It works once, within ${MINUTES} minutes, and is for you alone: do not pass it on. Without a browser: ${command('link your-github-login')}`,
    ],
  )
}

// Whoever left, is known from GitHub alone, or has it by a lead's word gives way to a proof.
function isHeld(holder: Person, person: Person): boolean {
  return holder.id !== person.id && !isGone(holder) && !isFromGithubAlone(holder) && provenLogin(holder) !== undefined
}
