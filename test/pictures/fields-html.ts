import type { InputBlock, KnownBlock } from '@slack/types'
import { escaped, mrkdwnHtml } from './mrkdwn-html.ts'

type Element = Extract<KnownBlock, { type: 'actions' }>['elements'][number] | InputBlock['element']

/** What can be pressed, chosen or typed into, as HTML that only looks like it. */
export function elementHtml(element: Element): string {
  switch (element.type) {
    case 'button':
      return `<span class="button ${element.style ?? ''}">${escaped(element.text.text)}</span>`
    case 'overflow':
      return '<span class="button">…</span>'
    case 'plain_text_input':
    case 'url_text_input':
    case 'number_input':
    case 'email_text_input':
      return box(element.initial_value, element.placeholder?.text, 'multiline' in element && element.multiline)
    case 'checkboxes':
    case 'radio_buttons':
      return choices(element)
    case 'static_select':
    case 'external_select':
      return menu(element.initial_option?.text.text, element.placeholder?.text)
    case 'multi_static_select':
    case 'multi_external_select':
      return menu(element.initial_options?.map(({ text }) => text.text).join(', '), element.placeholder?.text)
    default:
      return menu(undefined, 'placeholder' in element ? element.placeholder?.text : undefined)
  }
}

function box(value: string | undefined, placeholder = '', isTall: boolean | undefined): string {
  const shown = value === undefined ? `<span class="faint">${escaped(placeholder)}</span>` : escaped(value)
  return `<div class="box ${isTall ? 'tall' : ''}">${shown}&nbsp;</div>`
}

function menu(value: string | undefined, placeholder = 'Choose one'): string {
  const shown =
    value === undefined || value === '' ? `<span class="faint">${escaped(placeholder)}</span>` : escaped(value)
  return `<div class="box menu">${shown}<span class="faint">▾</span></div>`
}

function choices(element: Extract<Element, { type: 'checkboxes' | 'radio_buttons' }>): string {
  const sign = element.type === 'checkboxes' ? '☐' : '○'
  return element.options.map(({ text }) => `<div>${sign} ${mrkdwnHtml(text.text)}</div>`).join('')
}
