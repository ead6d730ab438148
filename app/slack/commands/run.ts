import { err, ok, type Result } from '../../result.ts'
import { parseTaskId } from '../../tasks/ids.ts'
import type { Reply } from '../handlers.ts'
import { meanwhileReply } from '../messages/meanwhile-reply.ts'
import { refusalReply } from '../messages/refusal-reply.ts'
import { notInstalledReply, unknownVerbReply, usageReply } from '../messages/usage-reply.ts'
import { receiveOpening } from '../modals/open.ts'
import type { FormCall } from '../modals/preset.ts'
import { gather, look, refusedOutright } from './gather.ts'
import { parseLine, wordText } from './parse.ts'
import { findVerb, nearVerbs } from './registry.ts'
import type { Asked, ListedVerb, Order, VerbPorts } from './verb.ts'

/**
 * Answers what stands behind `/codexflow` at the door, where Slack waits 3 seconds: two rounds of reads and one write at
 * most. A verb that needs more, and whatever is asked by one whom nobody has met yet, is judged here and then handed to
 * the `follow-up` function, which runs `runCommand`; that costs one round and one queue message.
 */
export async function receiveCommand(text: string, asked: Asked, ports: VerbPorts): Promise<Reply> {
  const form = formAsked(text, asked)
  if (form !== undefined) return receiveOpening(form, asked, ports)
  const read = readCommand(text)
  if (!read.ok) return read.error
  const { verb, order } = read.value
  const isLater = verb.answers === 'later'
  const seen = await look(asked, isLater ? {} : order.wants, ports)
  if (seen === undefined) return notInstalledReply()
  const refused = refusedOutright(seen.person, verb.action)
  if (refused !== undefined) return refusalReply(refused)
  if (!isLater && !seen.isNew) return order.run(seen, ports)
  await ports.followUp({ type: 'RunCommand', text, asked })
  return meanwhileReply(order.meanwhile)
}

/**
 * Answers the same to the end, with as many reads as it takes. Total for whatever people type; only faults of the
 * surroundings are thrown. Run again with the same cause it acts once and says the same.
 */
export async function runCommand(text: string, asked: Asked, ports: VerbPorts): Promise<Reply> {
  const form = formAsked(text, asked)
  if (form !== undefined) return receiveOpening(form, asked, ports)
  const read = readCommand(text)
  if (!read.ok) return read.error
  const { verb, order } = read.value
  const context = await gather(asked, order.wants, ports)
  if (context === undefined) return notInstalledReply()
  const refused = refusedOutright(context.person, verb.action)
  return refused === undefined ? order.run(context, ports) : refusalReply(refused)
}

// A verb without what it needs is not wrong where a form can ask for it.
function formAsked(text: string, { channel }: Asked): FormCall | undefined {
  const line = parseLine(text)
  const found = line.ok ? findVerb(line.value) : undefined
  if (found === undefined || 'typed' in found || found.verb.form === undefined) return undefined
  const { id, about } = found.verb.form
  const [word, ...more] = found.rest.words
  if (more.length > 0 || found.rest.options.length > 0) return undefined
  const preset = channel === '' ? {} : { channel }
  if (about === undefined) return word === undefined ? { form: id, preset } : undefined
  const task = word === undefined ? undefined : parseTaskId(wordText(word))
  return task === undefined ? undefined : { form: id, preset: { ...preset, task } }
}

function readCommand(text: string): Result<{ readonly verb: ListedVerb; readonly order: Order }, Reply> {
  const line = parseLine(text)
  if (!line.ok) return err(usageReply(line.error))
  const found = findVerb(line.value)
  if ('typed' in found) return err(unknownVerbReply(found.typed, nearVerbs(found.typed)))
  const { verb, rest } = found
  const order = verb.read(rest)
  return order.ok ? ok({ verb, order: order.value }) : err(usageReply(order.error, verb))
}
