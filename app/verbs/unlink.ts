import { may } from '../projects/permissions.ts'
import { ok } from '../result.ts'
import { atMost, mentionsOf, onlyOptions, type Who, whoIn } from './arguments.ts'
import { personFor } from './order.ts'
import type { Verb } from './verb.ts'
import { command, plain } from './words/markup.ts'
import { refusalReply } from './words/refusal-reply.ts'
import { replyOf } from './words/reply.ts'

/** Takes a GitHub account away from somebody: anybody their own, owners everybody's. */
export const unlink: Verb<{ readonly who: Who }> = {
  name: 'unlink',
  group: 'Projects and people',
  action: 'identity.link',
  usage: 'unlink [@person]',
  summary: 'Unlink your GitHub account; owners unlink that of others',
  examples: ['unlink', 'unlink <@U0GAIUS|gaius>'],
  parse(line) {
    const words = atMost(line, 1)
    if (!words.ok) return words
    const options = onlyOptions(line, [])
    if (!options.ok) return options
    if (line.words[0] === undefined) return ok({ who: { kind: 'me' } as const })
    const who = whoIn(line.words[0])
    return who.ok ? ok({ who: who.value }) : who
  },
  wants: ({ who }) => ({ people: mentionsOf(who) }),
  async act({ who }, context, { logins }) {
    const { workspace, person, at, cause } = context
    const meant = personFor(who, context)
    if (!meant.ok) return refusalReply(meant.error)
    const isOwn = meant.value.id === person.id
    if (!isOwn && !may(person, 'people.change')) {
      return refusalReply({ kind: 'not-permitted', action: 'people.change', role: person.role })
    }
    const unlinked = await logins.unlink(workspace, meant.value.id, { actor: person.id, at, cause })
    const name = `*${plain(meant.value.name, 80)}*`
    if (unlinked.outcome === 'not-linked') {
      return replyOf([`No GitHub account is linked to ${isOwn ? 'you' : name}.`])
    }
    const login = plain(unlinked.login, 60)
    return replyOf(
      [
        `The GitHub account ${login} is linked to ${isOwn ? 'you' : name} no more. What was done with it stays ${isOwn ? 'yours' : 'theirs'}; what it does from now on does not count as ${isOwn ? 'yours' : 'theirs'}.`,
        `I mention it on GitHub no more: whatever I have for ${isOwn ? 'you comes here' : 'them comes to them here'}, in Slack.`,
      ],
      [],
      isOwn ? [`To link another: ${command('link')}`] : [],
    )
  },
}
