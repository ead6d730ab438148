import type { KnownBlock } from '@slack/types'
import { err, ok, type Result } from '../../result.ts'
import type { Gate } from '../../tasks/task.ts'
import { gatesIn } from '../../verbs/gates.ts'
import type { Wrong } from '../../verbs/parse.ts'
import type { Values } from '../inputs.ts'
import { entered, enteredMany, textField, ticksField } from './fields.ts'

const GATES = { merged: 'Its pull request is merged', checks: 'Its checks are green', manual: 'Somebody says so' }

/** When a task counts as done: two fields. */
export function gateFields(values: Values, hint: string): KnownBlock[] {
  return [
    ticksField(values, { id: 'gates', label: 'It counts as done when', choices: GATES, hint, optional: true }),
    textField(values, {
      id: 'environment',
      label: 'and when it is deployed to',
      most: 60,
      placeholder: 'production',
      optional: true,
    }),
  ]
}

/** The gates that were chosen, by the field at which something is wrong. */
export function gatesOf(values: Values, checks: readonly string[]): Readonly<Record<string, Result<Gate[], Wrong>>> {
  const environment = entered(values, 'environment').trim()
  const ticked = enteredMany(values, 'gates')
  const deployed = environment === '' ? ok([]) : gatesIn([`deployed:${environment}`], [])
  if (ticked.includes('manual') && (ticked.length > 1 || environment !== '')) {
    return {
      gates: err({ what: `"${GATES.manual}" stands alone: then it is done when somebody says so, and only then` }),
    }
  }
  if (!deployed.ok) return { environment: err({ what: 'that is no name of an environment' }) }
  return { gates: gatesIn([...ticked, ...(environment === '' ? [] : [`deployed:${environment}`])], checks) }
}
