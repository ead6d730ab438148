import type * as z from 'zod'
import { shortened, visibleLine } from '../../handoffs/invisible.ts'
import { lazily } from '../../lazily.ts'
import type { Configuration } from '../../projects/configuration.ts'
import { listed } from '../../projects/phrases.ts'
import { err, ok, type Result } from '../../result.ts'
import { holdsSecret } from '../../secrets/shapes.ts'
import { suggest } from '../../verbs/suggest.ts'
import { type Place, placeIn, placesOf } from './places.ts'
import { configurationSchema } from './schema.ts'

/** What is wrong with a file, in words that are not escaped yet, and where. Both count from 1. */
export type Problem = Place & { readonly why: string }

/** Bytes of a file, problems that are told, and uses of one anchor: a few lines can ask for gigabytes. */
export const MAX_BYTES = 64_000
export const MAX_PROBLEMS = 50
const MAX_ALIASES = 50

const yaml = lazily(() => import('yaml'))

/** A good file: what it says, and where it says it, by its path of keys. */
export type ReadConfiguration = {
  readonly said: Configuration
  readonly placeOf: (path: readonly PropertyKey[]) => Place
}

/** Reads a file; every problem that can be told at once, the first one first. An empty file says nothing, which is fine. */
export async function readConfiguration(text: string): Promise<Result<ReadConfiguration, readonly Problem[]>> {
  const size = Buffer.byteLength(text)
  if (size > MAX_BYTES) return only(`it has ${size} bytes; at most ${MAX_BYTES} are read`)
  const secret = text.split('\n').findIndex((line) => holdsSecret(line))
  if (secret !== -1) {
    const why = 'this line seems to hold a password, a token or a key; take it back, for others can read this file'
    return err([{ line: secret + 1, column: 1, why }])
  }
  const { parseAllDocuments, LineCounter } = await yaml()
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, schema: 'core', merge: false })
  const [document, second] = Array.isArray(documents) ? documents : []
  if (document === undefined) return ok({ said: {}, placeOf: () => ({ line: 1, column: 1 }) })
  const at = (offset: number | undefined): Place => placeIn(lines, offset)
  if (second !== undefined)
    return err([{ ...at(second.range?.[0]), why: 'a second document begins here; there may be one' }])
  const broken = [...document.errors, ...document.warnings]
  if (broken.length > 0) {
    return err(
      told(broken.map(({ message, pos }) => ({ ...at(pos[0]), why: `this is no YAML: ${sentence(message)}` }))),
    )
  }
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: MAX_ALIASES })
  } catch {
    return only(`it repeats anchors more than ${MAX_ALIASES} times`)
  }
  const parsed = configurationSchema().safeParse(value ?? {})
  const placeOf = placesOf(document, lines)
  if (parsed.success) return ok({ said: parsed.data, placeOf })
  return err(told(parsed.error.issues.flatMap((issue) => problemsOf(issue, value, placeOf))))
}

function only(why: string): Result<never, readonly Problem[]> {
  return err([{ line: 1, column: 1, why }])
}

function told(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column).slice(0, MAX_PROBLEMS)
}

type Issue = z.core.$ZodIssue

function problemsOf(issue: Issue, root: unknown, placeOf: ReturnType<typeof placesOf>): Problem[] {
  const { path } = issue
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(path)
    return issue.keys
      .slice(0, MAX_PROBLEMS)
      .map((key) => ({ ...placeOf([...path, key]), why: unknownKey(key, path, known) }))
  }
  if (issue.code === 'invalid_union') {
    const value = valueAt(root, path)
    // Of the forms that a thing may have, the one that was tried says what is wrong with it.
    const tried = issue.errors.find(([first]) => first !== undefined && !isOfAnotherKind(first))
    if (tried !== undefined)
      return tried.flatMap((inner) => problemsOf({ ...inner, path: [...path, ...inner.path] }, root, placeOf))
    return [{ ...placeOf(path), why: `${nameOf(path)} ${kindWords(value)}` }]
  }
  if (issue.code === 'invalid_key') {
    const [first] = issue.issues
    return [{ ...placeOf(path), why: `"${short(path.at(-1))}" ${first?.message ?? 'is no name'}` }]
  }
  return [{ ...placeOf(path), why: whyNot(issue, valueAt(root, path)) }]
}

function whyNot(issue: Issue, value: unknown): string {
  const name = nameOf(issue.path)
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined) return lacks(issue.path)
      if (value === null) return `${name} has nothing behind it; a # begins a comment, so put text with # in quotes`
      return `${name} has to be ${EXPECTED[issue.expected] ?? issue.expected}; it is ${kindOf(value)}`
    case 'invalid_value': {
      const known = issue.values.map(String)
      const [near] = typeof value === 'string' ? suggest(value, known) : []
      const instead = near === undefined ? `there are ${listed(known)}` : `did you mean ${near}?`
      if (value === undefined) return lacks(issue.path)
      return value === null
        ? `${name} has nothing behind it; there are ${listed(known)}`
        : `${name}: "${short(value)}" is none; ${instead}`
    }
    default:
      return issue.message.startsWith(':') ? `${name}${issue.message}` : `${name} ${issue.message}`
  }
}

function lacks(path: readonly PropertyKey[]): string {
  return `${nameOf(path.slice(0, -1))} lacks "${short(path.at(-1))}"`
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'a list',
  object: 'a map of keys and values',
  record: 'a map of keys and values',
  boolean: 'true or false',
}

function kindWords(value: unknown): string {
  if (value === null) return 'has nothing behind it; a # begins a comment, so put text with # in quotes'
  return `cannot be ${kindOf(value)}`
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (value === null) return 'empty'
  if (typeof value === 'object') return 'a map of keys and values'
  if (typeof value === 'string') return 'text'
  return `the ${typeof value} ${String(value)}; put quotes around what is meant as text`
}

function isOfAnotherKind(issue: Issue): boolean {
  return issue.path.length === 0 && issue.code === 'invalid_type'
}

function unknownKey(key: string, path: readonly PropertyKey[], known: readonly string[]): string {
  const [near] = suggest(key, known)
  const where = path.length === 0 ? 'here' : `in ${nameOf(path)}`
  const there = near === undefined ? `there are ${listed(known)}` : `did you mean ${near}?`
  return `there is no "${short(key)}" ${where}; ${there}`
}

/** The keys of the schema at a place. */
function knownKeys(path: readonly PropertyKey[]): string[] {
  let schema: unknown = configurationSchema()
  for (const step of [undefined, ...path]) {
    schema = step === undefined ? bare(schema) : bare(stepInto(schema, step))
  }
  return schema !== undefined && hasShape(schema) ? Object.keys(schema.shape) : []
}

type Shaped = { readonly shape: Readonly<Record<string, unknown>> }
type Def = {
  readonly in?: unknown
  readonly innerType?: unknown
  readonly element?: unknown
  readonly options?: readonly unknown[]
}

function hasShape(schema: unknown): schema is Shaped {
  return typeof schema === 'object' && schema !== null && 'shape' in schema
}

function stepInto(schema: unknown, step: PropertyKey): unknown {
  return hasShape(schema) ? schema.shape[String(step)] : defOf(schema)?.element
}

// Through what is said about a schema to the schema itself.
function bare(schema: unknown): unknown {
  const def = defOf(schema)
  const inner = def?.in ?? def?.innerType ?? def?.options?.find((each) => hasShape(bare(each)))
  return inner === undefined ? schema : bare(inner)
}

function defOf(schema: unknown): Def | undefined {
  return typeof schema === 'object' && schema !== null && 'def' in schema ? (schema.def as Def) : undefined
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root
  for (const step of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined
  return value
}

/** `phases.backend.lead`; entries of a list go by its name. */
function nameOf(path: readonly PropertyKey[]): string {
  const names = path.filter((step) => typeof step !== 'number').map((step) => short(step))
  return names.length === 0 ? 'the file' : names.join('.')
}

function short(text: unknown): string {
  return shortened(visibleLine(String(text)), 60)
}

function sentence(message: string): string {
  return shortened(visibleLine(message.split('\n')[0] ?? ''), 150).replace(/[.:]$/, '')
}
