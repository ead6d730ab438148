import type { KnownBlock } from '@slack/types'
import type { Refusal } from '../../projects/refusal.ts'
import { ok, type Result } from '../../result.ts'
import type { Task } from '../../tasks/task.ts'
import type { Wrong } from '../../verbs/parse.ts'
import type { TermsPorts } from '../../verbs/terms.ts'
import { type Order, orderOf, type Verb, type VerbContext } from '../../verbs/verb.ts'
import type { VerbCard } from '../../verbs/verb-card.ts'
import type { ModalId } from '../callbacks.ts'
import type { Values } from '../inputs.ts'
import type { Preset } from './preset.ts'

/** By field, what is wrong with what was entered there; plain sentences. */
export type FieldErrors = Readonly<Record<string, string>>

/** The form of one verb: what is entered becomes the verb's arguments, and the verb's own `act` does the rest. */
export type Modal<A> = {
  readonly id: ModalId
  readonly verb: Verb<A>
  /** At most 24 characters. */
  readonly title: string
  readonly submit: string
  /** What opens with its fields filled in already: by what it was opened with, or by who opens it. */
  values?(preset: Preset): Values
  start?(context: Pick<VerbContext, 'person'>): Values
  /** What it asks beyond its fields, read when it opens: one round. */
  asks?(task: Task, ports: TermsPorts): Promise<Partial<Preset>>
  /** The fields, with what has been entered; pure, so that a form can be shown again as it was without reading anything. */
  blocks(preset: Preset, values: Values): readonly KnownBlock[]
  read(values: Values, preset: Preset): Result<A, FieldErrors>
  /** The field at which a "no" of the verb belongs, if it is about one. */
  fieldOf?(refusal: Refusal): string | undefined
}

/** A form among others: the type of its verb's arguments is its own affair. */
export type ListedModal = Omit<Modal<never>, 'verb' | 'read'> & {
  readonly verb: VerbCard
  read(values: Values, preset: Preset): Result<Order, FieldErrors>
}

/** Makes a form fit for the registry. */
export function listedModal<A>({ verb, read, ...modal }: Modal<A>): ListedModal {
  return {
    ...modal,
    verb,
    read: (values, preset) => {
      const args = read(values, preset)
      if (!args.ok) return args
      return ok(orderOf(verb, args.value))
    },
  }
}

/** What the readers of single fields found wrong, by field; empty: nothing. */
export function errorsOf(fields: Readonly<Record<string, Result<unknown, Wrong> | undefined>>): FieldErrors {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([field, read]) => (read?.ok === false ? [[field, sentence(read.error.what)]] : [])),
  )
}

/** A fragment of a sentence as a sentence. */
export function sentence(what: string): string {
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}.`
}
