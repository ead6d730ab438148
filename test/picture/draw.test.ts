import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { draw } from '../../app/picture/draw.ts'
import { placed } from '../../app/picture/layout.ts'
import { legible } from '../../app/picture/legible.ts'
import { svgOf } from '../../app/picture/svg.ts'
import type { Drawing, DrawnTask } from '../../app/ports/drawing.ts'
import type { TaskId } from '../../app/tasks/ids.ts'
import { hostileText } from '../support/hostile-text.ts'

const task = (number: number, title: string, over: Partial<DrawnTask> = {}): DrawnTask => ({
  id: `UAPI-${number}`,
  title,
  who: 'Gaius',
  state: 'waiting',
  marked: false,
  asked: false,
  ...over,
})
const line = (from: number, to: number) => ({ from: `UAPI-${from}` as TaskId, to: `UAPI-${to}` as TaskId })

const DRAWING: Drawing = {
  title: 'UAPI User API: what waits for what',
  tasks: [
    task(1, 'Provision the Lambda', { state: 'ready', marked: true }),
    task(2, 'Build <the> endpoint & "more"', { marked: true, asked: true }),
    { id: 'OPS-4', marked: false, asked: false },
  ],
  lines: [line(1, 2), { from: 'OPS-4', to: 'UAPI-2' }],
  left: 3,
}

describe('a picture of a graph', () => {
  it('says states, the longest chain, what was asked about and what was left out in words and shapes, not by colour alone', () => {
    const svg = svgOf(DRAWING, placed(DRAWING))
    const words = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, said]) => said)
    expect(words).toEqual([
      'UAPI User API: what waits for what',
      '◆ UAPI-1 · ready',
      'Provision the Lambda',
      'Gaius',
      '◆ UAPI-2 · waiting',
      'Build &lt;the&gt; endpoint &amp; &quot;m…',
      'Gaius',
      'OPS-4',
      'Arrows lead to what waits · ◆ and thick lines: the longest chain · double border: asked about · 3 more not drawn',
    ])
    const [ready, ring, waiting] = [...svg.matchAll(/<rect [^>]*>/g)].slice(1).map(([rect]) => rect)
    expect([ready, ring, waiting].map((rect) => /stroke-dasharray="([^"]*)"/.exec(rect ?? '')?.[1])).toEqual([
      undefined,
      undefined,
      '7 5',
    ])
    expect(svg.match(/stroke-width="3.5"/g)).toHaveLength(1)
  })

  it('puts what waits to the right of what it waits for', () => {
    const chain: Drawing = {
      ...DRAWING,
      tasks: [1, 2, 3, 4].map((n) => task(n, 'x')),
      lines: [line(1, 2), line(1, 3), line(3, 4)],
    }
    const { boxes } = placed(chain)
    for (const { from, to } of chain.lines) expect(boxes.get(to)!.x).toBeGreaterThan(boxes.get(from)!.x + 250)
  })

  it('is a PNG, twice as large as it is meant to be seen, and has a light ground of its own', async () => {
    const { width, height } = sizeOf(await draw(DRAWING))
    const svg = svgOf(DRAWING, placed(DRAWING))
    const [, meantWidth, meantHeight] = /^<svg [^>]*width="(\d+)" height="(\d+)"/.exec(svg) ?? []
    expect({ width, height }).toEqual({ width: 2 * Number(meantWidth), height: 2 * Number(meantHeight) })
    expect(svg).toContain(
      `width="${Number(meantWidth) - 2}" height="${Number(meantHeight) - 2}" rx="10" fill="#ffffff"`,
    )
  })

  it('draws words: another title makes another picture', async () => {
    const other = { ...DRAWING, tasks: [task(1, 'عنوان עברית'), ...DRAWING.tasks.slice(1)] }
    expect(Buffer.compare(await draw(other), await draw(DRAWING))).not.toBe(0)
  })

  it('draws fifty tasks', async () => {
    const tasks = Array.from({ length: 50 }, (_, at) => task(at + 1, 'W'.repeat(200)))
    const lines = tasks.slice(1).map((_, at) => line((at >> 1) + 1, at + 2))
    const { width, height } = sizeOf(await draw({ ...DRAWING, tasks, lines }))
    expect(Math.max(width, height)).toBeLessThanOrEqual(5_400)
  })

  it('is XML, and shows foreign text as text, whatever people write', async () => {
    await fc.assert(
      fc.property(hostileText, hostileText, (title, who) => {
        const drawing = { ...DRAWING, title, tasks: [task(1, title, { who })], lines: [] }
        const svg = svgOf(drawing, placed(drawing))
        const tags = svg.match(/<\/?[a-z]+/gi) ?? []
        expect(new Set(tags)).toEqual(
          new Set([
            '<svg',
            '</svg',
            '<defs',
            '</defs',
            '<marker',
            '</marker',
            '<path',
            '<rect',
            '<text',
            '</text',
            '<g',
            '</g',
          ]),
        )
        expect(svg.replace(/&(?:amp|lt|gt|quot|apos);/g, '')).not.toContain('&')
      }),
    )
  })
})

describe('a text that has to be drawn', () => {
  it.each([
    ['Provision the Lambda', 'Provision the Lambda'],
    ['🚀 Launch 👩‍👩‍👧 it 🎉', 'Launch it'],
    ['修正 API', '… API'],
    ['修正', ''],
    ['🎉🎉', ''],
    ['שלום עולם', 'שלום עולם'],
    ['عنوان', 'عنوان'],
    ['Ökonomie Σωκράτης Ж', 'Ökonomie Σωκράτης Ж'],
    ['a\u202Eb\u0000c\uFFFEd', 'abcd'],
    ['W'.repeat(100), `${'W'.repeat(15)}…`],
  ])('%s', (text, drawn) => {
    expect(legible(text, 13, 226)).toBe(drawn)
  })

  it('cuts no letter from what belongs to it', () => {
    expect(legible('é'.normalize('NFD').repeat(100), 13, 100).replace(/…$/, '')).toMatch(/^(e\u0301)+$/)
  })
})

/** The size that a PNG says it has. https://www.w3.org/TR/png-3/#11IHDR */
function sizeOf(png: Uint8Array) {
  const buffer = Buffer.from(png)
  expect(buffer.subarray(0, 8)).toEqual(Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]))
  return { width: buffer.readUInt32BE(16), height: buffer.readUInt32BE(20) }
}
