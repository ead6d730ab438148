import type { Workspace } from '../../tasks/workspace.ts'
import { MODALS, SEARCHES } from '../callbacks.ts'
import type { ActionReply, Choice, ViewReply } from '../handlers.ts'
import type { ActionInput, OptionsInput, ShortcutInput, ViewInput } from '../inputs.ts'
import { withMoreRows } from '../modals/form-view.ts'
import { messageTitle } from '../modals/message-title.ts'
import { outdatedReply, receiveOpening } from '../modals/open.ts'
import { type FormCall, unpackFormCall, unpackPreset } from '../modals/preset.ts'
import { SEARCH } from '../modals/search.ts'
import { receiveForm } from '../modals/submit.ts'
import { profileFrom } from '../profile.ts'
import type { GesturePorts } from './gesture.ts'
import { shown } from './shown.ts'

/** Opens the form that a button is for. */
export async function openForm(input: ActionInput, ports: GesturePorts): Promise<ActionReply | undefined> {
  const call = unpackFormCall(input.value)
  const left = await (call === undefined
    ? shown(outdatedReply(), input, around(input, ports))
    : opened(call, input, ports))
  return left === undefined ? undefined : { ...left, place: 'private' }
}

/** Opens the form of a new task, from anywhere or with the message that is to become one. */
export async function newTask(input: ShortcutInput, ports: GesturePorts) {
  const { message } = input
  if (message === undefined) return opened({ form: 'task.new', preset: {} }, input, ports)
  const { channelId: channel, ts, threadTs: thread, text, permalink } = message
  const title = messageTitle(text)
  const from = { ts, permalink, ...(thread === undefined ? {} : { thread }) }
  return opened({ form: 'task.new', preset: { channel, from, ...(title === '' ? {} : { title }) } }, input, ports)
}

/** Adds a row to the form that is open; all that was entered stays. One call to Slack, and nothing is read. */
export async function addRow(input: ActionInput, ports: GesturePorts): Promise<undefined> {
  const form = MODALS.find((known) => known === input.view?.callbackId)
  if (form === undefined || input.view === undefined) return
  const { viewId, hash, privateMetadata, values } = input.view
  const { calls, logger } = around(input, ports)
  const longer = withMoreRows(form, unpackPreset(privateMetadata), values)
  const updated = await calls.updateView(viewId, longer, hash)
  // Somebody who clicks twice has got a row by the first click.
  if (!updated.ok && updated.error.why !== 'overtaken') logger.warn('A form got no row', updated.error)
}

/** Does what a form was filled in for. */
export async function submitForm(input: ViewInput, ports: GesturePorts): Promise<ViewReply> {
  if (input.closed) return { kind: 'close' }
  const by = ports.asked(input)
  const { home } = unpackPreset(input.privateMetadata)
  const reply = await receiveForm(input, by, { ...ports.verbs, logger: ports.logger })
  if (home && reply.kind !== 'errors') {
    await ports.verbs.followUp({ type: 'PublishHome', workspace: by.workspace, slackUser: by.slackUser })
  }
  return reply
}

/** The choices of a menu for what is typed into it. */
export async function choices(input: OptionsInput, ports: GesturePorts): Promise<readonly Choice[]> {
  const search = SEARCHES.find((known) => known === input.actionId)
  if (search === undefined) return []
  const profileOf = (workspace: Workspace, user: string) => profileFrom(ports.calls(workspace), user)
  return SEARCH[search](input, ports.asked(input), { ...ports.verbs, profileOf })
}

async function opened(call: FormCall, input: ActionInput | ShortcutInput, ports: GesturePorts) {
  return shown(await receiveOpening(call, ports.asked(input), ports.verbs), input, around(input, ports))
}

function around(input: ActionInput | ShortcutInput, { asked, calls, logger }: GesturePorts) {
  return { calls: calls(asked(input).workspace), logger }
}
