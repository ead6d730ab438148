import * as z from 'zod'
import { buttonNamed } from '../terminal/buttons.ts'
import { type Channel, NoSuch, type WorldPerson } from '../world/directory.ts'
import type { Ephemeral, Outside, View } from '../world/outside.ts'
import { northwind } from '../world/seed.ts'
import { optionsOf } from '../world/slack-options.ts'
import { mentioned } from './mentions.ts'

/** What people do in Slack beside typing a command and clicking on a message; each waits for the door's answer. */
export type SlackActs = {
  /** Writes `@codexflow <text>`: in a channel (the first when left out), or in the thread under a message there. */
  mention(as: string, text: string, where?: Where): Promise<Heard>
  /** Writes to the app itself. */
  direct(as: string, text: string, where?: Pick<Where, 'thread'>): Promise<Heard>
  /** Chooses a shortcut by its callback id; one of a message when `on` says which. */
  shortcut(as: string, callbackId: string, on?: { readonly channel: string; readonly ts: string }): Promise<Shown>
  /** Fills in fields of the modal before them, by action id, block id or label. */
  fill(as: string, values: Fields): Promise<Shown>
  /** Submits that modal; `values` are filled in first. */
  submit(as: string, values?: Fields): Promise<Shown>
  /** Closes that modal; the one under it is there again. */
  close(as: string): Promise<Shown>
  /** Types into an external select of that modal: the labels and values that are offered. */
  options(as: string, actionId: string, typed: string): Promise<readonly Choice[]>
  /** Clicks a button of a view, by its label, spoken label or action id. */
  clickIn(as: string, view: 'modal' | 'home', button: string): Promise<Shown>
  /** Chooses from a menu of a view. */
  choose(as: string, view: 'modal' | 'home', actionId: string, value: string): Promise<Shown>
  /** Opens the Home tab, and sees it. */
  home(as: string): Promise<View | undefined>
  /** The modal before them; undefined when there is none. */
  modal(as: string): Promise<View | undefined>
}
export type Where = { readonly channel?: string; readonly thread?: string }
export type Fields = Readonly<Record<string, string | string[]>>
export type Choice = { readonly label: string; readonly value: string }

/** Where a message stands, and what only its writer has seen since; `answer` is missing when the app never heard. */
export type Heard = {
  readonly channel: string
  readonly ts: string
  readonly status: number | undefined
  readonly private: readonly Ephemeral[]
}

/** The door's status, what stands at which field (by block id) if the modal was not taken, and the modal there now. */
export type Shown = {
  readonly status: number
  readonly errors: Readonly<Record<string, string>>
  readonly modal: View | undefined
}

type Company = {
  readonly bridge: Outside
  readonly people: readonly WorldPerson[]
  readonly channels: readonly Channel[]
  readonly botUserId: string
  readonly person: (name: string) => WorldPerson
}

/** The acts of `people`, through the bridge. */
export function slackActs({ bridge, people, channels, botUserId, person }: Company): SlackActs {
  const us = { name: 'codexflow', slackId: botUserId }
  // A message keeps a bare id where a command is given the name beside it.
  const kept = (text: string) =>
    mentioned(text, { people: [...people, us], channels }).replace(/<([@#]\w+)\|[^>]*>/g, '<$1>')
  const write = async (as: string, text: string, where: Where): Promise<Heard> => {
    const { slackId } = person(as)
    const before = new Set((await bridge.ephemerals(slackId)).map(({ ts }) => ts))
    const { channel, ts, answer } = await bridge.write({ as: slackId, text: kept(text), ...where })
    const seen = await bridge.ephemerals(slackId)
    return { channel, ts, status: answer?.status, private: seen.filter((message) => !before.has(message.ts)) }
  }
  const modal = async (as: string) => (await bridge.views(person(as).slackId)).modal ?? undefined
  const shown = async (as: string, answer: { readonly status: number; readonly body?: unknown }): Promise<Shown> => {
    const refused = errorsSchema.safeParse(answer.body)
    return { status: answer.status, errors: refused.success ? refused.data.errors : {}, modal: await modal(as) }
  }
  return {
    mention: (as, text, where = {}) => {
      return write(as, `<@${botUserId}> ${text}`, { ...where, channel: where.channel ?? northwind.channels[0] ?? '' })
    },
    direct: (as, text, where = {}) => write(as, text, where),
    shortcut: async (as, callbackId, on) => {
      return shown(as, await bridge.shortcut({ as: person(as).slackId, callbackId, ...on }))
    },
    fill: async (as, values) => shown(as, await bridge.fill({ as: person(as).slackId, values })),
    submit: async (as, values = {}) => shown(as, await bridge.submit({ as: person(as).slackId, values })),
    close: async (as) => shown(as, await bridge.close({ as: person(as).slackId })),
    options: async (as, actionId, typed) => {
      const answer = await bridge.options({ as: person(as).slackId, actionId, value: typed })
      return optionsOf(answer.body).map(({ text, value }) => ({ label: text.text, value }))
    },
    clickIn: async (as, view, button) => {
      const seen = (await bridge.views(person(as).slackId))[view]
      if (seen === null) throw new NoSuch(`${person(as).fullName} has no ${view} view open.`)
      const { actionId, value } = buttonNamed(seen, button)
      const given = value === undefined ? {} : { value }
      return shown(as, await bridge.action({ as: person(as).slackId, view, actionId, ...given }))
    },
    choose: async (as, view, actionId, value) => {
      return shown(as, await bridge.action({ as: person(as).slackId, view, actionId, value }))
    },
    home: async (as) => {
      await bridge.openHome({ as: person(as).slackId })
      return (await bridge.views(person(as).slackId)).home ?? undefined
    },
    modal,
  }
}

const errorsSchema = z.looseObject({
  response_action: z.literal('errors'),
  errors: z.record(z.string(), z.string()),
})
