import * as z from 'zod'
import type { WorldPerson } from './directory.ts'
import type { Secrets } from './secrets.ts'
import type { Seed } from './seed.ts'
import type { SlackClient } from './slack-client.ts'
import { type DoorAnswer, postToSlackDoor, type Signing } from './slack-door.ts'
import type { Ephemeral, Ephemerals } from './slack-ephemerals.ts'
import type { Actor } from './slack-payloads.ts'
import type { View, Views } from './slack-views.ts'

/** Everything the acts of people in Slack need. */
export type SlackWorld = {
  readonly secrets: Secrets['slack']
  readonly seed: Seed
  /** Acts as the bot, past the front. */
  readonly bot: SlackClient
  /** Acts with somebody's own token, past the front. */
  readonly person: (token: string) => SlackClient
  readonly people: () => Promise<readonly WorldPerson[]>
  readonly appUrl: () => string
  readonly views: Views
  readonly ephemerals: Ephemerals
}

/** The answer to an act; `responses` are ephemeral messages that came by `response_url` before the answer did. */
export type ActAnswer = DoorAnswer & { readonly responseId?: string; readonly responses: readonly Ephemeral[] }

const minted = z.looseObject({ trigger_id: z.string() })

/** Somebody about to act, with a trigger that opens one modal within 3 seconds, above `view` when that is a modal. */
export async function actorOf(world: SlackWorld, person: WorldPerson, view?: View): Promise<Actor> {
  const trigger = minted.parse(
    await world.bot('views.generateTriggerId', {
      user_id: person.slackId,
      ...(view?.type === 'modal' ? { view_id: view.id } : {}),
    }),
  ).trigger_id
  world.views.triggered(trigger, person.slackId)
  return { person, team: { id: world.secrets.teamId, domain: world.seed.team.domain }, slack: world.secrets, trigger }
}

/** The answer, with what came by the `response_url` called `id` meanwhile. */
export function withResponses(world: SlackWorld, answer: DoorAnswer, id: string, person: WorldPerson): ActAnswer {
  const responses = world.ephemerals
    .to(person.slackId)
    .filter((message) => message.responseId === id && message.source === 'response_url')
  return { ...answer, responseId: id, responses }
}

/** Hands over a payload of an interaction, as the form field that Slack puts it in. */
export function postPayload(world: SlackWorld, payload: unknown, signing: Signing): Promise<DoorAnswer> {
  return post(world, new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), signing)
}

/** Hands over a body to the application's Slack door, signed. */
export function post(world: SlackWorld, body: string, signing: Signing, type = 'application/x-www-form-urlencoded') {
  return postToSlackDoor(world.appUrl(), world.secrets.signingSecret, type, body, signing)
}
