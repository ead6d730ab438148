import { formAsked, receiveCommand, runCommand } from '../verbs/run.ts'
import type { Asked, VerbPorts } from '../verbs/verb.ts'
import type { SlackReply } from './handlers.ts'
import { inSlack } from './messages/in-slack.ts'
import { receiveOpening } from './modals/open.ts'
import type { FormCall } from './modals/preset.ts'

/** Answers at the door what was typed behind `/codexflow`; a verb that lacks what it needs is answered with its form. */
export async function receiveTyped(text: string, asked: Asked, ports: VerbPorts): Promise<SlackReply> {
  const call = formCall(text, asked)
  return call === undefined ? inSlack(await receiveCommand(text, asked, ports)) : receiveOpening(call, asked, ports)
}

/** Answers the same to the end, from the queue. */
export async function runTyped(text: string, asked: Asked, ports: VerbPorts): Promise<SlackReply> {
  const call = formCall(text, asked)
  return call === undefined ? inSlack(await runCommand(text, asked, ports)) : receiveOpening(call, asked, ports)
}

function formCall(text: string, { channel }: Asked): FormCall | undefined {
  const wanted = formAsked(text)
  if (wanted === undefined) return undefined
  const { form, task, number } = wanted
  const preset = { ...(channel === '' ? {} : { channel }), ...(task === undefined ? {} : { task }) }
  return { form, preset, ...(number === undefined ? {} : { number }) }
}
