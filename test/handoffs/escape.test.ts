import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeEmail, escapeGithub, escapeSlack } from '../../app/handoffs/escape.ts'
import { visibleText } from '../../app/handoffs/invisible.ts'
import { hostileText } from '../support/hostile-text.ts'
import { readGithub, readSlack } from '../support/markup-readers.ts'

const RUNS = { numRuns: 20_000 }

describe('text for Slack', () => {
  it('shows literally what would be a mention, a link or an entity', () => {
    expect(escapeSlack('Hi <!channel> & <https://evil.example|API>\n&lt;@U1&gt;')).toBe(
      'Hi &lt;!channel&gt; &amp; &lt;https://evil.example|API&gt; &amp;lt;@U1&amp;gt;',
    )
  })

  it('is inert and shows every visible character, whatever it was', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(readSlack(escapeSlack(text))).toEqual({ controls: [], visible: visibleText(text) })
      }),
      RUNS,
    )
  })
})

describe('text for GitHub', () => {
  it.each([
    ['@org/team', '@<!-- -->org\\/team'],
    ['fixes #1 and GH-1', 'fixes \\#<!-- -->1 and GH<!-- -->\\-1'],
    ['https://www.evil.example', 'https\\:<!-- -->\\/\\/www<!-- -->\\.evil\\.example'],
    ['![x](y) <img> `z`', '\\!\\[x\\]\\(y\\) &lt;img&gt; \\`z\\`'],
    ['e83c5163316f89bf', 'e83c51<!-- -->63316f<!-- -->89bf'],
    ['costs $1', 'costs <span>$</span>1'],
    ['<!-- codexflow:v1 -->', '&lt;\\!\\-\\- codexflow\\:v1 \\-\\-&gt;'],
  ])('%s', (text, escaped) => expect(escapeGithub(text)).toBe(escaped))

  it('is inert and shows every visible character, whatever it was', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(readGithub(escapeGithub(text))).toEqual({ live: [], links: [], visible: visibleText(text) })
      }),
      RUNS,
    )
  })

  it.each([
    ['@devi', 'mention'],
    ['\\@devi', 'mention'],
    ['see #1', 'issue'],
    ['GH-1', 'issue'],
    ['deadbeef', 'commit'],
    ['https://x.co', 'address'],
    ['a@b.co', 'e-mail'],
    ['*x*', 'syntax *'],
    ['<img>', 'syntax <'],
    ['&#64;', 'syntax &'],
    ['# x', 'block'],
  ])('would be found live by these tests: %s', (text, live) => expect(readGithub(text).live).toContain(live))
})

describe('text for e-mail', () => {
  it('is one line that cannot begin a header', () => {
    expect(escapeEmail('Ready\r\nBcc: a@b.co\u2028\u0000\u202Ex')).toBe('Ready Bcc: a@b.co x')
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(escapeEmail(text)).not.toMatch(/[\p{Cc}\u2028\u2029\u202A-\u202E]/u)
      }),
    )
  })
})

it('escapes nothing away from ordinary words', () => {
  const words = ' Devi finished the work, so you can begin; is it clear? '
  expect([escapeSlack(words), escapeGithub(words), escapeEmail(words)]).toEqual([words, words, words])
})
