import type { Address, Delivery, NoticeContent } from '../handoffs/content.ts'
import type { Receipt } from '../handoffs/ledger.ts'
import type { Standing } from '../handoffs/standing.ts'
import type { Person } from '../projects/person.ts'
import type { TaskEvent } from '../tasks/events.ts'
import type { PersonId } from '../tasks/ids.ts'
import type { Pace } from './ledger.ts'

/** What became of one attempt to send. */
export type Sent =
  | { readonly outcome: 'sent'; readonly receipt: Receipt }
  /** The provider answered that it did not take it: again not before. Epoch milliseconds. */
  | { readonly outcome: 'refused'; readonly notBefore: number; readonly why: string }
  /** It never will: the address does not exist, the text is not allowed. */
  | { readonly outcome: 'impossible'; readonly why: string }
  /** No answer, or a 5xx: it may have been accepted. */
  | { readonly outcome: 'unknown'; readonly why: string }

/** What one delivery channel can do. Never retries by itself. */
export type Channel<A extends Address = Address> = {
  pace(address: A): Pace
  send(address: A, message: Message): Promise<Sent>
  /** Finds what an earlier attempt may have left. `undefined`: surely nothing there. Throws when it cannot look. */
  find(address: A, message: Message): Promise<Receipt | undefined>
  /** Makes a sent message tell the present truth. E-mail sends a correction. */
  edit(address: A, receipt: Receipt, message: Message): Promise<Sent>
  /** Says in the thread of a sent message what made it say something else; a channel without threads has none. */
  remark?(address: A, receipt: Receipt, message: Message, remark: Remark): Promise<Sent>
}

/** What a channel renders: frozen content, the present standing, and which delivery of it this is. */
export type Message = {
  readonly content: NoticeContent
  readonly standing: Standing
  readonly delivery: Delivery
}

/** What one line in a thread tells: the event that moved the message, all that came with it, and the names in them. */
export type Remark = {
  readonly event: TaskEvent
  readonly events: readonly TaskEvent[]
  readonly people: ReadonlyMap<PersonId, Pick<Person, 'name'>>
}

export type Channels = { readonly [C in Address['channel']]: Channel<Extract<Address, { channel: C }>> }
