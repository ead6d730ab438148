import type { KnownBlock } from '@slack/types'
import { visibleLine } from '../../handoffs/invisible.ts'
import { type Lack, lacking } from '../../projects/contract.ts'
import { lackWords, listed, phaseName } from '../../projects/phrases.ts'
import { ok, type Result } from '../../result.ts'
import { RESOURCE_KINDS, RESOURCE_LABELS, type ResourceKind } from '../../tasks/resource.ts'
import { type DoneArguments, done } from '../../verbs/done.ts'
import type { Wrong } from '../../verbs/parse.ts'
import { type GivenResource, MAX_GIVEN, MAX_VALUE, resourceOf, together } from '../../verbs/resources.ts'
import { termsOf } from '../../verbs/terms.ts'
import { cut, plain } from '../../verbs/words/markup.ts'
import { MORE_ROWS } from '../callbacks.ts'
import type { Values } from '../inputs.ts'
import { entered, menuField, textField } from './fields.ts'
import { errorsOf, type Modal } from './modal.ts'
import { MAX_ASKED } from './preset.ts'
import { taskTitle } from './task-title.ts'

/** Finishes a task, with what the next person needs, a row for each thing. */
export const finishTask: Modal<DoneArguments> = {
  id: 'task.done',
  verb: done,
  title: 'Finish a task',
  submit: 'It is done',
  asks: async (task, ports) => {
    const asked = lacking(task.phase, await termsOf(ports, task.workspace, task.id), Object.values(task.resources))
    return asked.length === 0 ? {} : { lacks: asked.slice(0, MAX_ASKED) }
  },
  blocks: ({ task, title, lacks = [], rows = 1 }, values) => [
    ...taskTitle(task, title, whatIsAsked(lacks)),
    ...lacks.map((lack, at) => needField(values, lack, at)),
    ...Array.from({ length: rows }, (_, row) => rowFields(values, row)).flat(),
    ...(rows >= MAX_GIVEN ? [] : [more]),
  ],
  read(values, { task, lacks, rows = 1 }) {
    const read = [
      ...(lacks ?? []).map((lack, at) => [needId(at), needIn(values, lack, at)] as const),
      ...Array.from({ length: rows }, (_, row) => [valueId(row), rowIn(values, row)] as const),
    ]
    const given = read.flatMap(([, resource]) => (resource?.ok === true ? [resource.value] : []))
    const all = together(given)
    const error = errorsOf(Object.fromEntries(read))
    if (task === undefined || !all.ok || Object.keys(error).length > 0) return { ok: false, error }
    // Who has been asked, and leaves it empty, goes on without.
    return ok({ id: task, resources: all.value, anyway: lacks !== undefined })
  },
}

function whatIsAsked(lacks: readonly Lack[]): string {
  if (lacks.length === 0) return 'What does the next person need of it? Leave it empty if nothing.'
  const words = lackWords(lacks)
  const asked = cut(plain(`${words.charAt(0).toUpperCase()}${words.slice(1)}`, 1_500), 1_500)
  return `${asked}. Below them is room for anything else.`
}

function needField(values: Values, need: Lack, at: number): KnownBlock {
  return textField(values, {
    id: needId(at),
    label: fieldName(need),
    hint: `${need.blocks ? 'Needed' : 'Asked for'} by ${listed(need.for.map(phaseName))}`,
    most: MAX_VALUE,
    ...(need.blocks ? {} : { optional: true }),
  })
}

// A name that nobody can read is no label, and one that looks like markup reads like a threat.
function fieldName({ kind, label }: Lack): string {
  const name = label === undefined ? '' : visibleLine(label.replaceAll(/[<>]/g, ''))
  return name === '' ? RESOURCE_LABELS[kind] : `${RESOURCE_LABELS[kind]}: ${name}`
}

function needIn(values: Values, need: Lack, at: number): Result<GivenResource, Wrong> | undefined {
  const value = entered(values, needId(at)).trim()
  if (value !== '') return resourceOf(need.kind, need.label, value, `the ${whatOf(need.kind)}`)
  if (!need.blocks) return undefined
  return {
    ok: false,
    error: { what: `${listed(need.for.map(phaseName))} ${need.for.length === 1 ? 'needs' : 'need'} it` },
  }
}

function needId(at: number): string {
  return `need-${at}`
}

const KINDS = Object.fromEntries(RESOURCE_KINDS.map((kind) => [kind, RESOURCE_LABELS[kind]]))

const more: KnownBlock = {
  type: 'actions',
  block_id: 'more',
  elements: [
    {
      type: 'button',
      action_id: MORE_ROWS,
      text: { type: 'plain_text', text: 'Add another', emoji: true },
      accessibility_label: 'Add a row for another thing',
    },
  ],
}

function rowFields(values: Values, row: number): KnownBlock[] {
  const nth = row === 0 ? '' : ` ${row + 1}`
  return [
    menuField(values, { id: `kind-${row}`, label: `What it is${nth}`, choices: KINDS, optional: true }),
    textField(values, {
      id: valueId(row),
      label: `Its name, address or number${nth}`,
      most: MAX_VALUE,
      placeholder: 'https://api.example.com/v1',
      optional: true,
    }),
    textField(values, {
      id: `label-${row}`,
      label: `What you call it${nth}`,
      most: 80,
      placeholder: 'API of the users',
      optional: true,
    }),
  ]
}

// Without a kind, an address is an address and anything else a note: nobody loses what they typed for a menu.
function rowIn(values: Values, row: number): Result<GivenResource, Wrong> | undefined {
  const value = entered(values, valueId(row)).trim()
  const label = entered(values, `label-${row}`).trim()
  if (value === '') return label === '' ? undefined : { ok: false, error: { what: 'it lacks what it is called so' } }
  const guess = /^https?:\/\//i.test(value) ? 'url' : value.startsWith('arn:') ? 'arn' : 'note'
  const kind = RESOURCE_KINDS.find((known) => known === entered(values, `kind-${row}`)) ?? guess
  return resourceOf(kind, label === '' ? undefined : label, value, `the ${whatOf(kind)}`)
}

function whatOf(kind: ResourceKind): string {
  return kind === 'arn' || kind === 'url' || kind === 'api' ? kind.toUpperCase() : kind
}

function valueId(row: number): string {
  return `value-${row}`
}
