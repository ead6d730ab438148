import { gather, refusedOutright } from '../commands/gather.ts'
import type { Asked } from '../commands/verb.ts'
import { command } from '../messages/markup.ts'
import { refusalReply } from '../messages/refusal-reply.ts'
import { replyOf } from '../messages/reply.ts'
import { notInstalledReply } from '../messages/usage-reply.ts'
import type { ActionOutcome, ActionPorts } from './action.ts'
import { BUTTONS } from './registry.ts'
import { TASK_ACTIONS, unpackTaskButton } from './task-button.ts'

/** What was clicked, as Slack says it. */
export type Click = { readonly actionId: string; readonly value: string }

const ACTIONS = { 'task.start': 'task.start', 'task.why': 'task.view', 'task.show': 'task.view' } as const

/**
 * Acts on a click as the verb of that name would. Total for whatever Slack brings; only faults of the surroundings are
 * thrown. A click that can do nothing is always answered in words.
 */
export async function runAction({ actionId, value }: Click, asked: Asked, ports: ActionPorts): Promise<ActionOutcome> {
  const id = TASK_ACTIONS.find((known) => known === actionId)
  const button = unpackTaskButton(value)
  if (id === undefined || button === undefined) return { reply: unknownButton() }
  const action = BUTTONS[id]
  const context = await gather(asked, action.reads ? { task: button.task } : {}, ports)
  if (context === undefined) return { reply: notInstalledReply() }
  const refused = refusedOutright(context.person, ACTIONS[id])
  return refused === undefined ? action.act(button, context, ports) : { reply: refusalReply(refused) }
}

function unknownButton() {
  return replyOf([
    'That button is from an older version of me, and does nothing any more.',
    `What you can do: ${command('help')}`,
  ])
}
