import * as z from 'zod'
import { NoSuch, personNamed, type WorldPerson } from './directory.ts'
import type { actionSchema, closeSchema, fillSchema, optionsSchema, submitSchema } from './slack-act-schemas.ts'
import { clickOn, elementNamed } from './slack-elements.ts'
import { type Filled, fieldNamed, fieldsOf, filledIn, stateOf } from './slack-fields.ts'
import { type Option, offered, optionsOf } from './slack-options.ts'
import * as payloads from './slack-payloads.ts'
import { type View, viewSchema } from './slack-views.ts'
import { type ActAnswer, actorOf, postPayload, type SlackWorld } from './slack-world.ts'

/** A person clicks or chooses in their Home tab or in the modal before them; what they chose stays chosen. */
export async function clickInView(
  world: SlackWorld,
  person: WorldPerson,
  act: z.output<typeof actionSchema> & { readonly view: 'modal' | 'home' },
): Promise<ActAnswer> {
  const view = seen(world, person, act.view)
  const options = await offeredFor(world, person, view, act.actionId, act.value)
  const click = clickOn(view.blocks, act.actionId, act.value, options)
  const field = act.value === undefined ? undefined : fieldNamed(view.blocks, act.actionId)
  if (field !== undefined && act.value !== undefined) {
    world.views.fill(view.id, filledIn(field, act.value, options))
  }
  return clicked(world, person, view, click, act)
}

/**
 * A person fills in fields of the modal, which then stand there until it is closed. As in Slack, the application hears
 * of it at once only where an input block says `dispatch_action`; what is typed into an external select is searched.
 */
export async function fill(world: SlackWorld, act: z.output<typeof fillSchema>): Promise<ActAnswer> {
  const person = personNamed(await world.people(), act.as)
  let answer: ActAnswer = { status: 200, body: '', tookMs: 0, responses: [] }
  for (const [name, value] of Object.entries(act.values)) {
    const view = seen(world, person, 'modal')
    const field = fieldNamed(view.blocks, name)
    if (field === undefined) {
      const there = fieldsOf(view.blocks).map(({ actionId }) => actionId)
      throw new NoSuch(`The modal has no field ${name}. Its fields: ${there.join(', ') || 'none'}.`)
    }
    const options = await offeredFor(world, person, view, field.actionId, value)
    world.views.fill(view.id, filledIn(field, value, options))
    if (field.block['dispatch_action'] !== true) continue
    answer = await clicked(world, person, view, clickOn(view.blocks, field.actionId, value, options), act)
  }
  return answer
}

/** A person presses the submit button of the modal that is open before them; `values` are filled in first. */
export async function submit(world: SlackWorld, act: z.output<typeof submitSchema>): Promise<ActAnswer> {
  await fill(world, act)
  const person = personNamed(await world.people(), act.as)
  const view = seen(world, person, 'modal')
  const actor = await actorOf(world, person, view)
  const values = stateOf(view.blocks, world.views.filled(view.id), 'to submit')
  const answer = await postPayload(world, payloads.viewSubmission(actor, view, values), act)
  if (answer.status !== 200) return { ...answer, responses: [] }
  const said = viewAnswer.safeParse(answer.body)
  const { response_action, view: next } = said.success ? said.data : { response_action: 'close', view: undefined }
  if (response_action === 'close') world.views.close(person.slackId)
  else if (response_action === 'clear') world.views.clear(person.slackId)
  else if (response_action !== 'errors' && next !== undefined) {
    const args = response_action === 'push' ? { trigger_id: actor.trigger } : { view_id: view.id }
    const method = `views.${response_action}` as const
    world.views.remember(method, args, await world.bot(method, { ...args, view: next }))
  }
  return { ...answer, responses: [] }
}

/** A person closes the modal on top (`all`: every one). The application hears of it only if `notify_on_close` asks so. */
export async function close(world: SlackWorld, act: z.output<typeof closeSchema>): Promise<ActAnswer> {
  const person = personNamed(await world.people(), act.as)
  const view = seen(world, person, 'modal')
  const values = stateOf(view.blocks, world.views.filled(view.id))
  if (act.all) world.views.clear(person.slackId)
  else world.views.close(person.slackId)
  if (view['notify_on_close'] !== true) return { status: 200, body: '', tookMs: 0, responses: [] }
  const actor = await actorOf(world, person)
  const answer = await postPayload(world, payloads.viewClosed(actor, view, values, act.all), act)
  return { ...answer, responses: [] }
}

/** A person types into an external select of a view: what the application offers. */
export async function options(world: SlackWorld, act: z.output<typeof optionsSchema>): Promise<ActAnswer> {
  const person = personNamed(await world.people(), act.as)
  const view = seen(world, person, act.view)
  return { ...(await suggest(world, person, view, act.actionId, act.value, act)), responses: [] }
}

/** What a person sees: the modal on top and the Home tab, with what stands in their fields. */
export function seenBy({ views }: SlackWorld, user: string) {
  const filled = (view: View | undefined) =>
    view === undefined ? null : { ...view, state: { values: stateOf(view.blocks, views.filled(view.id)) } }
  return { modal: filled(views.modal(user)), home: filled(views.home(user)) }
}

const viewAnswer = z.looseObject({
  response_action: z.enum(['errors', 'update', 'push', 'clear', 'close']).default('close'),
  view: z.looseObject({}).optional(),
})

async function clicked(
  world: SlackWorld,
  person: WorldPerson,
  view: View,
  click: Readonly<Record<string, unknown>>,
  signing: Pick<z.output<typeof actionSchema>, 'retryNum' | 'ageSeconds'>,
): Promise<ActAnswer> {
  const actor = await actorOf(world, person, view)
  const values = stateOf(view.blocks, world.views.filled(view.id))
  const payload = payloads.blockActions(actor, { kind: 'view', view, values }, click)
  return { ...(await postPayload(world, payload, signing)), responses: [] }
}

// Whoever fills in an external select first types, and then chooses among what is offered.
async function offeredFor(
  world: SlackWorld,
  person: WorldPerson,
  view: View,
  actionId: string,
  value: Filled | undefined,
): Promise<readonly Option[] | undefined> {
  const element = elementNamed(view.blocks, actionId)
  if (value === undefined || !element?.type.endsWith('external_select')) return undefined
  const words = typeof value === 'string' ? [value] : value
  const found = await Promise.all(
    words.map(async (word) => {
      const answer = await suggest(world, person, view, actionId, word, {})
      return offered(optionsOf(answer.body), word)
    }),
  )
  return found
}

async function suggest(
  world: SlackWorld,
  person: WorldPerson,
  view: View,
  actionId: string,
  value: string,
  signing: Pick<z.output<typeof optionsSchema>, 'retryNum' | 'ageSeconds'>,
) {
  const field = fieldNamed(view.blocks, actionId)
  if (field === undefined) throw new NoSuch(`There is no "${actionId}" to type into.`)
  // No trigger comes with a suggestion: it opens nothing.
  const actor = { person, team: { id: world.secrets.teamId, domain: world.seed.team.domain }, slack: world.secrets }
  const values = stateOf(view.blocks, world.views.filled(view.id))
  return postPayload(world, payloads.blockSuggestion(actor, { view, values, field, value }), signing)
}

function seen(world: SlackWorld, person: WorldPerson, which: 'modal' | 'home'): View {
  const view = world.views[which](person.slackId)
  if (view === undefined) throw new NoSuch(`${person.fullName} has no ${which} view open.`)
  return viewSchema.parse(view)
}
