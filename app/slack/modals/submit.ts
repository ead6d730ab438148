import type { Log } from '../../log.ts'
import { sayRefusal } from '../../projects/refusal-words.ts'
import type { AskedInSlack } from '../../verbs/asked.ts'
import { gather, look, refusedOutright } from '../../verbs/gather.ts'
import { answered, laterMore } from '../../verbs/run.ts'
import type { VerbPorts } from '../../verbs/verb.ts'
import { meanwhileReply } from '../../verbs/words/meanwhile-reply.ts'
import { refusalReply } from '../../verbs/words/refusal-reply.ts'
import { replyOf } from '../../verbs/words/reply.ts'
import { notInstalledReply } from '../../verbs/words/usage-reply.ts'
import { MODALS, type ModalId } from '../callbacks.ts'
import type { ModalView, SlackReply, ViewReply } from '../handlers.ts'
import type { Values } from '../inputs.ts'
import { inSlack } from '../messages/in-slack.ts'
import { formView, pageView } from './form-view.ts'
import { outdatedReply } from './open.ts'
import { MAX_ASKED, type Preset, unpackPreset } from './preset.ts'
import { FORMS } from './registry.ts'

/** A form as it was submitted. */
export type Submitted = {
  readonly callbackId: string
  readonly viewId: string
  readonly privateMetadata: string
  readonly values: Values
}

type SubmitPorts = VerbPorts & { readonly logger: Pick<Log, 'error'> }

/**
 * Does at the door what a form was filled in for, within the budget of `receiveCommand`. What is wrong with one field is
 * said at that field; any other "no", and a fault of ours, above the fields, which keep what was entered. Never throws.
 */
export async function receiveForm(submitted: Submitted, asked: AskedInSlack, ports: SubmitPorts): Promise<ViewReply> {
  const { callbackId, viewId, privateMetadata, values } = submitted
  const id = formId(callbackId)
  if (id === undefined) return page('CodexFlow', outdatedReply())
  const preset = unpackPreset(privateMetadata)
  const { verb, title, read, fieldOf } = FORMS[id]
  const order = read(values, preset)
  if (!order.ok) return nonEmpty(order.error) ? { kind: 'errors', errors: order.error } : page(title, outdatedReply())
  const again = (note: SlackReply): ViewReply => ({
    kind: 'show',
    how: 'update',
    view: formView(id, askedAnew(preset, note), values, note),
  })
  try {
    const isLater = verb.answers === 'later'
    const seen = await look(asked, isLater ? {} : order.value.wants, ports)
    if (seen === undefined) return again(inSlack(notInstalledReply()))
    const refused = refusedOutright(seen.person, verb.action)
    if (refused !== undefined) return again(inSlack(refusalReply(refused)))
    if (isLater || seen.isNew) {
      await ports.followUp({ type: 'SubmitForm', callbackId, viewId, privateMetadata, values, asked })
      return page(title, inSlack(meanwhileReply(order.value.meanwhile)))
    }
    const said = await order.value.run(seen, ports)
    if (said.hasMore) {
      await laterMore(ports, { type: 'SubmitForm', callbackId, viewId, privateMetadata, values, asked, more: true })
    }
    const reply = inSlack(said)
    const field = reply.refusal && fieldOf?.(reply.refusal)
    if (reply.refusal && field !== undefined) return { kind: 'errors', errors: { [field]: atField(reply.refusal) } }
    return reply.refusal === undefined ? page(title, reply) : again(reply)
  } catch (error) {
    ports.logger.error('A form failed', { form: id, cause: asked.cause, error })
    return again(apology())
  }
}

/** What came of a form behind the queue: what it shows now, and the same as a message for one who has closed it. */
export type FormOutcome = { readonly view: ModalView; readonly reply: SlackReply }

/** The same to the end, with as many reads as it takes. Only faults of the surroundings are thrown. */
export async function runForm(
  submitted: Submitted,
  asked: AskedInSlack,
  ports: VerbPorts,
): Promise<FormOutcome | undefined> {
  const { callbackId, privateMetadata, values } = submitted
  const id = formId(callbackId)
  if (id === undefined) return undefined
  const preset = unpackPreset(privateMetadata)
  const { verb, title, read } = FORMS[id]
  const order = read(values, preset)
  if (!order.ok) return undefined
  const context = await gather(asked, order.value.wants, ports)
  if (context === undefined) return undefined
  const refused = refusedOutright(context.person, verb.action)
  const reply = inSlack(refused === undefined ? await answered(order.value, context, ports) : refusalReply(refused))
  const view =
    reply.refusal === undefined ? pageView(title, reply) : formView(id, askedAnew(preset, reply), values, reply)
  return { view, reply }
}

function formId(callbackId: string): ModalId | undefined {
  return MODALS.find((known) => known === callbackId)
}

// What was agreed may have changed since the form was opened, or it is asked for the first time.
function askedAnew(preset: Preset, { refusal }: SlackReply): Preset {
  return refusal?.kind === 'lacks' ? { ...preset, lacks: refusal.lacks.slice(0, MAX_ASKED) } : preset
}

function nonEmpty(errors: Readonly<Record<string, string>>): boolean {
  return Object.keys(errors).length > 0
}

function page(title: string, reply: SlackReply): ViewReply {
  return { kind: 'show', how: 'update', view: pageView(title, reply) }
}

// At a field Slack shows plain text.
function atField(refusal: NonNullable<SlackReply['refusal']>): string {
  const { why, instead } = sayRefusal(refusal)
  return `${why} ${instead}`
}

function apology(): SlackReply {
  return inSlack(
    replyOf([
      'Something broke on our side, and it has been logged. Nothing that you entered is lost: please try again in a minute.',
    ]),
  )
}
