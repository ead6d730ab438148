import { shortened, visibleLine } from './invisible.ts'

/**
 * The kinds of facts, those first that a receiver cannot start without: when there are more facts than a hand-off
 * keeps, the kinds at the end give way first.
 */
export const FACT_KINDS = [
  'task',
  'url',
  'arn',
  'environment',
  'resource',
  'document',
  'person',
  'deployment',
  'number',
  'check',
  'commit',
] as const
export type FactKind = (typeof FACT_KINDS)[number]

/** The name by which prose refers to a fact: `f1`, `f2`, in the order of the ledger. */
export type FactId = `f${number}`

/**
 * One thing that a record of ours says. `value` is shown verbatim, `label` is what people call it, `source` says where
 * it was recorded, in words. By kind: a task's value is its id and its label the title; a document's value is its
 * address and its label the title; a person's value is the name.
 */
export type Fact = {
  readonly id: FactId
  readonly kind: FactKind
  readonly label: string
  readonly value: string
  readonly source: string
}

/** A fact as it is gathered, before it has a place in a ledger. */
export type Finding = Omit<Fact, 'id'>

/** Every fact that one hand-off may state. Nothing else may stand in its message as a fact. */
export type FactLedger = readonly Fact[]

/** Most facts in one ledger. */
export const MAX_FACTS = 60
/** Room for them, in bytes of UTF-8: with all else that a notice says they have to fit into one item of 400 KB. */
export const MAX_LEDGER_BYTES = 240_000
/** Most UTF-16 units of a label, a value and a source. */
export const MAX_LABEL = 80
export const MAX_VALUE = 2000
export const MAX_SOURCE = 200

/** Kinds whose value is used as it stands, so that half of it would be a false fact. */
const WHOLE_OR_NOTHING: ReadonlySet<FactKind> = new Set(['task', 'url', 'arn', 'document', 'commit', 'deployment'])

/**
 * Makes the ledger: cleans each finding, drops empty ones and those whose address or name would have to be cut, keeps
 * the first of each kind and value, and numbers the rest in the given order. Beyond `MAX_FACTS`, or its room, the kinds last in
 * `FACT_KINDS` give way first, and among one kind the later ones. The same findings always make the same ledger.
 */
export function numberFacts(findings: readonly Finding[]): FactLedger {
  const seen = new Map<string, Finding>()
  for (const finding of findings.map(cleaned)) {
    const key = `${finding.kind} ${finding.value}`
    if (finding.label === '' || finding.value === '' || seen.has(key)) continue
    if (finding.value.length > MAX_VALUE && WHOLE_OR_NOTHING.has(finding.kind)) continue
    seen.set(key, { ...finding, value: shortened(finding.value, MAX_VALUE) })
  }
  const distinct = [...seen.values()]
  const ranked = distinct.map((finding, place) => ({ place, rank: FACT_KINDS.indexOf(finding.kind) }))
  ranked.sort((a, b) => a.rank - b.rank || a.place - b.place)
  let room = MAX_LEDGER_BYTES
  const fits = ranked.slice(0, MAX_FACTS).filter(({ place }) => {
    const size = Buffer.byteLength(JSON.stringify(distinct[place]))
    if (size > room) return false
    room -= size
    return true
  })
  const kept = new Set(fits.map(({ place }) => place))
  return distinct.filter((_, place) => kept.has(place)).map((finding, index) => ({ id: `f${index + 1}`, ...finding }))
}

/** The fact of that id, if the ledger has it. */
export function factOf(ledger: FactLedger, id: string): Fact | undefined {
  return ledger.find((fact) => fact.id === id)
}

/** The fact that stands for a task, by the task's id. */
export function taskFact(ledger: FactLedger, taskId: string): Fact | undefined {
  return ledger.find((fact) => fact.kind === 'task' && fact.value === taskId)
}

function cleaned({ kind, label, value, source }: Finding): Finding {
  return {
    kind,
    label: shortened(visibleLine(label), MAX_LABEL),
    value: visibleLine(value),
    source: shortened(visibleLine(source), MAX_SOURCE),
  }
}
