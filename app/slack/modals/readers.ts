import { err, type Result } from '../../result.ts'
import { textIn, type Who } from '../../verbs/arguments.ts'
import type { Word, Wrong } from '../../verbs/parse.ts'
import type { Values } from '../inputs.ts'
import { entered } from './fields.ts'

/** A field as the word that the readers of verbs take; `undefined`: nothing was entered. */
export function wordIn(values: Values, field: string): Word | undefined {
  const text = entered(values, field).trim()
  return text === '' ? undefined : { kind: 'text', text }
}

/** Text that has to stand in a field. `what` names it with its article. */
export function textOf(values: Values, field: string, what: string, most: number): Result<string, Wrong> {
  const word = wordIn(values, field)
  return word === undefined ? err({ what: `${what} is missing` }) : textIn(word, what, most)
}

/** Who was picked from the list of members, whom Slack identifies. */
export function memberIn(values: Values, field: string): Who | undefined {
  const user = entered(values, field)
  return user === '' ? undefined : { kind: 'slack', user, name: '' }
}
