import { visibleLine } from '../handoffs/invisible.ts'

/** Emoji, which no font of ours has; a title means the same without. */
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}/gu
/** Runs of letters of scripts that DejaVu Sans does not have. */
const FOREIGN =
  /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Common}\p{Script=Inherited}]+/gu

/** Widths in tenths of the letter size, on the safe side. */
const WIDTHS: readonly (readonly [letters: RegExp, width: number])[] = [
  [/\p{M}/u, 0],
  [/[ijlI.,:;'|!()[\]{} ]/, 4],
  [/[mwMW@%—…]/, 10],
  [/[a-z0-9]/, 6.5],
  [/\p{Lu}/u, 8],
]
const USUAL_WIDTH = 9

/**
 * Foreign text as it can be drawn: one line without invisible characters and emoji, an ellipsis for letters that the font
 * does not have, and no wider than `room` at that letter size (pixels). Empty: nothing of it can be read.
 */
export function legible(text: string, size: number, room: number): string {
  const drawable = visibleLine(visibleLine(text).replace(EMOJI, '').replace(FOREIGN, '…'))
  if (!/[\p{L}\p{N}]/u.test(drawable)) return ''
  const letters = [...new Intl.Segmenter().segment(drawable)].map(({ segment }) => segment)
  let left = (room * 10) / size
  const fits = letters.findIndex((letter) => {
    left -= widthOf(letter)
    return left < 0
  })
  if (fits === -1) return drawable
  // Room for the ellipsis itself.
  return `${letters
    .slice(0, Math.max(0, fits - 2))
    .join('')
    .trimEnd()}…`
}

function widthOf(segment: string): number {
  let width = 0
  for (const letter of segment) width += WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? USUAL_WIDTH
  return width
}
