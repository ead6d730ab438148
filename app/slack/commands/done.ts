import { visibleLine } from '../../handoffs/invisible.ts'
import type { Person } from '../../projects/person.ts'
import { err, ok, type Result } from '../../result.ts'
import { holdsSecret } from '../../secret.ts'
import type { TaskId } from '../../tasks/ids.ts'
import { RESOURCE_KINDS, type Resource, type ResourceKind, resourceKey } from '../../tasks/resource.ts'
import { command, plain } from '../messages/markup.ts'
import { refusalReply } from '../messages/refusal-reply.ts'
import { replyOf } from '../messages/reply.ts'
import { labelled, onlyOptions, secretWords, short, taskIn, urlIn, wrong } from './arguments.ts'
import { order } from './order.ts'
import { type Line, type Wrong, wordText } from './parse.ts'
import type { Verb } from './verb.ts'

/** A resource as it was typed. */
export type Given = Pick<Resource, 'kind' | 'label' | 'value'>

const MAX_GIVEN = 20
const MAX_VALUE = 2_000

const LABELS: Readonly<Record<ResourceKind, string>> = {
  arn: 'ARN',
  url: 'URL',
  lambda: 'Lambda function',
  api: 'API',
  database: 'Database',
  runtime: 'Runtime',
  environment: 'Environment',
  document: 'Document',
  version: 'Version',
  note: 'Note',
}

/** `doc:` is what people type for `document:`. */
const KEYS = [...RESOURCE_KINDS, 'doc']

/** Completes a task, with what the next person needs of it. */
export const done: Verb<{ readonly id: TaskId; readonly resources: readonly Given[] }> = {
  name: 'done',
  group: 'Do your work',
  action: 'task.complete',
  usage:
    'done ID [arn:…] [url:"Label=https://…"] [lambda:…] [api:…] [database:…] [runtime:…] [environment:…] [document:"Label=https://…"] [version:…] [note:"…"]',
  summary: 'Finish a task, and hand on what the next person needs; each option may come several times',
  examples: [
    'done UAPI-1',
    'done UAPI-1 arn:aws:lambda:us-east-1:123456789012:function:user-api url:"API=https://api.example.com/v1" database:users',
  ],
  parse(line) {
    const id = taskIn(line.words[0])
    if (!id.ok) return id
    const options = onlyOptions(line, [], KEYS)
    if (!options.ok) return options
    const resources = resourcesIn(line)
    return resources.ok ? ok({ id: id.value, resources: resources.value }) : resources
  },
  async act({ id, resources }, context, { log }) {
    const accepted = await order(context, log, id, 'task.complete', completion(resources, context.person))
    if (!accepted.ok) return refusalReply(accepted.error)
    return replyOf([
      `*${id}* ${plain(accepted.value.task.title)} is done. I am telling those who waited for it.`,
      ...(resources.length === 0 ? [] : [`They get with it:`, ...resources.map(resourceLine)]),
      `If that was too early: ${command(`reopen ${id}`)}`,
    ])
  },
}

/** The order itself: what is given says by whom. */
export function completion(resources: readonly Given[], { name }: Pick<Person, 'name'>) {
  const source = `given by ${visibleLine(name)} with /codexflow done`
  return { type: 'CompleteTask', resources: resources.map((resource) => ({ ...resource, source })) } as const
}

function resourceLine({ label, value }: Given): string {
  return `• ${plain(label, 80)}: ${plain(value)}`
}

function resourcesIn(line: Line): Result<Given[], Wrong> {
  const given: Given[] = []
  const typed = [
    ...line.words.slice(1).map((word) => bare(wordText(word))),
    ...line.options.map(({ key, value }) => read(key, wordText(value))),
  ]
  for (const resource of typed) {
    if (!resource.ok) return resource
    given.push({ ...resource.value, label: freeLabel(resource.value, given) })
  }
  if (given.length > MAX_GIVEN) return wrong(`it brings ${given.length} things along; at most ${MAX_GIVEN} fit`)
  return ok(given)
}

/** An address without a key is what it looks like. */
function bare(text: string): Result<Given, Wrong> {
  if (/^https?:\/\//i.test(text)) return read('url', text)
  return wrong(`"${short(text)}" is no option; say what it is, such as note:"${short(text)}"`)
}

function read(key: string, text: string): Result<Given, Wrong> {
  const kind = key === 'doc' ? 'document' : (key as ResourceKind)
  // A bare ARN looks like an option `arn:` whose value lost its beginning.
  const whole = kind === 'arn' && /^aws[a-z-]*:/i.test(text) ? `arn:${text}` : text
  const { label, value } = kind === 'note' ? { value: whole.trim() } : labelledOf(kind, whole)
  if (label !== undefined && holdsSecret(label)) return wrong(secretWords(`${key}:`))
  const checked = checkedValue(kind, key, value)
  return checked.ok ? ok({ kind, label: label ?? LABELS[kind], value: checked.value }) : checked
}

function labelledOf(kind: ResourceKind, text: string) {
  // What stands before an equals sign within an ARN is no label.
  return kind === 'arn' && text.toLowerCase().startsWith('arn:') ? { value: text.trim() } : labelled(text)
}

function checkedValue(kind: ResourceKind, key: string, value: string): Result<string, Wrong> {
  if (kind === 'url' || kind === 'document') return urlIn(value, `${key}:`)
  if (kind === 'arn' && !/^arn:[a-z][a-z-]*:[^\s]+$/i.test(value)) {
    return err({ what: `"${short(value)}" is no ARN; they begin with arn:aws:` })
  }
  // An API or a database may be given by its address; then it must not carry a password.
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/\s]*@/i.test(value))
    return wrong(`${key}: carries a user name or password; leave it out`)
  if (holdsSecret(value)) return wrong(secretWords(`${key}:`))
  if (value === '') return wrong(`${key}: needs its value right behind the colon`)
  return value.length > MAX_VALUE ? wrong(`${key}: is longer than ${MAX_VALUE} characters`) : ok(value)
}

// The same kind and label would replace each other in the task.
function freeLabel(resource: Given, taken: readonly Given[]): string {
  const isTaken = (label: string) => taken.some((known) => resourceKey(known) === resourceKey({ ...resource, label }))
  let label = resource.label
  for (let number = 2; isTaken(label); number++) label = `${resource.label} ${number}`
  return label
}
