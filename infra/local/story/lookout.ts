import { z } from 'zod'
import { OWN_CHECK } from '../../../app/github/sources/check-run.ts'
import type { Residents } from '../people/residents.ts'
import { commentsOn } from '../world/github-acts.ts'
import { checksOn } from '../world/github-checks.ts'
import type { GitHubRest, Reference } from '../world/github-rest.ts'
import type { SeenMessage } from '../world/outside.ts'
import { northwind } from '../world/seed.ts'

/** Something that somebody sees and did not see before. `edited`: it stood there before with other words. */
export type News =
  | { readonly kind: 'dm'; readonly to: string; readonly message: SeenMessage; readonly edited: boolean }
  | { readonly kind: 'channel'; readonly channel: string; readonly message: SeenMessage; readonly edited: boolean }
  /** Only that person sees it: a later answer to a command. */
  | { readonly kind: 'private'; readonly to: string; readonly text: string }
  | {
      readonly kind: 'comment'
      readonly on: string
      readonly by: string
      readonly isBot: boolean
      readonly body: string
      readonly edited: boolean
    }
  /** A check of ours on the head of a pull request. */
  | {
      readonly kind: 'check'
      readonly on: string
      readonly title: string
      readonly conclusion: string
      readonly summary: string
      readonly edited: boolean
    }
  /** A sign on a comment; `body` is that of the comment. */
  | { readonly kind: 'sign'; readonly on: string; readonly sign: string; readonly body: string }
  | { readonly kind: 'mail'; readonly to: string; readonly subject: string; readonly message: string }

/** Sees everything that people are told, in Slack, on GitHub and by mail. */
export type Lookout = {
  /** What is new since the last look, oldest first within its place. */
  news(): Promise<readonly News[]>
}

/** The repositories of the seed; others, made later, are to be named. */
const SEEDED: readonly string[] = northwind.repositories.map(({ name }) => `${northwind.owner}/${name}`)

/** Looks around once, so that only what comes later is news. */
export async function lookout(folk: Residents, repositories = SEEDED): Promise<Lookout> {
  const seen = new Map<string, string>()
  const look = async (): Promise<readonly News[]> => {
    const sights = await everything(folk, repositories)
    const fresh: News[] = []
    for (const { key, content, news } of sights) {
      const before = seen.get(key)
      if (before === content) continue
      seen.set(key, content)
      fresh.push('edited' in news ? { ...news, edited: before !== undefined } : news)
    }
    return fresh
  }
  await look()
  return { news: look }
}

/** Everything that people have been told so far. */
export async function allNews(folk: Residents): Promise<readonly News[]> {
  return (await everything(folk, SEEDED)).map(({ news }) => news)
}

type Sight = { readonly key: string; readonly content: string; readonly news: News }

async function everything(folk: Residents, repositories: readonly string[]): Promise<readonly Sight[]> {
  const sights = await Promise.all([
    ...folk.people.map(({ name }) => directMessages(folk, name)),
    ...northwind.channels.map((channel) => channelMessages(folk, channel)),
    ...folk.people.map(({ name }) => laterAnswers(folk, name)),
    ...repositories.map((repository) => comments(folk, repository)),
    mails(folk),
  ])
  return sights.flat()
}

async function directMessages(folk: Residents, to: string): Promise<readonly Sight[]> {
  return ours(folk, await folk.dms(to)).map((message) => ({
    key: `dm ${message.channel} ${message.ts}`,
    content: JSON.stringify([message.text, message.blocks]),
    news: { kind: 'dm', to, message, edited: false },
  }))
}

async function channelMessages(folk: Residents, channel: string): Promise<readonly Sight[]> {
  return ours(folk, await folk.outside.channel(channel)).map((message) => ({
    key: `channel ${message.channel} ${message.ts}`,
    content: JSON.stringify([message.text, message.blocks]),
    news: { kind: 'channel', channel, message, edited: false },
  }))
}

// What people write themselves is news to nobody here; what is said in the thread under it may be.
function ours(folk: Residents, messages: readonly SeenMessage[]): readonly SeenMessage[] {
  const people = new Set(folk.people.map(({ slackId }) => slackId))
  return withThreads(messages).filter(({ user }) => !people.has(user))
}

/** Each message, and after it what stands in its thread. */
export function withThreads(messages: readonly SeenMessage[]): readonly SeenMessage[] {
  return messages.flatMap((message) => [
    message,
    ...message.thread.map((reply) => ({ ...reply, channel: message.channel, thread: [] })),
  ])
}

// An acknowledgement is the answer to an act, which whoever acts has seen; the rest comes by itself.
async function laterAnswers(folk: Residents, to: string): Promise<readonly Sight[]> {
  const messages = await folk.outside.ephemerals(folk.person(to).slackId)
  return messages
    .filter(({ source }) => source !== 'acknowledgement')
    .map(({ ts, text }) => ({ key: `private ${to} ${ts}`, content: text, news: { kind: 'private', to, text } }))
}

const PAGE = 100
const foundSchema = z.looseObject({
  items: z.array(z.looseObject({ number: z.number(), comments: z.number(), html_url: z.string() })),
})

// An issue is asked for its comments only when it has any; of a pull request emulate does not count them.
async function comments(folk: Residents, repository: string): Promise<readonly Sight[]> {
  const rest = folk.github.rest(folk.people[0]?.name ?? '')
  const commented: number[] = []
  const pulls: number[] = []
  for (let page = 1, found = PAGE; found === PAGE; page++) {
    const answer = await rest('GET', `/search/issues?q=repo:${repository}&per_page=${PAGE}&page=${page}`)
    const { items } = foundSchema.parse(answer)
    const asked = items.filter((subject) => subject.comments > 0 || subject.html_url.includes('/pull/'))
    commented.push(...asked.map(({ number }) => number))
    pulls.push(...items.filter(({ html_url }) => html_url.includes('/pull/')).map(({ number }) => number))
    found = items.length
  }
  const sights = await Promise.all(
    commented.map(async (number) => {
      const on = `${repository}#${number}`
      return (await commentsOn(rest, { repository, number })).flatMap(({ id, body, user, reactions = {} }): Sight[] => {
        const news = { kind: 'comment', on, by: user.login, isBot: user.type === 'Bot', body, edited: false } as const
        const signs = Object.entries(reactions).flatMap(([sign, count]) => (count > 0 ? [sign] : []))
        return [
          { key: `comment ${on} ${id}`, content: body, news },
          ...signs.map((sign): Sight => {
            return { key: `sign ${on} ${id} ${sign}`, content: sign, news: { kind: 'sign', on, sign, body } }
          }),
        ]
      })
    }),
  )
  const checked = await Promise.all(pulls.map((number) => checks(rest, { repository, number })))
  return [...sights.flat(), ...checked.flat()]
}

async function checks(rest: GitHubRest, at: Reference): Promise<readonly Sight[]> {
  const on = `${at.repository}#${at.number}`
  const ours = (await checksOn(rest, at)).filter(({ name }) => name.startsWith(OWN_CHECK))
  return ours.map(({ id, conclusion, status, output }): Sight => {
    const said = { title: output.title ?? '', conclusion: conclusion ?? status, summary: output.summary ?? '' }
    const news = { kind: 'check', on, ...said, edited: false } as const
    return { key: `check ${on} ${id}`, content: JSON.stringify(said), news }
  })
}

async function mails(folk: Residents): Promise<readonly Sight[]> {
  const all = await folk.outside.mail()
  return all.map(({ at, to, subject, message }, index) => ({
    key: `mail ${index}`,
    content: `${at} ${to}`,
    news: { kind: 'mail', to, subject, message },
  }))
}
