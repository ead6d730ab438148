import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { channelNamed, NoSuch, personNamed, type WorldPerson } from './directory.ts'
import type { Secrets } from './secrets.ts'
import type { Seed } from './seed.ts'
import type { actionSchema, commandSchema, eventSchema, submitSchema } from './slack-act-schemas.ts'
import type { SlackClient } from './slack-client.ts'
import { type DoorAnswer, postToSlackDoor, type Signing } from './slack-door.ts'
import { clickOn } from './slack-elements.ts'
import type { Ephemerals } from './slack-ephemerals.ts'
import * as payloads from './slack-payloads.ts'
import { findMessage } from './slack-read.ts'
import { submissionValues } from './slack-submission.ts'
import { type View, type Views, viewSchema } from './slack-views.ts'

/** Everything the acts of people in Slack need. */
export type SlackWorld = {
  readonly secrets: Secrets['slack']
  readonly seed: Seed
  /** Acts as the bot, past the front. */
  readonly bot: SlackClient
  readonly people: () => Promise<readonly WorldPerson[]>
  readonly appUrl: () => string
  readonly views: Views
  readonly ephemerals: Ephemerals
}

/** The answer to an act; `responses` are ephemeral messages that came by `response_url` before the answer did. */
export type ActAnswer = DoorAnswer & { readonly responseId?: string; readonly responses: readonly unknown[] }

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
  if (act.view !== undefined) {
    const view = seen(world, person, act.view)
    const actor = await actorOf(world, person, view)
    const click = clickOn(view.blocks, act.actionId, act.value)
    const answer = await postPayload(world, payloads.blockActions(actor, { kind: 'view', view }, click), act)
    return { ...answer, responses: [] }
  }
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

/** A person presses the submit button of the modal that is open before them. */
export async function submit(world: SlackWorld, act: z.output<typeof submitSchema>): Promise<ActAnswer> {
  const person = personNamed(await world.people(), act.as)
  const view = seen(world, person, 'modal')
  const actor = await actorOf(world, person, view)
  const payload = payloads.viewSubmission(actor, view, submissionValues(view.blocks, act.values))
  const answer = await postPayload(world, payload, act)
  if (answer.status !== 200) return { ...answer, responses: [] }
  const said = viewAnswer.safeParse(answer.body)
  const { response_action, view: next } = said.success ? said.data : { response_action: 'close', view: undefined }
  if (response_action === 'close' || response_action === 'clear') world.views.close(person.slackId)
  else if (response_action !== 'errors' && next !== undefined) {
    const args = response_action === 'push' ? { trigger_id: actor.trigger } : { view_id: view.id }
    world.views.remember(args, await world.bot(`views.${response_action}`, { ...args, view: next }))
  }
  return { ...answer, responses: [] }
}

/** Slack sends an event, such as `app_home_opened`; repeated with the same `eventId` it is the same event. */
export async function event(world: SlackWorld, act: z.output<typeof eventSchema>): Promise<DoorAnswer> {
  const id = act.eventId ?? `Ev${randomUUID().replaceAll('-', '').slice(0, 10).toUpperCase()}`
  const envelope = payloads.eventEnvelope(world.secrets, act.event, id, new Date())
  return post(world, JSON.stringify(envelope), act, 'application/json')
}

const acknowledgement = z.looseObject({
  text: z.string().default(''),
  blocks: z.array(z.looseObject({})).optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
})
const viewAnswer = z.looseObject({
  response_action: z.enum(['errors', 'update', 'push', 'clear', 'close']).default('close'),
  view: z.looseObject({}).optional(),
})
const minted = z.looseObject({ trigger_id: z.string() })

async function actorOf(world: SlackWorld, person: WorldPerson, view?: View): Promise<payloads.Actor> {
  const trigger = minted.parse(
    await world.bot('views.generateTriggerId', {
      user_id: person.slackId,
      ...(view?.type === 'modal' ? { view_id: view.id } : {}),
    }),
  ).trigger_id
  world.views.triggered(trigger, person.slackId)
  return { person, team: { id: world.secrets.teamId, domain: world.seed.team.domain }, slack: world.secrets, trigger }
}

function seen(world: SlackWorld, person: WorldPerson, which: 'modal' | 'home'): View {
  const view = world.views[which](person.slackId)
  if (view === undefined) throw new NoSuch(`${person.fullName} has no ${which} view open.`)
  return viewSchema.parse(view)
}

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

function withResponses(world: SlackWorld, answer: DoorAnswer, id: string, person: WorldPerson): ActAnswer {
  const responses = world.ephemerals
    .to(person.slackId)
    .filter((message) => message.responseId === id && message.source === 'response_url')
  return { ...answer, responseId: id, responses }
}

function postPayload(world: SlackWorld, payload: unknown, act: Signing): Promise<DoorAnswer> {
  return post(world, new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), act)
}

function post(world: SlackWorld, body: string, act: Signing, type = 'application/x-www-form-urlencoded') {
  return postToSlackDoor(world.appUrl(), world.secrets.signingSecret, type, body, act)
}
