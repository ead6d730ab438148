import * as z from 'zod'
import { type Deliveries, deliverySchema } from './deliveries.ts'
import { channelNamed, NoSuch, personNamed } from './directory.ts'
import { type Fault, type FaultSwitch, faultOrderSchema } from './faults.ts'
import { json } from './http.ts'
import { type Mailboxes, subscriptionSchema } from './mail.ts'
import type { Routes } from './routes.ts'
import * as schemas from './slack-act-schemas.ts'
import * as acts from './slack-acts.ts'
import * as events from './slack-events.ts'
import { directMessages, messagesIn } from './slack-read.ts'
import * as views from './slack-view-acts.ts'
import type { SlackWorld } from './slack-world.ts'

/** Everything behind the bridge's routes. */
export type Bridge = {
  readonly slack: SlackWorld
  readonly deliveries: Deliveries
  /** Takes a webhook of emulate's in. */
  readonly takeIn: (event: string, payload: Readonly<Record<string, unknown>>) => void
  readonly mailboxes: Mailboxes
  readonly faults: { readonly slack: FaultSwitch; readonly github: FaultSwitch }
  readonly calls: { readonly slack: Map<string, number>; readonly github: Map<string, number> }
  readonly appUrl: { get(): string; set(url: string): void }
  /** What is wrong with each part; `ok` when nothing is. */
  readonly health: () => Promise<Readonly<Record<string, string>>>
}

const hookSchema = z.object({ name: z.string(), payload: z.looseObject({}), guid: z.string().optional() })
const appSchema = z.object({ url: z.url().transform((url) => url.replace(/\/$/, '')) })
const looseSchema = z.looseObject({})

/** The routes of the bridge, by which people and stories act in the outside world and look at it. */
export function bridgeRoutes(bridge: Bridge): Routes {
  const { slack, deliveries } = bridge
  const summary = (delivery: unknown) => deliverySchema.omit({ payload: true }).parse(delivery)
  const userId = async (word: string) => personNamed(await slack.people(), word).slackId
  return {
    'GET /health': async () => {
      const parts = await bridge.health()
      const ok = Object.values(parts).every((state) => state === 'ok')
      return json(ok ? 200 : 503, { ok, pid: process.pid, parts })
    },
    'GET /people': () => slack.people(),
    'GET /app': () => ({ url: bridge.appUrl.get() }),
    'POST /app': ({ body }) => {
      bridge.appUrl.set(appSchema.parse(body).url)
      deliveries.wake()
      return { url: bridge.appUrl.get() }
    },

    'GET /slack/app': () => {
      const { teamId, appId, botUserId } = slack.secrets
      return { teamId, appId, botUserId }
    },
    'POST /slack/command': ({ body }) => acts.command(slack, schemas.commandSchema.parse(body)),
    'POST /slack/action': ({ body }) => acts.action(slack, schemas.actionSchema.parse(body)),
    'POST /slack/shortcut': ({ body }) => acts.shortcut(slack, schemas.shortcutSchema.parse(body)),
    'POST /slack/fill': ({ body }) => views.fill(slack, schemas.fillSchema.parse(body)),
    'POST /slack/options': ({ body }) => views.options(slack, schemas.optionsSchema.parse(body)),
    'POST /slack/submit': ({ body }) => views.submit(slack, schemas.submitSchema.parse(body)),
    'POST /slack/close': ({ body }) => views.close(slack, schemas.closeSchema.parse(body)),
    'POST /slack/message': ({ body }) => events.write(slack, schemas.messageSchema.parse(body)),
    'POST /slack/home': ({ body }) => events.openHome(slack, schemas.homeSchema.parse(body)),
    'POST /slack/event': ({ body }) => events.event(slack, schemas.eventSchema.parse(body)),
    'POST /slack/respond/:id': ({ body, params }) => slack.ephemerals.respond(params['id'] ?? '', body),
    'GET /slack/ephemerals': async ({ call }) => {
      const user = call.query.get('user')
      return slack.ephemerals.to(user === null ? undefined : await userId(user))
    },
    'GET /slack/messages': async ({ call }) => {
      const [user, channel] = [call.query.get('user'), call.query.get('channel')]
      if (user !== null) return directMessages(slack.bot, await userId(user))
      if (channel === null) throw new NoSuch('Name a ?user= or a ?channel=.')
      return messagesIn(slack.bot, (await channelNamed(slack.bot, await slack.people(), channel)).id)
    },
    'GET /slack/views': async ({ call }) => {
      const user = await userId(call.query.get('user') ?? '')
      return views.seenBy(slack, user)
    },

    'POST /github/emulated': ({ call, body }) => {
      bridge.takeIn(String(call.headers['x-github-event']), looseSchema.parse(body))
      return json(202, {})
    },
    'POST /github/hook': ({ body }) => {
      const { name, payload, guid } = hookSchema.parse(body)
      return summary(deliveries.send(name, payload, guid))
    },
    'POST /github/repeat': ({ body }) => {
      const { on } = z.object({ on: z.boolean() }).parse(body)
      deliveries.repeat(on)
      return { on }
    },
    'GET /github/deliveries': () => deliveries.all().map(summary),
    'GET /github/deliveries/:id': ({ params }) => {
      const delivery = deliveries.find(params['id'] ?? '')
      if (delivery === undefined) throw new NoSuch(`There is no delivery ${params['id']}.`)
      return delivery
    },
    'POST /github/deliveries/:id/redeliver': async ({ params }) => {
      const delivery = await deliveries.redeliver(params['id'] ?? '')
      if (delivery === undefined) throw new NoSuch(`There is no delivery ${params['id']}.`)
      return summary(delivery)
    },

    'GET /mail': () => bridge.mailboxes.mail(),
    'POST /mail/subscribe': ({ body }) => {
      const subscription = subscriptionSchema.parse(body)
      bridge.mailboxes.subscribe(subscription)
      return subscription
    },

    'GET /calls': () => ({
      slack: Object.fromEntries(bridge.calls.slack),
      github: Object.fromEntries(bridge.calls.github),
    }),
    'GET /faults': () => faultStates(bridge),
    'POST /faults': ({ body }) => {
      const order = faultOrderSchema.parse(body)
      const arm = (which: 'slack' | 'github', fault: Fault | undefined) => {
        if (fault !== undefined) bridge.faults[which].arm(order, fault)
      }
      arm('slack', order.slack)
      arm('github', order.github)
      return faultStates(bridge)
    },
  }
}

function faultStates({ faults }: Bridge) {
  return { slack: faults.slack.state(), github: faults.github.state() }
}

/** `ok`, or why the address does not answer within two seconds. Any answer of a server is an answer. */
export async function probe(url: string | undefined): Promise<string> {
  if (url === undefined) return 'has not started'
  try {
    await fetch(url, { signal: AbortSignal.timeout(2_000) })
    return 'ok'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
