import { err, ok, type Result } from '../result.ts'
import { holdsSecret } from '../secrets/shapes.ts'
import { parseTaskId } from '../tasks/ids.ts'
import { RESOURCE_KINDS, RESOURCE_LABELS, type Resource, type ResourceKind, resourceKey } from '../tasks/resource.ts'
import { labelled, secretWords, short, urlIn, wrong } from './arguments.ts'
import { type Line, type Wrong, wordText } from './parse.ts'

/** A resource as it was typed or filled in. */
export type GivenResource = Pick<Resource, 'kind' | 'label' | 'value'>

/** Resources that one `done` may bring along. */
export const MAX_GIVEN = 20
/** UTF-16 units. */
export const MAX_VALUE = 2_000

/** The options that bring a resource along; `doc:` is what people type for `document:`. */
export const RESOURCE_KEYS = [...RESOURCE_KINDS, 'doc']

/** Every resource of a line: its options, and bare addresses. */
export function resourcesIn(line: Line): Result<GivenResource[], Wrong> {
  const typed = [
    ...line.words.slice(1).map((word) => bare(wordText(word))),
    ...line.options.map(({ key, value }) => resourceIn(key, wordText(value))),
  ]
  const read: GivenResource[] = []
  for (const resource of typed) {
    if (!resource.ok) return resource
    read.push(resource.value)
  }
  return together(read)
}

/** Resources side by side: two of one kind and label are numbered, for in the task they would replace each other. */
export function together(resources: readonly GivenResource[]): Result<GivenResource[], Wrong> {
  const given: GivenResource[] = []
  for (const resource of resources) given.push({ ...resource, label: freeLabel(resource, given) })
  if (given.length > MAX_GIVEN) return wrong(`it brings ${given.length} things along; at most ${MAX_GIVEN} fit`)
  return ok(given)
}

/** An address without a key is what it looks like. */
function bare(text: string): Result<GivenResource, Wrong> {
  if (/^https?:\/\//i.test(text)) return resourceIn('url', text)
  if (parseTaskId(text) !== undefined) return wrong(`it finishes two tasks at once; say done ${text} by itself`)
  return wrong(`"${short(text)}" is no option; say what it is, such as note:"${short(text)}"`)
}

function resourceIn(key: string, text: string): Result<GivenResource, Wrong> {
  const kind = key === 'doc' ? 'document' : (key as ResourceKind)
  // A bare ARN looks like an option `arn:` whose value lost its beginning.
  const whole = kind === 'arn' && /^aws[a-z-]*:/i.test(text) ? `arn:${text}` : text
  const { label, value } = kind === 'note' ? { value: whole.trim() } : labelledOf(kind, whole)
  return resourceOf(kind, label, value, `${key}:`)
}

/** One resource from its parts; `what` names the place in which it was given. */
export function resourceOf(
  kind: ResourceKind,
  label: string | undefined,
  value: string,
  what: string,
): Result<GivenResource, Wrong> {
  if (label !== undefined && holdsSecret(label)) return wrong(secretWords(what))
  const checked = checkedValue(kind, what, value)
  return checked.ok ? ok({ kind, label: label ?? RESOURCE_LABELS[kind], value: checked.value }) : checked
}

function labelledOf(kind: ResourceKind, text: string) {
  // What stands before an equals sign within an ARN is no label.
  return kind === 'arn' && text.toLowerCase().startsWith('arn:') ? { value: text.trim() } : labelled(text)
}

function checkedValue(kind: ResourceKind, what: string, value: string): Result<string, Wrong> {
  if (kind === 'url' || kind === 'document') return urlIn(value, what)
  if (kind === 'arn' && !/^arn:[a-z][a-z-]*:[^\s]+$/i.test(value)) {
    return err({ what: `"${short(value)}" is no ARN; they begin with arn:aws:` })
  }
  // An API or a database may be given by its address; then it must not carry a password.
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/\s]*@/i.test(value))
    return wrong(`${what} carries a user name or password; leave it out`)
  if (holdsSecret(value)) return wrong(secretWords(what))
  if (value === '') return wrong(`${what} needs its value right behind the colon`)
  return value.length > MAX_VALUE ? wrong(`${what} is longer than ${MAX_VALUE} characters`) : ok(value)
}

function freeLabel(resource: GivenResource, taken: readonly GivenResource[]): string {
  const isTaken = (label: string) => taken.some((known) => resourceKey(known) === resourceKey({ ...resource, label }))
  let label = resource.label
  for (let number = 2; isTaken(label); number++) label = `${resource.label} ${number}`
  return label
}
