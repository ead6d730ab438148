import { type Action, ROLES, rolesThatMay, rolesThatMayOnTheirOwn } from '../../projects/permissions.ts'
import { listed } from '../../projects/refusal-words.ts'
import { GROUPS, type VerbCard } from '../commands/verb.ts'
import type { Reply } from '../handlers.ts'
import { command } from './markup.ts'
import { replyOf } from './reply.ts'

/** All verbs, in groups: how each is written, what it does, who may use it, and an example. */
export function helpReply(verbs: readonly VerbCard[]): Reply {
  const groups = GROUPS.flatMap((group) => [
    `*${group}*`,
    ...verbs.filter((verb) => verb.group === group).map((verb) => overview(verb)),
  ])
  return replyOf(groups, [], [`All about one: ${command('help done')}`])
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

function overview(verb: VerbCard): string {
  const [example] = verb.examples
  const shown = example === verb.usage ? '' : ` For example: ${command(asTyped(example))}`
  return `• ${command(brief(verb.usage))} ${verb.summary}. _For ${whoMay(verb.action)}._${shown}`
}

// The many options of a verb stand in its own help.
function brief(usage: string): string {
  return usage.length <= 60 ? usage : `${usage.slice(0, usage.indexOf(' ['))} […]`
}
