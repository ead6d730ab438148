import type { KnownBlock } from '@slack/types'
import { fromMrkdwn, wrapped } from '../../infra/local/terminal/plain-text.ts'
import type { Scene } from './scenes.ts'

/** Widest line of a text version. */
const WIDTH = 110

/** A scene in plain lines, as a terminal shows it, with its buttons and fields in brackets. */
export function textOf({ shown }: Scene): string {
  const lines = shown.on === 'modal' ? modalLines(shown.view) : [...shown.blocks.map(blockLines), threadLines(shown)]
  return wrapped(lines.filter((part) => part !== '').join('\n\n'), WIDTH)
    .map((line) => line.trimEnd())
    .join('\n')
}

function threadLines({ thread = [] }: Extract<Scene['shown'], { on: 'message' | 'home' }>): string {
  return thread.map(({ text }) => `    ${fromMrkdwn(text)}`).join('\n')
}

function modalLines({ title, blocks, close, submit }: Extract<Scene['shown'], { on: 'modal' }>['view']): string[] {
  const buttons = [close ?? 'Cancel', ...(submit === undefined ? [] : [submit])]
  return [title, ...blocks.map(blockLines), buttons.map(inBrackets).join(' ')]
}

function blockLines(block: KnownBlock): string {
  switch (block.type) {
    case 'header':
      return block.text.text
    case 'section': {
      const said = [block.text, ...(block.fields ?? [])].flatMap((one) => (one === undefined ? [] : [spoken(one)]))
      const beside = block.accessory?.type === 'button' ? [inBrackets(block.accessory.text.text)] : []
      return [...said, ...beside].join('\n')
    }
    case 'context':
      return block.elements.map((one) => ('text' in one ? spoken(one) : '')).join(' ')
    case 'actions':
      return block.elements.map((one) => (one.type === 'button' ? inBrackets(one.text.text) : '')).join(' ')
    case 'input':
      return `${block.label.text}${block.optional ? ' (optional)' : ''}: [              ]`
    default:
      return ''
  }
}

function spoken({ type, text }: { readonly type: string; readonly text: string }): string {
  return type === 'mrkdwn' ? fromMrkdwn(text) : text
}

function inBrackets(label: string): string {
  return `[ ${label} ]`
}

/** The README with each scene between its markers: the picture, and the same in words for those who cannot see it. */
export function withScenes(readme: string, scenes: readonly Scene[]): string {
  return scenes.reduce((text, scene) => {
    const { name, caption } = scene
    const [begin, end] = [`<!-- scene: ${name} -->`, '<!-- /scene -->']
    const from = text.indexOf(begin)
    const to = text.indexOf(end, from)
    if (from < 0 || to < 0) throw new Error(`The README has no place for the scene ${name}: ${begin} … ${end}`)
    const shown = `![${caption}](docs/pictures/${name}.png)`
    const inWords = `<details><summary>${caption}, in words</summary>\n\n\`\`\`\n${textOf(scene)}\n\`\`\`\n\n</details>`
    return `${text.slice(0, from)}${begin}\n\n${shown}\n\n${inWords}\n\n${text.slice(to)}`
  }, readme)
}
