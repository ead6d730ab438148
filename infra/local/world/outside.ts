import * as z from 'zod'
import { type Delivery, deliverySchema } from './deliveries.ts'
import { type WorldPerson, worldPersonSchema } from './directory.ts'
import type { FaultOrder } from './faults.ts'
import { type Mail, mailSchema, type Subscription } from './mail.ts'
import type * as acts from './slack-act-schemas.ts'
import { type Ephemeral, ephemeralSchema } from './slack-ephemerals.ts'
import { type SeenMessage, seenMessageSchema } from './slack-read.ts'
import { type View, viewSchema } from './slack-views.ts'

export type { Delivery, Ephemeral, Mail, SeenMessage, View, WorldPerson }

/** What the application answered to an act in Slack. */
export type SlackAnswer = z.output<typeof answerSchema>

/** Everything that people and stories do in the outside world and see of it, through the bridge. */
export type Outside = ReturnType<typeof outside>

/** The bridge at `url`. What it refuses is thrown, in its words. */
export function outside(url: string) {
  const ask = <T>(schema: z.ZodType<T>, path: string, body?: unknown) => askBridge(url, schema, path, body)
  const query = (name: string, value: string) => `?${new URLSearchParams({ [name]: value })}`
  return {
    people: (): Promise<readonly WorldPerson[]> => ask(z.array(worldPersonSchema), '/people'),
    /** Where the application listens from now on; whatever waits for it is sent at once. */
    setApp: (appUrl: string) => ask(appSchema, '/app', { url: appUrl }),

    /** The ids by which Slack knows us. */
    slackApp: () => ask(slackAppSchema, '/slack/app'),
    /** A person types `/codexflow <text>`. */
    command: (act: z.input<typeof acts.commandSchema>) => ask(answerSchema, '/slack/command', act),
    /** A person clicks. */
    action: (act: z.input<typeof acts.actionSchema>) => ask(answerSchema, '/slack/action', act),
    /** A person chooses a shortcut, global or of a message. */
    shortcut: (act: z.input<typeof acts.shortcutSchema>) => ask(answerSchema, '/slack/shortcut', act),
    /** A person fills in fields of the open modal. */
    fill: (act: z.input<typeof acts.fillSchema>) => ask(answerSchema, '/slack/fill', act),
    /** A person types into an external select; the body has the options. */
    options: (act: z.input<typeof acts.optionsSchema>) => ask(answerSchema, '/slack/options', act),
    /** A person submits the open modal. */
    submit: (act: z.input<typeof acts.submitSchema>) => ask(answerSchema, '/slack/submit', act),
    /** A person closes the open modal. */
    close: (act: z.input<typeof acts.closeSchema>) => ask(answerSchema, '/slack/close', act),
    /** A person writes a message, in a channel or to the app. */
    write: (act: z.input<typeof acts.messageSchema>) => ask(writtenSchema, '/slack/message', act),
    /** A person opens the Home tab. */
    openHome: (act: z.input<typeof acts.homeSchema>) => ask(answerSchema, '/slack/home', act),
    /** Slack sends an event. */
    event: (act: z.input<typeof acts.eventSchema>) => ask(answerSchema, '/slack/event', act),
    /** What only this person sees, oldest first. */
    ephemerals: (user: string) => ask(z.array(ephemeralSchema), `/slack/ephemerals${query('user', user)}`),
    /** A person's direct messages with the bot, oldest first. */
    messages: (user: string) => ask(z.array(seenMessageSchema), `/slack/messages${query('user', user)}`),
    channel: (name: string) => ask(z.array(seenMessageSchema), `/slack/messages${query('channel', name)}`),
    views: (user: string) => ask(viewsSchema, `/slack/views${query('user', user)}`),

    deliveries: () => ask(z.array(summarySchema), '/github/deliveries'),
    delivery: (id: string | number) => ask(deliverySchema, `/github/deliveries/${id}`),
    redeliver: (id: string | number) => ask(summarySchema, `/github/deliveries/${id}/redeliver`, {}),
    /** Whether failed deliveries are repeated by themselves, as at first; GitHub itself waits to be asked. */
    repeat: (on: boolean) => ask(z.object({ on: z.boolean() }), '/github/repeat', { on }),
    /** GitHub sends an event that the emulator has not. */
    hook: (hook: { name: string; payload: unknown; guid?: string }) => ask(summarySchema, '/github/hook', hook),

    mail: (): Promise<readonly Mail[]> => ask(z.array(mailSchema), '/mail'),
    subscribe: (subscription: Subscription) => ask(z.looseObject({}), '/mail/subscribe', subscription),

    /** Counts of calls by method: `{ slack: { 'chat.postMessage': 2 }, github: {} }`. */
    calls: () => ask(callsSchema, '/calls'),
    faults: (order: FaultOrder) => ask(z.looseObject({}), '/faults', order),
  }
}

const appSchema = z.object({ url: z.string() })
const slackAppSchema = z.object({ teamId: z.string(), appId: z.string(), botUserId: z.string() })
const summarySchema = deliverySchema.omit({ payload: true })
const countsSchema = z.record(z.string(), z.number())
const callsSchema = z.object({ slack: countsSchema, github: countsSchema })
const viewsSchema = z.object({ modal: viewSchema.nullable(), home: viewSchema.nullable() })
const answerSchema = z.object({
  status: z.number(),
  body: z.unknown(),
  tookMs: z.number(),
  responseId: z.string().optional(),
  responses: z.array(ephemeralSchema).default([]),
})

const writtenSchema = z.object({
  channel: z.string(),
  ts: z.string(),
  /** Undefined when the application hears nothing of it. */
  answer: answerSchema.omit({ responses: true }).extend({ attempts: z.number() }).optional(),
})

async function askBridge<T>(url: string, schema: z.ZodType<T>, path: string, body: unknown): Promise<T> {
  const response = await fetch(`${url}${path}`, {
    ...(body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(60_000),
  })
  const answer: unknown = await response.json()
  if (response.ok) return schema.parse(answer)
  const said = z.looseObject({ error: z.string() }).safeParse(answer)
  throw new Error(said.success ? said.data.error : `${path} answers ${response.status}`)
}
