import { refreshNotice } from '../../app/deliveries/refresh.ts'
import type { Hearer, LeftBehind } from '../../app/ports/left-behind.ts'
import { runAction } from '../../app/slack/actions/run.ts'
import { showPage } from '../../app/slack/gestures/show-page.ts'
import { buildHome } from '../../app/slack/home/build-home.ts'
import { inSlack } from '../../app/slack/messages/in-slack.ts'
import { leftBehindReply } from '../../app/slack/messages/left-behind-reply.ts'
import { madeOfReply } from '../../app/slack/messages/made-of-reply.ts'
import { runForm } from '../../app/slack/modals/submit.ts'
import type { Workspace } from '../../app/tasks/workspace.ts'
import type { FollowUp } from '../../app/verbs/follow-up.ts'
import { runMore } from '../../app/verbs/run.ts'
import { calls } from '../wiring/calls.ts'
import { deliveryPorts } from '../wiring/delivery.ts'
import { tablePorts } from '../wiring/table.ts'
import { nowIso, wiring } from '../wiring.ts'
import { patientPorts } from './patient-ports.ts'
import { say } from './say.ts'

/** A button whose answer takes longer. */
export async function act({ asked, ...click }: Extract<FollowUp, { type: 'RunAction' }>): Promise<void> {
  const { reply, refresh } = await runAction(click, asked, patientPorts())
  if (refresh !== undefined) await refreshNotice(deliveryPorts(), asked.workspace, refresh.task, refresh.notice)
  if (reply !== undefined) await say(asked, reply)
}

/** What there is to say beyond the answer that the door gave. */
export async function tellMore({ text, asked }: Extract<FollowUp, { type: 'TellMore' }>): Promise<void> {
  const more = await runMore(text, asked, patientPorts())
  if (more !== undefined) await say(asked, inSlack(more))
}

/** A form that was submitted: its page says what came of it. */
export async function submit({ asked, more, ...submitted }: Extract<FollowUp, { type: 'SubmitForm' }>): Promise<void> {
  const outcome = await runForm(submitted, asked, patientPorts())
  if (outcome === undefined) return
  const { workspace, slackUser } = asked
  const { viewId } = submitted
  const { view, reply } = outcome
  // Whoever has closed the page has read what came of it.
  if (more === true) await calls('worker')(workspace).updateView(viewId, view, '')
  else await showPage(calls('worker')(workspace), { viewId, slackUser }, view, reply)
}

/**
 * Tells what somebody left behind. Slack's no is final; whatever else fails brings the job again, and who was told before
 * is told twice at worst.
 */
export async function tellLeftBehind(workspace: Workspace, to: Hearer, left: LeftBehind): Promise<void> {
  const place = 'channel' in to ? to.channel : to.slackUser
  const told = await calls('worker')(workspace).postMessage(place, leftBehindReply(left))
  if (!told.ok) wiring().log.warn('Nobody could be told what somebody left behind', { workspace, ...told.error })
}

/** Tells a thread what was made of it. A courtesy: whoever made the task knows it from the form. */
export async function tellThread({
  workspace,
  channel,
  thread,
  task,
  title,
}: Extract<FollowUp, { type: 'TellThread' }>) {
  const told = await calls('worker')(workspace).postMessage(channel, madeOfReply(task, title), thread)
  if (!told.ok) wiring().log.info('A thread could not be told what was made of it', { channel, ...told.error })
}

/**
 * Publishes somebody's Home. The latest one published is what is seen: Homes of one person may come in any order, and are
 * built from the present.
 */
export async function publishHome({ workspace, slackUser }: Extract<FollowUp, { type: 'PublishHome' }>): Promise<void> {
  const { tasks, directory, views, history, approvals } = tablePorts()
  const ports = { log: tasks, directory, views, history, approvals }
  const view = await buildHome({ workspace, slackUser, at: nowIso() }, ports)
  const published = await calls('worker')(workspace).publishHome(slackUser, view)
  if (!published.ok) wiring().log.warn('A Home tab could not be published', published.error)
}
