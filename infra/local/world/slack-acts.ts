import * as z from 'zod'
import { channelNamed, NoSuch, personNamed, type WorldPerson } from './directory.ts'
import type { actionSchema, commandSchema, shortcutSchema } from './slack-act-schemas.ts'
import { clickOn } from './slack-elements.ts'
import * as payloads from './slack-payloads.ts'
import { findMessage } from './slack-read.ts'
import { clickInView } from './slack-view-acts.ts'
import { type ActAnswer, actorOf, post, postPayload, type SlackWorld, withResponses } from './slack-world.ts'

/** A person types a slash command. */
export async function command(world: SlackWorld, act: z.output<typeof commandSchema>): Promise<ActAnswer> {
  const people = await world.people()
  const person = personNamed(people, act.as)
  const channel = await channelNamed(world.bot, people, act.channel ?? world.seed.channels[0] ?? 'general')
  const actor = await actorOf(world, person)
  const { id, url } = world.ephemerals.open({ user: person.slackId, channel: channel.id })
  const form = payloads.commandForm(actor, channel, act.command, act.text, url)
  const answer = await post(world, form, act)
  const said = acknowledgement.safeParse(typeof answer.body === 'string' ? { text: answer.body } : answer.body)
  if (answer.status === 200 && said.success && (said.data.text !== '' || said.data.blocks !== undefined)) {
    const { text, blocks, response_type } = said.data
    const content = { text, ...(blocks === undefined ? {} : { blocks }) }
    if (response_type === 'in_channel') await world.bot('chat.postMessage', { channel: channel.id, ...content })
    else {
      const at = { user: person.slackId, channel: channel.id, responseId: id }
      world.ephemerals.record({ ...at, ...content, source: 'acknowledgement' })
    }
  }
  return withResponses(world, answer, id, person)
}

/** A person clicks a button, or chooses from a menu. */
export async function action(world: SlackWorld, act: z.output<typeof actionSchema>): Promise<ActAnswer> {
  const people = await world.people()
  const person = personNamed(people, act.as)
  if (act.view !== undefined) return clickInView(world, person, { ...act, view: act.view })
  const surface = await surfaceOf(world, people, person, act)
  const click = clickOn(blocksOf(surface.message, act.blockId), act.actionId, act.value)
  const actor = await actorOf(world, person)
  const { id, url } = world.ephemerals.open({
    user: person.slackId,
    channel: surface.channel.id,
    message: { ts: String(surface.message['ts']), isEphemeral: surface.kind === 'ephemeral' },
  })
  const payload = payloads.blockActions(actor, { ...surface, responseUrl: url }, click)
  return withResponses(world, await postPayload(world, payload, act), id, person)
}

/** A person chooses a shortcut: a global one, or one from the menu of a message. */
export async function shortcut(world: SlackWorld, act: z.output<typeof shortcutSchema>): Promise<ActAnswer> {
  const people = await world.people()
  const person = personNamed(people, act.as)
  const actor = await actorOf(world, person)
  if (act.ts === undefined) {
    const answer = await postPayload(world, payloads.globalShortcut(actor, act.callbackId), act)
    return { ...answer, responses: [] }
  }
  const channel = await channelNamed(world.bot, people, act.channel ?? `@${person.name}`)
  const message = await findMessage(world.bot, channel.id, act.ts)
  const { id, url } = world.ephemerals.open({ user: person.slackId, channel: channel.id })
  const payload = payloads.messageShortcut(actor, act.callbackId, { message, channel, responseUrl: url })
  return withResponses(world, await postPayload(world, payload, act), id, person)
}

const acknowledgement = z.looseObject({
  text: z.string().default(''),
  blocks: z.array(z.looseObject({})).optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
})

async function surfaceOf(
  world: SlackWorld,
  people: readonly WorldPerson[],
  person: WorldPerson,
  act: z.output<typeof actionSchema>,
) {
  const ts = act.ts ?? act.shown?.ts
  if (ts === undefined) throw new NoSuch('Name the message by "ts", or the view by "view".')
  const ephemeral = world.ephemerals.to(person.slackId).find((message) => message.ts === ts)
  if (ephemeral !== undefined) {
    const channel = { id: ephemeral.channel, name: 'channel' }
    return { kind: 'ephemeral' as const, message: act.shown ?? ephemeral, channel }
  }
  const channel = await channelNamed(world.bot, people, act.channel ?? `@${person.name}`)
  const message = act.shown ?? (await findMessage(world.bot, channel.id, ts))
  return { kind: 'message' as const, message, channel }
}

function blocksOf(message: Readonly<Record<string, unknown>>, blockId: string | undefined) {
  const blocks = Array.isArray(message['blocks']) ? (message['blocks'] as Readonly<Record<string, unknown>>[]) : []
  return blockId === undefined ? blocks : blocks.filter((block) => block['block_id'] === blockId)
}
