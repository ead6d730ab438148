import { type ImportRule, parseImportRule } from '../projects/import-rule.ts'
import type { Project } from '../projects/project.ts'
import { ok, type Result } from '../result.ts'
import { MAX_APPROVERS } from '../tasks/approval.ts'
import { PHASES, type Phase } from '../tasks/phase.ts'
import type { Gate } from '../tasks/task.ts'
import { onlyOptions, option, short, textIn, texts, type Who, whoIn, wrong } from './arguments.ts'
import { contractsIn, type EdgeSaid, isEdgeKey } from './contracts.ts'
import { gatesIn } from './gates.ts'
import { type Line, type Word, type Wrong, wordText } from './parse.ts'
import { channelOf, checksIn, documentsIn } from './project-new.ts'

/** What is said of a project: left out, it stays as it is; `none` takes it away. */
export type Settings = {
  readonly name?: string
  readonly home?: string | 'none'
  readonly channels: readonly (readonly [Phase, string | 'none'])[]
  readonly lead?: Who | 'none'
  readonly leads: readonly (readonly [Phase, Who | 'none'])[]
  /** By role, everybody named for it. */
  readonly approvers: ReadonlyMap<string, readonly Who[]>
  readonly gates?: readonly Gate[]
  readonly checks?: readonly string[]
  readonly documents?: Project['documents']
  readonly updates?: boolean
  readonly import?: ImportRule | 'none'
  readonly contracts: readonly EdgeSaid[]
}

const ONCE = [
  ...['name', 'channel', 'lead', 'checks', 'updates', 'import'],
  ...PHASES.flatMap((phase) => [`channel-${phase}`, `lead-${phase}`]),
]
const APPROVER = /^approver-([a-z][a-z0-9-]{1,29})$/

/** Reads the options of a line. */
export function settingsIn(line: Line): Result<Settings, Wrong> {
  const roles = line.options.flatMap(({ key }) => (APPROVER.test(key) ? [key] : []))
  const edges = line.options.flatMap(({ key }) => (isEdgeKey(key) ? [key] : []))
  const known = onlyOptions(line, [...ONCE, ...edges], ['gate', 'doc', ...roles])
  if (!known.ok) return known
  const name = option(line, 'name') === undefined ? ok(undefined) : textIn(option(line, 'name'), 'the name', 80)
  if (!name.ok) return name
  const home = each(line, ['channel'], channelOf)
  if (!home.ok) return home
  const channels = each(
    line,
    PHASES.map((phase) => `channel-${phase}`),
    channelOf,
  )
  if (!channels.ok) return channels
  const lead = each(line, ['lead'], whoIn)
  if (!lead.ok) return lead
  const leads = each(
    line,
    PHASES.map((phase) => `lead-${phase}`),
    whoIn,
  )
  if (!leads.ok) return leads
  const approvers = approversIn(line)
  if (!approvers.ok) return approvers
  const contracts = contractsIn(line)
  if (!contracts.ok) return contracts
  const rules = rulesIn(line)
  if (!rules.ok) return rules
  return ok({
    ...(name.value === undefined ? {} : { name: name.value }),
    ...(home.value[0] === undefined ? {} : { home: home.value[0][1] }),
    channels: channels.value.map(([key, channel]) => [phaseOf(key), channel]),
    ...(lead.value[0] === undefined ? {} : { lead: lead.value[0][1] }),
    leads: leads.value.map(([key, who]) => [phaseOf(key), who]),
    approvers: approvers.value,
    contracts: contracts.value,
    ...rules.value,
  })
}

function rulesIn(line: Line): Result<Pick<Settings, 'gates' | 'checks' | 'documents' | 'updates' | 'import'>, Wrong> {
  const checks = checksIn(plainly(texts(line, 'checks')))
  if (!checks.ok) return checks
  const gates = gatesIn(plainly(texts(line, 'gate')), checks.value)
  if (!gates.ok) return gates
  const documents = documentsIn(plainly(texts(line, 'doc')))
  if (!documents.ok) return documents
  const said = option(line, 'updates')
  const updates = said === undefined ? '' : wordText(said).toLowerCase()
  if (!['', 'on', 'off'].includes(updates)) return wrong(`"${short(updates)}" is neither on nor off`)
  const rule = importIn(option(line, 'import'))
  if (!rule.ok) return rule
  return ok({
    ...(rule.value === undefined ? {} : { import: rule.value }),
    ...(texts(line, 'gate').length === 0 ? {} : { gates: gates.value }),
    ...(texts(line, 'checks').length === 0 ? {} : { checks: checks.value }),
    ...(texts(line, 'doc').length === 0 ? {} : { documents: documents.value }),
    ...(updates === '' ? {} : { updates: updates === 'on' }),
  })
}

/** Which issues become tasks, as it is typed. */
export function importIn(word: Word | undefined): Result<ImportRule | 'none' | undefined, Wrong> {
  if (word === undefined) return ok(undefined)
  const rule = parseImportRule(wordText(word))
  if (rule === undefined) return wrong(`"${short(wordText(word))}" is none of none, all and label:name`)
  return ok(rule)
}

function approversIn(line: Line): Result<ReadonlyMap<string, readonly Who[]>, Wrong> {
  const approvers = new Map<string, readonly Who[]>()
  for (const { key, value } of line.options) {
    const role = APPROVER.exec(key)?.[1]
    if (role === undefined) continue
    const who = isNone(value) ? undefined : whoIn(value)
    if (who?.ok === false) return who
    const named = [...(approvers.get(role) ?? []), ...(who === undefined ? [] : [who.value])]
    if (named.length > MAX_APPROVERS) return wrong(`${key}: names more than ${MAX_APPROVERS} people`)
    approvers.set(role, named)
  }
  return ok(approvers)
}

function each<T>(
  line: Line,
  keys: readonly string[],
  read: (word: Word, key: string) => Result<T, Wrong>,
): Result<(readonly [string, T | 'none'])[], Wrong> {
  const found: (readonly [string, T | 'none'])[] = []
  for (const key of keys) {
    const word = option(line, key)
    if (word === undefined) continue
    const value = isNone(word) ? ok('none' as const) : read(word, key)
    if (!value.ok) return value
    found.push([key, value.value])
  }
  return ok(found)
}

function isNone(word: Word): boolean {
  return word.kind === 'text' && word.text.toLowerCase() === 'none'
}

function plainly(values: readonly string[]): string[] {
  return values.filter((value) => value.toLowerCase() !== 'none')
}

function phaseOf(key: string): Phase {
  return key.slice(key.indexOf('-') + 1) as Phase
}
