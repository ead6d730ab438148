import type { KnownBlock } from '@slack/types'
import { cut } from '../../handoffs/invisible.ts'
import { type ModalId, PAGE } from '../callbacks.ts'
import type { ModalView, SlackReply } from '../handlers.ts'
import type { Values } from '../inputs.ts'
import { type Preset, packPreset } from './preset.ts'
import { FORMS } from './registry.ts'

/** A form with what has been entered in it; `note`: why it is shown again. */
export function formView(id: ModalId, preset: Preset, values?: Values, note?: SlackReply): ModalView {
  const { title, submit, blocks, values: initial } = FORMS[id]
  return {
    callbackId: id,
    title,
    submit,
    close: 'Cancel',
    privateMetadata: packPreset(preset),
    blocks: [...noted(note), ...blocks(preset, values ?? initial?.(preset) ?? {})],
  }
}

/** The same form with room for one thing more. */
export function withMoreRows(id: ModalId, preset: Preset, values: Values): ModalView {
  return formView(id, { ...preset, rows: (preset.rows ?? 1) + 1 }, values)
}

/** What came of it, as the last page of a form. */
export function pageView(title: string, reply: SlackReply): ModalView {
  return { callbackId: PAGE, title, close: 'Close', blocks: blocksOf(reply) }
}

// Above the fields, where it is seen first; the buttons of an answer lead out of the form and stay away.
function noted(note: SlackReply | undefined): KnownBlock[] {
  if (note === undefined) return []
  return [...blocksOf(note).filter(({ type }) => type === 'section'), { type: 'divider' }]
}

function blocksOf({ text, blocks }: SlackReply): readonly KnownBlock[] {
  return blocks ?? [{ type: 'section', text: { type: 'mrkdwn', text: cut(text, 3_000), verbatim: true } }]
}
