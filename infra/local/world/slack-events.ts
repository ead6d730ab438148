import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { channelNamed, personNamed } from './directory.ts'
import type { eventSchema, homeSchema, messageSchema } from './slack-act-schemas.ts'
import type { DoorAnswer, Signing } from './slack-door.ts'
import { eventEnvelope } from './slack-payloads.ts'
import { post, type SlackWorld } from './slack-world.ts'

type Event = Readonly<Record<string, unknown>> & { readonly type: string }

/** How often Slack sends an event again that was not taken. https://docs.slack.dev/apis/events-api#retries */
const REPETITIONS = 3

/** The message that was written, and what the application answered to the last delivery of its event. */
export type Written = {
  readonly channel: string
  readonly ts: string
  /** Undefined when the application hears nothing of it: it was neither mentioned nor written to. */
  readonly answer?: DoorAnswer & { readonly attempts: number }
}

/** Slack sends one event once; repeated with the same `eventId` it is the same event. */
export async function event(world: SlackWorld, act: z.output<typeof eventSchema>): Promise<DoorAnswer> {
  return send(world, act.event, act.eventId ?? newEventId(), act)
}

/**
 * A person writes a message. The application hears of it when it is mentioned in a channel, and of everything in the
 * direct messages with it; there a mention is no event of its own. https://docs.slack.dev/reference/events/app_mention
 */
export async function write(world: SlackWorld, act: z.output<typeof messageSchema>): Promise<Written> {
  const people = await world.people()
  const person = personNamed(people, act.as)
  const slack = world.person(person.slackToken)
  const bot = world.secrets.botUserId
  const channel = await channelNamed(world.bot, people, act.channel ?? `@${person.name}`)
  const thread = act.thread === undefined ? {} : { thread_ts: act.thread }
  const posted = await slack('chat.postMessage', { channel: channel.id, text: act.text, ...thread })
  const { ts } = postedSchema.parse(posted)
  const message = { user: person.slackId, text: act.text, ts, team: world.secrets.teamId, ...thread }
  const at = { channel: channel.id, event_ts: ts }
  const isDirect = channel.id.startsWith('D')
  if (isDirect) {
    const said = await untilTaken(world, { type: 'message', ...message, ...at, channel_type: 'im' })
    return { channel: channel.id, ts, answer: said }
  }
  if (!act.text.includes(`<@${bot}>`)) return { channel: channel.id, ts }
  return { channel: channel.id, ts, answer: await untilTaken(world, { type: 'app_mention', ...message, ...at }) }
}

/** A person opens the app's Home tab. https://docs.slack.dev/reference/events/app_home_opened */
export async function openHome(world: SlackWorld, act: z.output<typeof homeSchema>): Promise<DoorAnswer> {
  const people = await world.people()
  const person = personNamed(people, act.as)
  const channel = await channelNamed(world.bot, people, `@${person.name}`)
  const view = world.views.home(person.slackId)
  const opened = { type: 'app_home_opened', user: person.slackId, channel: channel.id, tab: 'home' }
  return untilTaken(world, { ...opened, ...(view === undefined ? {} : { view }) })
}

const postedSchema = z.looseObject({ ts: z.string() })

// Slack waits a minute and then five before it tries the last two times; nobody at a laptop does.
async function untilTaken(world: SlackWorld, event: Event): Promise<DoorAnswer & { readonly attempts: number }> {
  const id = newEventId()
  let answer = await send(world, event, id, {})
  let attempts = 1
  for (; answer.status !== 200 && attempts <= REPETITIONS; attempts++) {
    answer = await send(world, event, id, { retryNum: attempts })
  }
  return { ...answer, attempts }
}

function send(world: SlackWorld, event: Event, id: string, signing: Signing): Promise<DoorAnswer> {
  const envelope = eventEnvelope(world.secrets, event, id, new Date())
  return post(world, JSON.stringify(envelope), signing, 'application/json')
}

function newEventId(): string {
  return `Ev${randomUUID().replaceAll('-', '').slice(0, 10).toUpperCase()}`
}
