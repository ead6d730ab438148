import type { Drawing, DrawnTask } from '../ports/drawing.ts'
import type { ShownStatus } from '../tasks/readiness.ts'
import { BOX, type Placed } from './layout.ts'
import { legible } from './legible.ts'

/** Room around the drawing, and for the words above and below it. Pixels. */
const MARGIN = 28
const HEAD = 40
const FOOT = 34

type Look = { readonly word: string; readonly fill: string; readonly dash: string }

/** A state is told by its word first; the border repeats it, and last of all the colour. */
const LOOKS: Readonly<Record<ShownStatus | 'unknown', Look>> = {
  ready: { word: 'ready', fill: '#dff3e4', dash: '' },
  waiting: { word: 'waiting', fill: '#f4f5f7', dash: '7 5' },
  blocked: { word: 'blocked', fill: '#fbe3e1', dash: '2 4' },
  in_progress: { word: 'in progress', fill: '#dfeafb', dash: '' },
  in_review: { word: 'in review', fill: '#e9e2f8', dash: '' },
  done: { word: 'done', fill: '#ffffff', dash: '' },
  cancelled: { word: 'cancelled', fill: '#ffffff', dash: '2 4' },
  unknown: { word: '', fill: '#ffffff', dash: '7 5' },
}

const INK = '#1d1c1d'
const MARK = '#9a3412'
const EDGE = '#6b6f76'

/**
 * A drawing as SVG on a light ground of its own, so that it reads in dark mode too. Every foreign text is escaped, and
 * cut to what fits.
 */
export function svgOf(drawing: Drawing, placed: Placed): string {
  const width = Math.max(placed.width + 2 * MARGIN, 560)
  const height = placed.height + 2 * MARGIN + HEAD + FOOT
  const marked = new Set(drawing.tasks.flatMap((task) => (task.marked ? [task.id] : [])))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="DejaVu Sans" fill="${INK}">`,
    '<defs>',
    arrow('arrow', EDGE),
    arrow('marked', MARK),
    '</defs>',
    `<rect x="1" y="1" width="${width - 2}" height="${height - 2}" rx="10" fill="#ffffff" stroke="#c9ccd1" stroke-width="2"/>`,
    `<text x="${MARGIN}" y="${MARGIN + 8}" font-size="18" font-weight="bold">${xml(legible(drawing.title, 18, width - 2 * MARGIN))}</text>`,
    `<g transform="translate(${MARGIN} ${MARGIN + HEAD})">`,
    ...placed.lines.map(({ from, to, points }) => line(points, marked.has(from) && marked.has(to))),
    ...drawing.tasks.map((task) => box(task, placed.boxes.get(task.id)!)),
    '</g>',
    `<text x="${MARGIN}" y="${height - MARGIN}" font-size="13" fill="#4a4d52">${xml(legend(drawing))}</text>`,
    '</svg>',
  ].join('\n')
}

function legend({ tasks, left }: Drawing): string {
  return [
    'Arrows lead to what waits',
    ...(tasks.some(({ marked }) => marked) ? ['◆ and thick lines: the longest chain'] : []),
    ...(tasks.some(({ asked }) => asked) ? ['double border: asked about'] : []),
    ...(left > 0 ? [`${left} more not drawn`] : []),
  ].join(' · ')
}

function arrow(id: string, colour: string): string {
  return `<marker id="${id}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="11" markerHeight="11" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L10 5L0 10z" fill="${colour}"/></marker>`
}

function line(points: Placed['lines'][number]['points'], isMarked: boolean): string {
  const path = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('')
  const [colour, width, end] = isMarked ? [MARK, 3.5, 'marked'] : [EDGE, 1.5, 'arrow']
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round" marker-end="url(#${end})"/>`
}

function box({ id, title, who, state, marked, asked }: DrawnTask, { x, y }: { x: number; y: number }): string {
  const look = LOOKS[state ?? 'unknown']
  const border = marked ? `stroke="${MARK}" stroke-width="3"` : `stroke="${EDGE}" stroke-width="1.5"`
  const dash = look.dash === '' ? '' : ` stroke-dasharray="${look.dash}"`
  const [left, top] = [x - BOX.width / 2, y - BOX.height / 2]
  const shape = `width="${BOX.width}" height="${BOX.height}" rx="${state === 'done' ? 38 : 10}"`
  const name = `${marked ? '◆ ' : ''}${id}${look.word === '' ? '' : ` · ${look.word}`}`
  const middle = (dy: number, style: string, words: string) =>
    words === '' ? '' : `<text x="${x}" y="${top + dy}" text-anchor="middle" ${style}>${xml(words)}</text>`
  const ring = { x: left - 6, y: top - 6, width: BOX.width + 12, height: BOX.height + 12 }
  return [
    asked
      ? `<rect x="${ring.x}" y="${ring.y}" width="${ring.width}" height="${ring.height}" rx="14" fill="none" stroke="${INK}" stroke-width="1.5"/>`
      : '',
    `<rect x="${left}" y="${top}" ${shape} fill="${look.fill}" ${border}${dash}/>`,
    middle(24, 'font-size="14" font-weight="bold"', name),
    middle(45, 'font-size="13"', legible(title ?? '', 13, BOX.width - 24)),
    middle(65, 'font-size="12" fill="#4a4d52"', legible(who ?? '', 12, BOX.width - 40)),
  ].join('')
}

// Text between tags or quotes. https://www.w3.org/TR/xml/#syntax
function xml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
}
