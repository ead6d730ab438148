import type { FeedbackEntry } from '../../ports/feedback.ts'
import type { Person } from '../../projects/person.ts'
import type { PersonId } from '../../tasks/ids.ts'
import { command, moment, plain } from './markup.ts'
import { type Reply, replyOf } from './reply.ts'

/** What people said, newest first. */
export type FeedbackPage = {
  readonly items: readonly FeedbackEntry[]
  readonly people: ReadonlyMap<PersonId, Pick<Person, 'name'>>
  readonly next?: string
}

/** One entry a line: who, when, about what, and their words. */
export function feedbackReply({ items, people, next }: FeedbackPage): Reply {
  if (items.length === 0)
    return replyOf(['Nobody has said anything yet.', `Everybody can: ${command('feedback "text"')}`])
  const lines = items.map(({ person, at, text, about }) => {
    const who = plain(people.get(person)?.name ?? person, 80)
    return `• ${who}, ${moment(at)}${about === undefined ? '' : `, about ${about}`}: ${plain(text, 400)}`
  })
  const more = next === undefined ? [] : [`There is more: ${command(`feedback list page:${next}`)}`]
  return replyOf(['*What people said*', ...lines], [], more)
}
