import { deliveryKey, type NoticeContent } from '../../handoffs/content.ts'
import type { Foreseen } from '../../insight/simulate.ts'
import type { Message } from '../../ports/channel.ts'
import { listed, reasonWords } from '../../projects/phrases.ts'
import type { PersonId } from '../../tasks/ids.ts'
import { readiness } from '../../tasks/readiness.ts'
import type { Task } from '../../tasks/task.ts'
import { placeWords, standingWords, whenWords } from './delivery-words.ts'
import { proseWords } from './fact-words.ts'
import { command, plain } from './markup.ts'
import { type Reply, replyOf } from './reply.ts'
import { nameOf, type People } from './task-words.ts'

/** All that `simulate` speaks of. */
export type SimulateModel = {
  readonly foreseen: Foreseen
  /** What would do it in earnest, without the slash. */
  readonly command: string
  /** Whether the reader may see that task; of others only ids are said. */
  readonly isVisible: (task: Task) => boolean
  readonly people: People
}

/** Messages whose words are shown, and lines of each sort. */
const MOST_SHOWN = 5
const MOST_LINES = 15

/** Whoever is named in the answer beside those whom the messages name. */
export function simulatedPeople({ own }: Foreseen): PersonId[] {
  return [...new Set(own.map(({ to }) => to))]
}

/** Who would be told what, where and when. */
export function simulateReply({ foreseen, command: asked, isVisible, people }: SimulateModel): Reply {
  const { task, told, own, edited, waiting, beyond } = foreseen
  const moves = told.length + own.length
  const what = task.status === 'cancelled' ? 'cancelled' : 'done'
  const edits = [...new Map(edited.map((message) => [editKey(message), message])).values()]
  return replyOf(
    [
      `*If ${task.id} were ${what} now.* Nothing of this has happened, and nobody has been told.`,
      ...(moves === 0 ? ['Nobody would get a new message.'] : []),
      ...some(told, (each, index) => toldLines(each, isVisible(each.task), index < MOST_SHOWN)),
      ...some(own, ({ task: theirs, to }) => {
        if (!isVisible(theirs)) return [`• *${theirs.id}*: nobody would be told, for it would be their own doing.`]
        return [`• ${titled(theirs)}: ${nameOf(to, people)} would not be told, for it would be their own doing.`]
      }),
      ...some(waiting, (still) => {
        const reasons = isVisible(still) ? `: ${plain(reasonWords(readiness(still).reasons), 300)}` : ''
        return [`• ${isVisible(still) ? titled(still) : `*${still.id}*`} would still not be ready${reasons}.`]
      }),
      ...some(edits, (message) => [`• ${editWords(message)}`]),
      ...(beyond > 0 ? [`${beyond} more tasks would move as well.`] : []),
    ],
    [],
    [
      ...(told.length === 0 ? [] : ['Where a model writes, the words may differ; people, places and facts do not.']),
      `To do it: ${command(asked)}`,
    ],
  )
}

function toldLines({ task, content }: Foreseen['told'][number], visible: boolean, shown: boolean): string[] {
  if (!visible) return [`• *${task.id}* would be ready, and whoever has it would be told.`]
  const words = proseWords([...content.words.opening], content.facts, 300)
  return [`• ${titled(task)}: ${addressed(content)}`, ...(shown && words !== '' ? [`> ${words}`] : [])]
}

function addressed({ to, deliveries }: NoticeContent): string {
  const notice = deliveries.find(({ role }) => role === 'notice')
  const records = deliveries.filter(({ role }) => role === 'record').map(({ address }) => placeWords(address))
  const kept = records.length === 0 ? '' : ` On record: ${listed(records)}.`
  if (notice === undefined) return `there is nowhere to tell it.${kept}`
  const whom = to === undefined ? 'the team' : plain(to.name, 80)
  return `${whom} would be told ${whenWords(notice)}, by ${placeWords(notice.address)}.${kept}`
}

function editKey({ content, delivery }: Message): string {
  return `${content.notice} ${deliveryKey(delivery)}`
}

function editWords({ content, standing, delivery }: Message): string {
  const whom = content.to === undefined ? 'the team' : plain(content.to.name, 80)
  const where =
    delivery.role === 'record' ? `The record of it, ${placeWords(delivery.address)},` : `The message to ${whom}`
  return `${where} about *${content.task}* would be edited: ${standingWords(standing.state)}`
}

/** A task by its id and title; escaped. */
export function titled({ id, title }: Task): string {
  return `*${id}* ${plain(title, 120)}`
}

/** The lines of each, as many as one answer has room for; how many more there are is said. */
export function some<T>(all: readonly T[], lines: (each: T, index: number) => string[]): string[] {
  const left = all.length - MOST_LINES
  return [...all.slice(0, MOST_LINES).flatMap(lines), ...(left > 0 ? [`…and ${left} more of this kind.`] : [])]
}
