import { err, ok, type Result } from '../../result.ts'
import { gather, look, refusedOutright } from '../commands/gather.ts'
import type { Asked, VerbPorts, Wants } from '../commands/verb.ts'
import type { Reply } from '../handlers.ts'
import { command } from '../messages/markup.ts'
import { refusalReply } from '../messages/refusal-reply.ts'
import { replyOf } from '../messages/reply.ts'
import { notInstalledReply } from '../messages/usage-reply.ts'
import type { ActionOutcome, ActionPorts, ButtonAction } from './action.ts'
import { BUTTONS } from './registry.ts'
import { TASK_ACTIONS, type TaskButtonValue, unpackTaskButton } from './task-button.ts'

/** What was clicked, as Slack says it. */
export type Click = { readonly actionId: string; readonly value: string }

/**
 * Acts on a click at the door, within the budget of `receiveCommand`; what needs more is handed on, and answered by
 * `runAction` when it comes from the queue.
 */
export async function receiveAction(
  click: Click,
  asked: Asked,
  ports: ActionPorts & Pick<VerbPorts, 'followUp'>,
): Promise<ActionOutcome> {
  const read = readClick(click)
  if (!read.ok) return { reply: read.error }
  const { action, button } = read.value
  const isLater = action.answers === 'later'
  const seen = await look(asked, isLater ? {} : wantsOf(action, button), ports)
  if (seen === undefined) return { reply: notInstalledReply() }
  const refused = refusedOutright(seen.person, action.action)
  if (refused !== undefined) return { reply: refusalReply(refused) }
  if (action.isForm || (!isLater && !seen.isNew)) return action.act(button, seen, ports)
  await ports.followUp({ type: 'RunAction', ...click, asked })
  return {}
}

/**
 * Acts on a click as the verb of that name would. Total for whatever Slack brings; only faults of the surroundings are
 * thrown. A click that can do nothing is always answered in words.
 */
export async function runAction(click: Click, asked: Asked, ports: ActionPorts): Promise<ActionOutcome> {
  const read = readClick(click)
  if (!read.ok) return { reply: read.error }
  const { action, button } = read.value
  const context = await gather(asked, wantsOf(action, button), ports)
  if (context === undefined) return { reply: notInstalledReply() }
  const refused = refusedOutright(context.person, action.action)
  return refused === undefined ? action.act(button, context, ports) : { reply: refusalReply(refused) }
}

type Clicked = { readonly action: ButtonAction; readonly button: TaskButtonValue }

function readClick({ actionId, value }: Click): Result<Clicked, Reply> {
  const id = TASK_ACTIONS.find((known) => known === actionId)
  const button = unpackTaskButton(value)
  return id === undefined || button === undefined ? err(unknownButton()) : ok({ action: BUTTONS[id], button })
}

function wantsOf(action: ButtonAction, { task }: TaskButtonValue): Wants {
  return { ...action.wants, ...(action.reads ? { task } : {}) }
}

function unknownButton(): Reply {
  return replyOf([
    'That button is from an older version of me, and does nothing any more.',
    `What you can do: ${command('help')}`,
  ])
}
