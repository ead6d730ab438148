import * as z from 'zod/mini'
import { once } from '../../lazily.ts'
import { type Lack, MAX_NEED_LABEL } from '../../projects/contract.ts'
import { type ProjectKey, parseProjectKey, parseTaskId, type TaskId } from '../../tasks/ids.ts'
import type { NoticeId } from '../../tasks/notice.ts'
import { PHASES } from '../../tasks/phase.ts'
import { RESOURCE_KINDS } from '../../tasks/resource.ts'
import { MODALS, type ModalId } from '../callbacks.ts'

/**
 * What a form begins with. It travels with the form and in the button that opens it again, through people's hands: never
 * who may, never an address that anything is sent to.
 */
export type Preset = {
  readonly task?: TaskId
  /** What the task is called, for whoever fills the form in. */
  readonly title?: string
  /** The message on which it was opened. */
  readonly notice?: NoticeId
  readonly project?: ProjectKey
  /** The conversation in which it was opened. */
  readonly channel?: string
  /** The message that is made into a task. */
  readonly from?: { readonly ts: string; readonly thread?: string; readonly permalink: string }
  /** It was opened in the Home tab, which has to show afterwards what came of it. */
  readonly home?: true
  /** What the next ones have need of, and is asked for here. */
  readonly lacks?: readonly Lack[]
  /** Rows that "add another" has added up to now. */
  readonly rows?: number
}

/** Most things that a form asks for because they were agreed: its metadata have room for 3,000 characters. */
export const MAX_ASKED = 8

/** A form, and what it begins with. `number`: the task of the channel's project that was asked for by its number alone. */
export type FormCall = { readonly form: ModalId; readonly preset: Preset; readonly number?: string }

const ts = /^\d{1,12}(\.\d{1,9})?$/
const preset = once(() =>
  z.object({
    task: z.exactOptional(
      z.pipe(
        z.string().check(z.refine((id) => parseTaskId(id) === id)),
        z.transform((id) => id as TaskId),
      ),
    ),
    title: z.exactOptional(z.string().check(z.maxLength(300))),
    notice: z.exactOptional(
      z.pipe(
        z.string().check(z.regex(/^n_[0-9a-f]{32}$/)),
        z.transform((id) => id as NoticeId),
      ),
    ),
    project: z.exactOptional(z.string().check(z.refine((key) => parseProjectKey(key) === key))),
    channel: z.exactOptional(z.string().check(z.regex(/^[A-Z0-9]{1,30}$/))),
    from: z.exactOptional(
      z.object({
        ts: z.string().check(z.regex(ts)),
        thread: z.exactOptional(z.string().check(z.regex(ts))),
        permalink: z.union([
          z.url({ protocol: /^https$/, hostname: /\.slack\.com$/ }).check(z.maxLength(300)),
          z.literal(''),
        ]),
      }),
    ),
    home: z.exactOptional(z.literal(true)),
    lacks: z.exactOptional(
      z.array(
        z.object({
          kind: z.enum(RESOURCE_KINDS),
          label: z.exactOptional(z.string().check(z.maxLength(MAX_NEED_LABEL))),
          for: z.array(z.enum(PHASES)),
          blocks: z.boolean(),
        }),
      ),
    ),
    rows: z.exactOptional(z.int().check(z.minimum(1), z.maximum(50))),
  }),
)

/** The private metadata of a form. */
export function packPreset(given: Preset): string {
  return JSON.stringify(given)
}

/** Reads it back; what is no preset of ours is an empty one, and the form says what it lacks. */
export function unpackPreset(text: string): Preset {
  try {
    return preset().safeParse(JSON.parse(text)).data ?? {}
  } catch {
    return {}
  }
}

/** The value of a button that opens a form. At most 2,000 characters, which a title at its longest leaves room for. */
export function packFormCall({ form, preset: given }: FormCall): string {
  return `${form} ${packPreset(given)}`
}

/** Reads it back; `undefined` for what no button of ours carries. */
export function unpackFormCall(value: string): FormCall | undefined {
  const [name = '', ...rest] = value.split(' ')
  const form = MODALS.find((known) => known === name)
  return form === undefined ? undefined : { form, preset: unpackPreset(rest.join(' ')) }
}
