import { err, ok, type Result } from '../result.ts'
import { parseTaskId, type TaskId } from '../tasks/ids.ts'
import { type Asked, type AskedInSlack, isInGithub } from './asked.ts'
import type { FollowUp } from './follow-up.ts'
import type { FormId } from './forms.ts'
import { gather, look, refusedOutright } from './gather.ts'
import { type Line, parseLine, wordText } from './parse.ts'
import { findVerb, nearVerbs } from './registry.ts'
import { bareNumber, inProject, isBareNumber, projectHere, withTaskHere } from './short.ts'
import type { ListedVerb, Order, VerbContext, VerbPorts, Wants } from './verb.ts'
import { idPlaces } from './verb-card.ts'
import { linkOffer } from './words/link-offer.ts'
import { meanwhileReply } from './words/meanwhile-reply.ts'
import { refusalReply } from './words/refusal-reply.ts'
import { joined, type Reply } from './words/reply.ts'
import { notInstalledReply, slackOnlyReply, unknownVerbReply, usageReply } from './words/usage-reply.ts'

/**
 * Answers what stands behind `/codexflow` at the door, where Slack waits 3 seconds: two rounds of reads and one write at
 * most. A verb that needs more, and whatever is asked by one whom nobody has met yet, is judged here and then handed to
 * the `follow-up` function, which runs `runCommand`; that costs one round and one queue message.
 */
export async function receiveCommand(text: string, asked: AskedInSlack, ports: VerbPorts): Promise<Reply> {
  const read = readCommand(text, asked)
  if (!read.ok) return read.error
  const { verb } = read.value
  const isLater = verb.answers === 'later'
  const seen = await look(asked, isLater ? { projects: isShort(read.value) } : wantsOf(read.value), ports)
  if (seen === undefined) return notInstalledReply()
  const refused = refusedOutright(seen.person, verb.action)
  if (refused !== undefined) return refusalReply(refused)
  const order = orderIn(read.value, seen)
  if (!order.ok) return order.error
  if (!isLater && !seen.isNew) {
    const reply = await order.value.run(seen, ports)
    if (reply.hasMore) await laterMore(ports, { type: 'TellMore', text, asked })
    return reply
  }
  await ports.followUp({ type: 'RunCommand', text, asked })
  return meanwhileReply(order.value.meanwhile)
}

/**
 * Answers the same to the end, with as many reads as it takes. Total for whatever people type; only faults of the
 * surroundings are thrown. Run again with the same cause it acts once and says the same.
 */
export async function runCommand(text: string, asked: Asked, ports: VerbPorts): Promise<Reply> {
  const read = readCommand(text, asked)
  if (!read.ok) return read.error
  const { verb } = read.value
  const context = await gather(asked, wantsOf(read.value), ports)
  if (context === undefined) return notInstalledReply()
  const refused = refusedTo(verb, context)
  if (refused !== undefined) return refusalReply(refused)
  const order = orderIn(read.value, context)
  if (!order.ok) return order.error
  const { task } = order.value.wants
  // The task behind a bare number is known only now.
  const isUnread = isShort(read.value) && task !== undefined
  const reply = await answered(
    order.value,
    isUnread ? { ...context, task: await ports.log.load(asked.workspace, task) } : context,
    ports,
  )
  return linkOffer(verb.isPlain && !reply.isNo ? { ...reply, isPlain: true } : reply, context)
}

/** What is answered from the queue, where there is time to say all of it; where a sign stands for words, none are added. */
export async function answered(order: Order, context: VerbContext, ports: VerbPorts): Promise<Reply> {
  const reply = await order.run(context, ports)
  if (!reply.hasMore || order.more === undefined || isInGithub(context.asked)) return reply
  return joined(reply, await order.more(context, ports))
}

/** Says, from the queue, what there is beyond the answer that the door gave to a command. */
export async function runMore(text: string, asked: AskedInSlack, ports: VerbPorts): Promise<Reply | undefined> {
  const read = readCommand(text, asked)
  const context = read.ok ? await look(asked, wantsOf(read.value), ports) : undefined
  if (!read.ok || context === undefined) return undefined
  const order = orderIn(read.value, context)
  return order.ok ? order.value.more?.(context, ports) : undefined
}

/** Has the rest said from the queue. What was done stands without it, so it is no fault of the command's when that fails. */
export async function laterMore({ followUp }: Pick<VerbPorts, 'followUp'>, job: FollowUp): Promise<void> {
  await followUp(job).catch(() => {})
}

/** A form that is asked for, and the task that it is about: by its id, or by its number in the project of the place. */
export type FormAsked = { readonly form: FormId; readonly task?: TaskId; readonly number?: string }

/** The form that would ask for what is missing: a verb without what it needs is not wrong where there are forms. */
export function formAsked(text: string): FormAsked | undefined {
  const line = parseLine(text)
  const found = line.ok ? findVerb(line.value) : undefined
  if (found === undefined || 'typed' in found || found.verb.form === undefined) return undefined
  const { id, about } = found.verb.form
  const [word, ...more] = found.rest.words
  if (more.length > 0 || found.rest.options.length > 0) return undefined
  if (about === undefined) return word === undefined ? { form: id } : undefined
  if (word !== undefined && isBareNumber(word)) return { form: id, number: wordText(word) }
  const task = word === undefined ? undefined : parseTaskId(wordText(word))
  return task === undefined ? undefined : { form: id, task }
}

/** What was typed. `number`: a bare number stands for a task, and the order is not yet about that of any project. */
type Typed = { readonly verb: ListedVerb; readonly rest: Line; readonly order: Order; readonly number?: string }

// Stands for the project until it is known whose channel this is; never shown.
const ANY = 'ANY'

function readCommand(text: string, asked: Asked): Result<Typed, Reply> {
  const line = parseLine(text, isInGithub(asked) ? 'github' : 'slack')
  if (!line.ok) return err(usageReply(line.error))
  const found = findVerb(line.value)
  if ('typed' in found) {
    const named = line.value.words.slice(1).flatMap((word) => parseTaskId(wordText(word)) ?? [])
    return err(unknownVerbReply(found.typed, nearVerbs(found.typed), named[0]))
  }
  const { verb, rest } = found
  if (isInGithub(asked) && verb.slackOnly !== undefined) return err(slackOnlyReply(verb.slackOnly, verb))
  const typed = readRest(verb, rest)
  // Where the conversation itself is about a task, its id goes without saying.
  const here =
    isInGithub(asked) && asked.task !== undefined ? withTaskHere(rest, idPlaces(verb), asked.task) : undefined
  const meant = typed.ok || here === undefined ? typed : readRest(verb, here)
  if (meant.ok) return meant
  return typed.ok ? typed : err(usageReply(typed.error, verb))
}

function readRest(verb: ListedVerb, rest: Line) {
  const number = bareNumber(rest, idPlaces(verb))
  const order = verb.read(number === undefined ? rest : inProject(rest, idPlaces(verb), ANY))
  if (!order.ok) return order
  return ok({ verb, rest, order: order.value, ...(number === undefined ? {} : { number }) })
}

function refusedTo({ action }: ListedVerb, { asked, person, isStranger }: VerbContext) {
  if (!isStranger) return refusedOutright(person, action)
  if (action === 'help' || !isInGithub(asked)) return undefined
  return { kind: 'may-not-write', login: asked.account.login, repository: asked.comment.repository } as const
}

function isShort({ number }: Typed): boolean {
  return number !== undefined
}

function wantsOf(typed: Typed): Wants {
  if (!isShort(typed)) return typed.order.wants
  const { task: _, ...wants } = typed.order.wants
  return { ...wants, projects: true }
}

function orderIn({ verb, rest, order, number }: Typed, context: VerbContext): Result<Order, Reply> {
  if (number === undefined) return ok(order)
  const key = projectHere(number, context)
  if (!key.ok) return err(refusalReply(key.error))
  const whole = verb.read(inProject(rest, idPlaces(verb), key.value))
  return whole.ok ? whole : err(usageReply(whole.error, verb))
}
