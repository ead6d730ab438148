import { z } from 'zod'
import type { View } from '../world/outside.ts'
import { elementsOf } from '../world/slack-elements.ts'
import { type Field, fieldsOf, labelOf } from '../world/slack-fields.ts'
import { optionsOf } from '../world/slack-options.ts'
import { buttonsOf } from './buttons.ts'
import { fromMrkdwn, harmless, type Named, wrapped } from './plain-text.ts'

type Json = Readonly<Record<string, unknown>>
type Paper = Named & { readonly width: number }

/** A modal or Home tab as lines for a terminal; `errors` stand under the field of their block. */
export function viewText(given: View, paper: Paper, errors: Readonly<Record<string, string>> = {}): string {
  const view = harmless(given)
  const title = textOf(view['title'])
  const ends = [textOf(view['submit']), textOf(view['close'])].filter((label) => label !== '')
  const blocks = view.blocks.flatMap((block) => [...blockLines(block, view, paper, harmless(errors)), ''])
  const lines = [
    ...(title === '' ? [] : [`── ${title} ──`, '']),
    ...blocks,
    ...(ends.length === 0 ? [] : [ends.map((label) => `[ ${label} ]`).join(' ')]),
  ]
  return lines.join('\n').trimEnd()
}

function blockLines(
  block: Json,
  view: View,
  paper: Paper,
  errors: Readonly<Record<string, string>>,
): readonly string[] {
  const prose = (text: string) => (text === '' ? [] : wrapped(fromMrkdwn(text, paper), paper.width))
  switch (block['type']) {
    case 'divider':
      return ['─'.repeat(Math.min(40, paper.width))]
    case 'header':
      return [`▌ ${textOf(block['text'])}`]
    case 'section': {
      const fields = listOf(block['fields']).flatMap((field) => prose(textOf(field)))
      return [...prose(textOf(block['text'])), ...fields, ...controls(block, view)]
    }
    case 'context':
      return prose(listOf(block['elements']).map(textOf).join('  '))
    case 'image':
      return [`(picture: ${String(block['alt_text'] ?? '')})`]
    case 'input': {
      const [field] = fieldsIn(block, view)
      if (field === undefined) return []
      const optional = block['optional'] === true ? ', optional' : ''
      const label = `${labelOf(block)} (${field.actionId}${optional}): ${standing(field, view)}`
      const hint = textOf(block['hint'])
      const error = errors[field.blockId]
      return [
        ...wrapped(label, paper.width),
        ...choices(field),
        ...(hint === '' ? [] : wrapped(`  ${hint}`, paper.width)),
        ...(error === undefined ? [] : wrapped(`  ! ${error}`, paper.width)),
      ]
    }
    default:
      return controls(block, view)
  }
}

// Buttons in one line, then each menu in its own.
function controls(block: Json, view: View): string[] {
  const buttons = buttonsOf({ blocks: [block] }).map(({ label }) => `[ ${label} ]`)
  const menus = fieldsIn(block, view).map((field) => `${field.actionId}: ${standing(field, view)}`)
  const overflow = elementsOf(block)
    .filter(({ type }) => type === 'overflow')
    .map(
      (menu) =>
        `${menu.action_id}: ${optionsOf(menu)
          .map(({ value }) => value)
          .join(' | ')}`,
    )
  return [...(buttons.length === 0 ? [] : [buttons.join(' ')]), ...menus, ...overflow]
}

// Among all blocks, because one without an id is called by its place.
function fieldsIn(block: Json, view: View): readonly Field[] {
  return fieldsOf(view.blocks).filter((field) => field.block === block)
}

function choices({ element }: Field): string[] {
  const options = optionsOf(element)
  if (element.type.endsWith('external_select')) return ['  (type to search)']
  return options.length === 0 ? [] : [`  one of: ${options.map(({ value }) => value).join(' | ')}`]
}

const stateSchema = z.looseObject({ values: z.record(z.string(), z.record(z.string(), z.looseObject({}))) })

/** What stands in a field, as its reader sees it. */
function standing({ blockId, actionId }: Field, view: View): string {
  const state = stateSchema.safeParse(view['state'])
  const held = state.success ? state.data.values[blockId]?.[actionId] : undefined
  const values = Object.entries(held ?? {}).flatMap(([key, value]) =>
    key === 'type' || value === null ? [] : [value].flat(),
  )
  const words = values.map((value) => (typeof value === 'object' ? textOf((value as Json)['text']) : String(value)))
  return words.filter((word) => word !== '').join(', ') || '____'
}

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('text' in value)) return ''
  return typeof value.text === 'string' ? value.text : textOf(value.text)
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
