import type { KnownBlock } from '@slack/types'
import { elementHtml } from './fields-html.ts'
import { escaped, mrkdwnHtml } from './mrkdwn-html.ts'

/** Blocks as HTML, in a plain style of our own. */
export function blocksHtml(blocks: readonly KnownBlock[]): string {
  return blocks.map(blockHtml).join('\n')
}

function blockHtml(block: KnownBlock): string {
  switch (block.type) {
    case 'header':
      return `<h2>${escaped(block.text.text)}</h2>`
    case 'section': {
      const fields = (block.fields ?? []).map((field) => `<div>${textHtml(field)}</div>`).join('')
      const beside = block.accessory === undefined ? '' : accessoryHtml(block.accessory)
      const text = block.text === undefined ? '' : textHtml(block.text)
      return `<div class="section"><div>${text}${fields === '' ? '' : `<div class="fields">${fields}</div>`}</div>${beside}</div>`
    }
    case 'divider':
      return '<hr>'
    case 'context': {
      const parts = block.elements.map((one) => ('text' in one ? textHtml(one) : ''))
      return `<div class="context">${parts.join(' ')}</div>`
    }
    case 'actions':
      return `<div class="actions">${block.elements.map(elementHtml).join(' ')}</div>`
    case 'input': {
      const optional = block.optional === true ? ' <span class="faint">(optional)</span>' : ''
      const hint = block.hint === undefined ? '' : `<div class="hint">${escaped(block.hint.text)}</div>`
      return `<div class="input"><b>${escaped(block.label.text)}</b>${optional}${elementHtml(block.element)}${hint}</div>`
    }
    default:
      throw new Error(`No picture has a block of type ${block.type} yet.`)
  }
}

type Section = Extract<KnownBlock, { type: 'section' }>

function textHtml({ type, text }: NonNullable<Section['text']>): string {
  return type === 'mrkdwn' ? mrkdwnHtml(text) : escaped(text).replaceAll('\n', '<br>')
}

function accessoryHtml(accessory: NonNullable<Section['accessory']>): string {
  return accessory.type === 'image' ? '' : elementHtml(accessory)
}
