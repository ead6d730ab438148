import { type Action, ROLES, rolesThatMay, rolesThatMayOnTheirOwn } from '../../projects/permissions.ts'
import { listed } from '../../projects/phrases.ts'
import { GROUPS, type VerbCard } from '../verb-card.ts'
import { code, command } from './markup.ts'
import { type Reply, replyOf } from './reply.ts'

/** A longer usage is cut. */
const MAX_USAGE = 40

/** All verbs, in groups, a line each: how it is written, what it does, and who may, where that is not everybody's. */
export function helpReply(verbs: readonly VerbCard[]): Reply {
  return overviewReply(verbs, [`Write these behind ${code('/codexflow')}; in threads, behind ${code('@codexflow')}.`])
}

/** The same where people write comments: verbs that are for Slack alone are named at the end. */
export function githubHelpReply(verbs: readonly VerbCard[]): Reply {
  const elsewhere = verbs.flatMap(({ name, slackOnly }) => (slackOnly === undefined ? [] : [code(name)]))
  return overviewReply(
    verbs.filter(({ slackOnly }) => slackOnly === undefined),
    [
      `Write these behind ${code('/codexflow')} at the beginning of a line; a comment may hold five of them. I answer once, and never in what is edited later.`,
      'Where an issue or a pull request is about one task, its ID may be left out; a number alone means a task of this repository’s project. People go by their login, such as @octocat.',
    ],
    [`In Slack alone: ${listed(elsewhere)}.`],
  )
}

function overviewReply(verbs: readonly VerbCard[], first: readonly string[], more: readonly string[] = []): Reply {
  const groups = GROUPS.flatMap((group) => [
    `*${group}*`,
    ...verbs.filter((verb) => verb.group === group).map((verb) => overview(verb)),
  ])
  return replyOf(
    [...first, ...groups],
    [],
    [
      'What is not marked is for owners, leads and members; guests work on their own tasks.',
      `All about one, with examples: ${command('help done')}`,
      ...more,
    ],
  )
}

/** Everything about one verb, or about those that share a first word. */
export function verbReply(verbs: readonly VerbCard[]): Reply {
  return replyOf(
    verbs.flatMap((verb) => [
      `*${verb.name}* · ${verb.summary}.`,
      `Write: ${command(verb.usage)}`,
      ...(verb.aliases === undefined ? [] : [`Other names: ${verb.aliases.join(', ')}.`]),
      `Who may: ${whoMay(verb.action)}.`,
      ...verb.examples.map((example) => `For example: ${command(asTyped(example))}`),
    ]),
  )
}

/** Who may do something, by the permission table. */
export function whoMay(action: Action): string {
  const all = rolesThatMay(action)
  const own = rolesThatMayOnTheirOwn(action)
  if (all.length === ROLES.length) return 'everybody'
  const [anyTask, ownTasks] = [all, own].map((roles) => listed((roles ?? []).map((role) => `${role}s`)))
  return own.length === 0 ? anyTask! : `${anyTask}, and ${ownTasks} on their own tasks`
}

/** An example as people type it: they write `@name` and `#channel`, and Slack makes an id of it. */
export function asTyped(example: string): string {
  return example.replace(/<([@#])[A-Z0-9]+\|([^<>]*)>/g, '$1$2')
}

function overview({ usage, summary, action }: VerbCard): string {
  const [short = summary] = summary.split(/[;:]/)
  const members = [...rolesThatMay(action), ...rolesThatMayOnTheirOwn(action)].includes('member')
  return `• ${code(brief(usage))} ${short}${members ? '' : ` _(${whoMay(action)})_`}`
}

// The many options of a verb stand in its own help.
function brief(usage: string): string {
  const cut = usage.search(/ \[| or /)
  return usage.length <= MAX_USAGE || cut === -1 ? usage : `${usage.slice(0, cut)} […]`
}
