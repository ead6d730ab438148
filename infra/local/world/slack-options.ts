import * as z from 'zod'
import { NoSuch } from './directory.ts'

/** A choice in a menu. https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
export type Option = z.output<typeof optionSchema>
const optionSchema = z.looseObject({ text: z.looseObject({ text: z.string() }), value: z.string() })
const optionsSchema = z.array(optionSchema)
const groupsSchema = z.array(z.looseObject({ options: optionsSchema }))

const menuSchema = z.looseObject({ options: optionsSchema.optional(), option_groups: groupsSchema.optional() })

/** The choices of a menu, or of an answer to what somebody typed into one; those in groups one after the other. */
export function optionsOf(menu: unknown): readonly Option[] {
  const read = menuSchema.safeParse(menu)
  if (!read.success) return []
  const { options = [], option_groups: groups = [] } = read.data
  return [...options, ...groups.flatMap((group) => group.options)]
}

/** The choice with this value or label, or the only one there is. Throws, naming those that are offered. */
export function offered(options: readonly Option[], word: string): Option {
  const same = (a: string) => a.toLowerCase() === word.trim().toLowerCase()
  const found = options.find(({ value, text }) => same(value) || same(text.text))
  const [only] = options
  if (found !== undefined) return found
  if (only !== undefined && options.length === 1) return only
  throw new NoSuch(`"${word}" is none of: ${options.map(({ value }) => value).join(', ') || 'nothing is offered'}.`)
}
