import * as z from 'zod'
import { githubTokenOf, slackTokenOf } from './emulators.ts'
import type { Seed } from './seed.ts'
import type { SlackClient } from './slack-client.ts'

/** A person of the seed with everything needed to act as them. Slack ids change whenever the world starts anew. */
export type WorldPerson = z.output<typeof worldPersonSchema>
export const worldPersonSchema = z.object({
  name: z.string(),
  fullName: z.string(),
  title: z.string(),
  email: z.string(),
  slackId: z.string(),
  slackToken: z.string(),
  login: z.string(),
  githubToken: z.string(),
  github: z.enum(['admin', 'write']),
})

/** A mistake of whoever acts in the world: nobody by that name, no such channel, no such button. */
export class NoSuch extends Error {
  override readonly name = 'NoSuch'
}

/** Asks Slack for everybody's id, by e-mail. */
export async function peopleOf(seed: Seed, slack: SlackClient): Promise<readonly WorldPerson[]> {
  return Promise.all(
    seed.people.map(async (person) => {
      const { user } = foundSchema.parse(await slack('users.lookupByEmail', { email: person.email }))
      return {
        ...person,
        slackId: user.id,
        slackToken: slackTokenOf(person.name),
        githubToken: githubTokenOf(person.login),
      }
    }),
  )
}

/** The person meant by a Slack id, name, full name, e-mail address or GitHub login. */
export function personNamed(people: readonly WorldPerson[], word: string): WorldPerson {
  const wanted = word.toLowerCase()
  const found = people.find((person) =>
    [person.slackId, person.name, person.fullName, person.email, person.login].some((w) => w.toLowerCase() === wanted),
  )
  if (found !== undefined) return found
  throw new NoSuch(`Nobody is called "${word}". There are: ${people.map(({ name }) => name).join(', ')}.`)
}

/** A channel by id or name; a person's direct messages with the bot by `@name`. */
export async function channelNamed(slack: SlackClient, people: readonly WorldPerson[], word: string): Promise<Channel> {
  if (word.startsWith('@')) {
    const { channel } = openedSchema.parse(
      await slack('conversations.open', { users: personNamed(people, word.slice(1)).slackId }),
    )
    return { id: channel.id, name: 'directmessage' }
  }
  if (word.startsWith('D')) return { id: word, name: 'directmessage' }
  const { channels } = channelsSchema.parse(await slack('conversations.list', { limit: 1000 }))
  const found = channels.find(({ id, name }) => id === word || name === word.replace(/^#/, ''))
  if (found !== undefined) return found
  throw new NoSuch(`There is no channel "${word}". There are: ${channels.map(({ name }) => `#${name}`).join(', ')}.`)
}

/** Makes the one who calls a member of these public channels. */
export async function joinChannels(slack: SlackClient, names: readonly string[]): Promise<void> {
  for (const name of names) await slack('conversations.join', { channel: (await channelNamed(slack, [], name)).id })
}

export type Channel = { readonly id: string; readonly name: string }

const foundSchema = z.looseObject({ user: z.object({ id: z.string() }) })
const openedSchema = z.looseObject({ channel: z.object({ id: z.string() }) })
const channelsSchema = z.looseObject({ channels: z.array(z.object({ id: z.string(), name: z.string() })) })
