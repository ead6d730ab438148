import type { Reply } from '../handlers.ts'
import { refusalReply } from '../messages/refusal-reply.ts'
import { notInstalledReply, unknownVerbReply, usageReply } from '../messages/usage-reply.ts'
import { gather, refusedOutright } from './gather.ts'
import { parseLine } from './parse.ts'
import { findVerb, nearVerbs } from './registry.ts'
import type { Asked, VerbPorts } from './verb.ts'

/**
 * Answers what stands behind `/codexflow`. Total for whatever people type; only faults of the surroundings are thrown.
 *
 * A verb that changes something costs two rounds of reads (who asks; the task) and one write before its answer; one
 * that only reads costs three rounds (the last one finds names) and no write. First contact adds the write of the
 * person, `task add` and `after` the rounds of their transactions.
 */
export async function runCommand(text: string, asked: Asked, ports: VerbPorts): Promise<Reply> {
  const line = parseLine(text)
  if (!line.ok) return usageReply(line.error)
  const found = findVerb(line.value)
  if ('typed' in found) return unknownVerbReply(found.typed, nearVerbs(found.typed))
  const { verb, rest } = found
  const order = verb.read(rest)
  if (!order.ok) return usageReply(order.error, verb)
  const context = await gather(asked, order.value.wants, ports)
  if (context === undefined) return notInstalledReply()
  const refused = refusedOutright(context.person, verb.action)
  return refused === undefined ? order.value.run(context, ports) : refusalReply(refused)
}
