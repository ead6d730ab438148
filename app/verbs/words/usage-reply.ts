import type { TaskId } from '../../tasks/ids.ts'
import type { Wrong } from '../parse.ts'
import type { VerbCard } from '../verb-card.ts'
import { asTyped } from './help-reply.ts'
import { command, plain } from './markup.ts'
import { type Reply, replyOf } from './reply.ts'

/** What was wrong with what was typed, and how it is written. */
export function usageReply({ what }: Wrong, verb?: VerbCard): Reply {
  const wrong = `I could not read that: ${plain(what, 400)}.`
  if (verb === undefined) return no([wrong, `What you can do here: ${command('help')}`])
  return no([wrong, `Write: ${command(verb.usage)}`, `For example: ${command(asTyped(verb.examples[0]))}`])
}

/** No such verb; `near` are those that may have been meant. `task`: the one that was named behind it. */
export function unknownVerbReply(typed: string, near: readonly VerbCard[], task?: TaskId): Reply {
  const known = `I do not know "${plain(typed, 60)}".`
  const meant = near.map(({ examples: [first] }) => (task === undefined ? first : first.replace(/\bUAPI-\d+/, task)))
  const examples = [...meant, 'mine', 'done UAPI-1', 'help']
  const names = near.map(({ name }) => `"${name}"`)
  return no([
    near.length === 0 ? known : `${known} Did you mean ${names.join(' or ')}?`,
    ...[...new Set(examples)].slice(0, 3).map((example) => `• ${command(asTyped(example))}`),
  ])
}

/** Nothing can be done in a workspace that CodexFlow was not installed in. */
export function notInstalledReply(): Reply {
  return no([
    'CodexFlow is not set up in this Slack workspace yet, so nothing was changed.',
    'Ask whoever looks after your Slack apps to install it.',
  ])
}

/** A verb that is for Slack alone, and why. */
export function slackOnlyReply(why: string, { name }: VerbCard): Reply {
  return no([`Not here: ${plain(why)}.`, `Type it in Slack: ${command(name)}`])
}

function no(lines: readonly string[]): Reply {
  return { ...replyOf(lines), isNo: true }
}
