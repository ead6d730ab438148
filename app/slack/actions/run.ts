import { err, ok, type Result } from '../../result.ts'
import type { AskedInSlack } from '../../verbs/asked.ts'
import { gather, look, refusedOutright } from '../../verbs/gather.ts'
import type { VerbPorts, Wants } from '../../verbs/verb.ts'
import { command } from '../../verbs/words/markup.ts'
import { TASK_ACTS } from '../../verbs/words/offer.ts'
import { refusalReply } from '../../verbs/words/refusal-reply.ts'
import { replyOf } from '../../verbs/words/reply.ts'
import { notInstalledReply } from '../../verbs/words/usage-reply.ts'
import type { SlackReply } from '../handlers.ts'
import { inSlack } from '../messages/in-slack.ts'
import type { ActionOutcome, ActionPorts, ButtonAction } from './action.ts'
import { BUTTONS } from './registry.ts'
import { type TaskButtonValue, unpackTaskButton } from './task-button.ts'

/** What was clicked, as Slack says it. */
export type Click = { readonly actionId: string; readonly value: string }

/**
 * Acts on a click at the door, within the budget of `receiveCommand`; what needs more is handed on, and answered by
 * `runAction` when it comes from the queue.
 */
export async function receiveAction(click: Click, asked: AskedInSlack, ports: VerbPorts): Promise<ActionOutcome> {
  const read = readClick(click)
  if (!read.ok) return { reply: read.error }
  const { action, button } = read.value
  const isLater = action.answers === 'later'
  const seen = await look(asked, isLater ? {} : wantsOf(action, button), ports)
  if (seen === undefined) return { reply: inSlack(notInstalledReply()) }
  const refused = refusedOutright(seen.person, action.action)
  if (refused !== undefined) return { reply: inSlack(refusalReply(refused)) }
  // A form shows its task: whoever is new is looked up before.
  if (!isLater && !seen.isNew) return action.act(button, seen, ports)
  await ports.followUp({ type: 'RunAction', ...click, asked })
  return {}
}

/**
 * Acts on a click as the verb of that name would. Total for whatever Slack brings; only faults of the surroundings are
 * thrown. A click that can do nothing is always answered in words.
 */
export async function runAction(click: Click, asked: AskedInSlack, ports: ActionPorts): Promise<ActionOutcome> {
  const read = readClick(click)
  if (!read.ok) return { reply: read.error }
  const { action, button } = read.value
  const context = await gather(asked, wantsOf(action, button), ports)
  if (context === undefined) return { reply: inSlack(notInstalledReply()) }
  const refused = refusedOutright(context.person, action.action)
  return refused === undefined ? action.act(button, context, ports) : { reply: inSlack(refusalReply(refused)) }
}

type Clicked = { readonly action: ButtonAction; readonly button: TaskButtonValue }

function readClick({ actionId, value }: Click): Result<Clicked, SlackReply> {
  const id = TASK_ACTS.find((known) => known === actionId)
  const button = unpackTaskButton(value)
  return id === undefined || button === undefined ? err(unknownButton()) : ok({ action: BUTTONS[id], button })
}

function wantsOf(action: ButtonAction, { task }: TaskButtonValue): Wants {
  return { ...action.wants, ...(action.reads ? { task } : {}) }
}

function unknownButton(): SlackReply {
  const said = 'That button is from an older version of me, and does nothing any more.'
  return inSlack(replyOf([said, `What you can do: ${command('help')}`]))
}
