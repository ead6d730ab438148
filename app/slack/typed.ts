import type { AskedInSlack } from '../verbs/asked.ts'
import { formAsked, receiveCommand, runCommand } from '../verbs/run.ts'
import type { VerbPorts } from '../verbs/verb.ts'
import type { Reply } from '../verbs/words/reply.ts'
import type { SlackReply } from './handlers.ts'
import { inSlack } from './messages/in-slack.ts'
import { type FormCall, MAX_ASKED } from './modals/preset.ts'

const onScreen = () => import('./gestures/on-screen.ts')

/** Answers at the door what was typed behind `/codexflow`; a verb that lacks what it needs is answered with its form. */
export async function receiveTyped(text: string, asked: AskedInSlack, ports: VerbPorts): Promise<SlackReply> {
  const call = formCall(text, asked)
  if (call !== undefined) return (await onScreen()).receiveOpening(call, asked, ports)
  const reply = await receiveCommand(text, asked, ports)
  return { ...inSlack(reply), ...(await askedFor(reply)) }
}

/** Answers the same to the end, from the queue. */
export async function runTyped(text: string, asked: AskedInSlack, ports: VerbPorts): Promise<SlackReply> {
  const call = formCall(text, asked)
  if (call !== undefined) return (await onScreen()).runOpening(call, asked, ports)
  return inSlack(await runCommand(text, asked, ports))
}

// What was agreed and is missing is asked for at once, where a form can be opened.
async function askedFor({ refusal }: Reply): Promise<Pick<SlackReply, 'modal'>> {
  if (refusal?.kind !== 'lacks') return {}
  const { formView } = await onScreen()
  return { modal: formView('task.done', { task: refusal.task, lacks: refusal.lacks.slice(0, MAX_ASKED) }) }
}

function formCall(text: string, { channel }: AskedInSlack): FormCall | undefined {
  const wanted = formAsked(text)
  if (wanted === undefined) return undefined
  const { form, task, number } = wanted
  const preset = { ...(channel === '' ? {} : { channel }), ...(task === undefined ? {} : { task }) }
  return { form, preset, ...(number === undefined ? {} : { number }) }
}
