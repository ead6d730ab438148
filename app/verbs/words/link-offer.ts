import { isFromGithubAlone } from '../../projects/person.ts'
import type { VerbContext } from '../verb.ts'
import { command } from './markup.ts'
import type { Reply } from './reply.ts'

/**
 * Tells somebody known from GitHub alone, beside the answer to the first thing that they ask, how they become one with whoever
 * they are in Slack. Said for that one occasion: nobody is told twice, and whoever asks again about it is told the same.
 */
export function linkOffer(reply: Reply, { asked, person, isStranger }: VerbContext): Reply {
  if (isStranger || person.linkOffered !== asked.cause || !isFromGithubAlone(person)) return reply
  const { isPlain: _, ...said } = reply
  const offer = `I know you from GitHub alone, and serve you here all the same. If you use Slack too, type ${command('link')} there, and I know that both are you. I say this once.`
  return { ...said, last: [...said.last, offer] }
}
