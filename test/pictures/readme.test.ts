import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { faultsOf, type Sendable } from '../support/sweep/swept.ts'
import { pageHtml } from './page-html.ts'
import { withScenes } from './readme.ts'
import { SCENES, type Scene } from './scenes.ts'
import { pngOf, smallPng } from './small-png.ts'

const ROOT = join(import.meta.dirname, '../..')
const README = readFileSync(join(ROOT, 'README.md'), 'utf8')

describe("the README's pictures", () => {
  it('say in words what the builders make now; if not: npm run pictures', () => {
    expect(README).toBe(withScenes(README, SCENES))
  })

  it.each(SCENES)('show $name, in a small file', ({ name }) => {
    const file = join(ROOT, `docs/pictures/${name}.png`)
    expect(existsSync(file)).toBe(true)
    expect(statSync(file).size).toBeLessThan(60_000)
  })

  it.each(SCENES)('keep to the limits of Slack: $name', ({ shown }) => {
    expect(sent(shown).flatMap(faultsOf)).toEqual([])
  })

  it('find no place in a README without their markers', () => {
    expect(() => withScenes('# CodexFlow', SCENES)).toThrow('The README has no place for the scene hand-off')
  })
})

describe('a small picture', () => {
  it('has the pixels of the screenshot in a palette', () => {
    // Two pixels wide and high, true colour; the second row is told by its difference to the one above it.
    const header = Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0])
    const red = [255, 0, 0]
    const blue = [0, 0, 255]
    const none = [0, 0, 0]
    const rows = Buffer.from([0, ...red, ...blue, 2, ...none, 0, 255, 1])
    const shot = pngOf({ IHDR: header, IDAT: deflateSync(rows), IEND: Buffer.alloc(0) })
    expect(smallPng(shot)).toEqual(
      pngOf({
        IHDR: Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, 8, 3, 0, 0, 0]),
        PLTE: Buffer.from([...red, ...blue, 0, 255, 0]),
        IDAT: deflateSync(Buffer.from([0, 0, 1, 0, 0, 2]), { level: 9 }),
        IEND: Buffer.alloc(0),
      }),
    )
  })

  it('is made of nothing but a screenshot', () => {
    const grey = pngOf({
      IHDR: Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]),
      IDAT: deflateSync(Buffer.from([0, 0])),
    })
    expect(() => smallPng(grey)).toThrow('No PNG of a screenshot.')
  })
})

describe('a page of a picture', () => {
  it('keeps foreign signs as signs', () => {
    const text = {
      type: 'mrkdwn',
      text: '*Build &lt;the&gt; endpoint* <https://x.example|API> `a_b_`',
      verbatim: true,
    } as const
    const shown = { on: 'message', text: '', blocks: [{ type: 'section', text }] } as const
    expect(pageHtml({ name: 'x', caption: 'X', shown })).toContain(
      '<b>Build &lt;the&gt; endpoint</b> <a>API</a> <code>a_b_</code>',
    )
  })
})

function sent(shown: Scene['shown']): readonly Sendable[] {
  if (shown.on === 'modal') return [shown.view]
  const { text, blocks, thread = [] } = shown
  return shown.on === 'home' ? [{ blocks }] : [{ text, blocks }, ...thread]
}
