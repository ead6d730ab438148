import { shortened, visibleLine } from '../handoffs/invisible.ts'
import type { NamedResource } from '../ports/pulls.ts'
import { holdsSecret } from '../secrets/shapes.ts'
import { RESOURCE_KINDS, type ResourceKind, resourceKey } from '../tasks/resource.ts'
import { spoken } from './spoken.ts'

/** Most resources of one pull request, and most UTF-16 units of a label and a value. */
export const MAX_PULL_RESOURCES = 20
const MAX_LABEL = 80
const MAX_VALUE = 1_000
const MAX_PROBLEMS = 10

export type ReadResources = {
  readonly resources: readonly NamedResource[]
  /** What could not be used, in words, without the foreign text itself. */
  readonly problems: readonly string[]
}

/** What people call a kind, besides its own name; the label they get. */
const KINDS: ReadonlyMap<string, { readonly kind: ResourceKind; readonly label: string }> = new Map([
  ...RESOURCE_KINDS.map((kind) => [kind, { kind, label: labelOf(kind) }] as const),
  ['api url', { kind: 'api', label: 'API' }],
  ['endpoint', { kind: 'api', label: 'API' }],
  ['db', { kind: 'database', label: 'Database' }],
  ['doc', { kind: 'document', label: 'Document' }],
  ['docs', { kind: 'document', label: 'Document' }],
  ['env', { kind: 'environment', label: 'Environment' }],
])

function labelOf(kind: ResourceKind): string {
  if (kind === 'arn' || kind === 'url' || kind === 'api') return kind.toUpperCase()
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`
}

/**
 * Reads what a pull request leaves for the next person: fenced blocks with the info string `codexflow` that hold lines
 * such as `arn: arn:aws:…`, `api: https://…`, `db: user-table`, `doc: API Specs = https://…`, or just `Runbook = https://…`
 * for a document by its name, or `output: name = value` for whatever a tool put out.
 * The text may come from a stranger's fork: it is kept as data, and what cannot be used is reported, never guessed.
 */
export function readResources(body: string): ReadResources {
  const problems: string[] = []
  const found = new Map<string, NamedResource>()
  for (const block of spoken(body).blocks.filter(({ info }) => info.toLowerCase() === 'codexflow')) {
    for (const [index, raw] of block.lines.entries()) {
      const line = visibleLine(raw)
      if (line === '' || line.startsWith('#')) continue
      const read = readLine(line)
      if (typeof read === 'string') problems.push(`Line ${index + 1} of a codexflow block ${read}.`)
      else if (found.size < MAX_PULL_RESOURCES || found.has(resourceKey(read))) found.set(resourceKey(read), read)
      else problems.push(`Line ${index + 1} is one too many: at most ${MAX_PULL_RESOURCES} resources are kept.`)
    }
  }
  return { resources: [...found.values()], problems: problems.slice(0, MAX_PROBLEMS) }
}

/**
 * A link or an ARN that some machine names, by its name there. Nothing for anything else, and for whatever may hold a secret
 * or is too long.
 */
export function pointerOf(name: string, given: unknown): NamedResource | undefined {
  const label = shortened(visibleLine(name), MAX_LABEL)
  const value = typeof given === 'string' && given.length <= MAX_VALUE ? visibleLine(given) : ''
  if (label === '' || value === '' || value.includes(' ') || isSecret(`${name}=${value}`, value)) return undefined
  if (isArn(value)) return { kind: 'arn', label, value }
  return isWebAddress(value) ? { kind: 'url', label, value } : undefined
}

/** Every link and ARN in a record of a machine, or in the JSON that it is written in; two levels deep. */
export function pointersIn(given: unknown): NamedResource[] {
  const record = typeof given === 'string' ? parsed(given) : given
  const found = new Map<string, NamedResource>()
  const take = (name: string, value: unknown) => {
    const pointer = pointerOf(name, value)
    if (pointer !== undefined && found.size < MAX_PULL_RESOURCES) found.set(resourceKey(pointer), pointer)
  }
  for (const [name, value] of entriesOf(record)) {
    take(name, value)
    for (const [inner, one] of entriesOf(value)) take(`${name} ${inner}`, one)
  }
  return [...found.values()]
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value).slice(0, 100) : []
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isSecret(line: string, value: string): boolean {
  return holdsSecret(line) || HAS_USER.test(value)
}

function isArn(value: string): boolean {
  return /^arn:[\w-]+:[\w-]+:[\w-]*:\d*:\S+$/.test(value)
}

function readLine(line: string): NamedResource | string {
  // The first colon or equals sign that follows a name; those of an address stand behind it.
  const parts = /^([^:=]{1,200}?)\s*([:=])\s*(\S.*)$/.exec(line)
  if (parts === null) return 'is not of the form "kind: value" or "Label = https://…"'
  const [, name = '', sign, value = ''] = parts
  if (value.length > MAX_VALUE) return `is longer than ${MAX_VALUE} characters`
  if (isSecret(line, value)) return 'seems to hold a password, a token or a key'
  if (sign === '=') {
    if (!isWebAddress(value)) return 'names a document whose address is not http or https'
    return { kind: 'document', label: shortened(name, MAX_LABEL), value }
  }
  if (name.toLowerCase() === 'output') return readOutput(value)
  const known = KINDS.get(name.toLowerCase())
  if (known === undefined) return `has an unknown kind; known are ${RESOURCE_KINDS.join(', ')}`
  if (known.kind === 'arn' && !isArn(value)) return 'holds no ARN'
  const mustLink = known.kind === 'url' || known.kind === 'api' || known.kind === 'document'
  if (!mustLink || isWebAddress(value)) return { ...known, value }
  const [, label = '', address = ''] = /^([^=]{1,200}?)\s*=\s*(\S+)$/.exec(value) ?? []
  if (!isWebAddress(address)) return 'holds no http or https address'
  return { ...known, label: shortened(label, MAX_LABEL), value: address }
}

// What tools such as Terraform put out: names of their own, and anything may be a value.
function readOutput(line: string): NamedResource | string {
  const [, name = '', value = ''] = /^([^=]{1,200}?)\s*=\s*(\S.*)$/.exec(line) ?? []
  if (value === '') return 'holds no output of the form "name = value"'
  return pointerOf(name, value) ?? { kind: 'note', label: shortened(name, MAX_LABEL), value }
}

/** An address with a user name in it, which may be a token, and hides where a link leads. */
const HAS_USER = /^(?:[^=]{1,200}=\s*)?[a-z][a-z0-9+.-]{0,20}:\/\/[^/\s?#]{0,300}@/i

function isWebAddress(value: string): boolean {
  return /^https?:\/\/\S+$/i.test(value) && URL.parse(value) !== null
}
