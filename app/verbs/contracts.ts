import { type Contract, MAX_NEED_LABEL, MAX_NEEDS, type Need } from '../projects/contract.ts'
import { listed } from '../projects/phrases.ts'
import { err, ok, type Result } from '../result.ts'
import { PHASES, type Phase } from '../tasks/phase.ts'
import { RESOURCE_KINDS } from '../tasks/resource.ts'
import { short, wrong } from './arguments.ts'
import { type Line, type Wrong, wordText } from './parse.ts'

/** What is said of one edge between phases: what has to be handed on, or that nothing has to be any more. */
export type EdgeSaid = {
  readonly from: Phase
  readonly to: Phase
  readonly terms: Pick<Contract, 'needs' | 'ifMissing'> | 'none'
}

const EDGE = new RegExp(`^contract-(${PHASES.join('|')})-(${PHASES.join('|')})$`)

/** Whether an option speaks of an edge: `contract-infrastructure-backend`. */
export function isEdgeKey(key: string): boolean {
  return EDGE.test(key)
}

/** The contracts of a line: `contract-infrastructure-backend:"api, arn, url=Dashboard, block"`, or `:none`. */
export function contractsIn(line: Line): Result<EdgeSaid[], Wrong> {
  const said: EdgeSaid[] = []
  for (const { key, value } of line.options) {
    const [, from, to] = EDGE.exec(key) ?? []
    if (from === undefined) continue
    const terms = termsIn(key, wordText(value))
    if (!terms.ok) return terms
    said.push({ from: from as Phase, to: to as Phase, terms: terms.value })
  }
  return ok(said)
}

/** The contracts with what is said of single edges; what is not spoken of stays. */
export function agreed(contracts: readonly Contract[], said: readonly EdgeSaid[]): Contract[] {
  const spoken = (contract: Contract) => said.some(({ from, to }) => from === contract.from && to === contract.to)
  const added = said.flatMap(({ from, to, terms }) => (terms === 'none' ? [] : [{ from, to, ...terms }]))
  return [...contracts.filter((contract) => !spoken(contract)), ...added]
}

function termsIn(key: string, text: string): Result<EdgeSaid['terms'], Wrong> {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  if (parts.length === 1 && parts[0]?.toLowerCase() === 'none') return ok('none')
  const isMode = (part: string) => /^(?:block|warn)$/i.test(part)
  const needs: Need[] = []
  for (const part of parts.filter((each) => !isMode(each))) {
    const need = needIn(part)
    if (!need.ok) return err({ what: `${key}: ${need.error.what}` })
    needs.push(need.value)
  }
  if (needs.length === 0) return wrong(`${key}: needs what has to be handed on, such as ${key}:"api, arn"`)
  if (needs.length > MAX_NEEDS) return wrong(`${key}: asks for ${needs.length} things; at most ${MAX_NEEDS} fit`)
  return ok({ needs, ifMissing: parts.some((part) => part.toLowerCase() === 'block') ? 'block' : 'warn' })
}

function needIn(part: string): Result<Need, Wrong> {
  const sign = part.indexOf('=')
  const name = (sign === -1 ? part : part.slice(0, sign)).trim()
  const label = sign === -1 ? undefined : part.slice(sign + 1).trim()
  const wanted = name.toLowerCase() === 'doc' ? 'document' : name.toLowerCase()
  const kind = RESOURCE_KINDS.find((known) => known === wanted)
  if (kind === undefined) return wrong(`"${short(name)}" is no kind of thing; there are ${listed(RESOURCE_KINDS)}`)
  if (label === undefined) return ok({ kind })
  if (label === '') return wrong(`${kind}= lacks its name`)
  return label.length > MAX_NEED_LABEL
    ? wrong(`a name is longer than ${MAX_NEED_LABEL} characters`)
    : ok({ kind, label })
}
