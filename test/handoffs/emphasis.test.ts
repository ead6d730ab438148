import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ownEmphasis } from '../../app/handoffs/emphasis.ts'

/** What Slack would format in a line: from where to where. A sign opens before and closes behind something to see. */
function formatted(line: string): readonly (readonly [from: number, to: number])[] {
  const found = [...line.matchAll(/(?<![\p{L}\p{N}])([*_~`])(?=\S)(?:.*?\S)??\1(?![\p{L}\p{N}])/gu)]
  return found.map((match) => [match.index, match.index + match[0].length])
}

const text = fc.string({ unit: fc.constantFrom('*', '_', '~', '`', ' ', 'a', '1', '.', 'ש'), maxLength: 14 })

describe('foreign text beside other text', () => {
  it.each([
    ['Drop ~the table', 'Drop ∼the table'],
    ['done~', 'done∼'],
    ['```', "'''"],
    ['an `open quote', "an 'open quote"],
    ['**/*.ts', '∗∗/∗.ts'],
    ['~/.bashrc', '∼/.bashrc'],
  ])('takes no partner for its signs from there: %s', (given, shown) => {
    expect(ownEmphasis(given)).toBe(shown)
  })

  it.each(['*bold* words', '_so_, and ~not so~', 'run `ls ~/x | grep *.ts`', 'snake_case and 2*3', 'plain'])(
    'stays as it was meant where its signs have partners, or mean nothing: %s',
    (given) => {
      expect(ownEmphasis(given)).toBe(given)
    },
  )

  it('is formatted in itself alone, whatever stands before and behind it', () => {
    fc.assert(
      fc.property(text, text, text, (before, given, after) => {
        const [first, middle, last] = [before, given, after].map(ownEmphasis)
        const line = `${first} · ${middle} · ${last}`
        const seams = [first!.length + 1, first!.length + 3 + middle!.length + 1]
        const across = formatted(line).filter(([from, to]) => seams.some((seam) => from < seam && seam < to))
        expect(across).toEqual([])
      }),
    )
  })

  it('is changed once', () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(ownEmphasis(ownEmphasis(given))).toBe(ownEmphasis(given))
      }),
    )
  })
})
