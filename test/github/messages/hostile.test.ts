import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeSpan, link, mention } from '../../../app/github/messages/markdown.ts'
import { MAX_COMMENT, noticeComment } from '../../../app/github/messages/notice.ts'
import type { NoticeContent } from '../../../app/handoffs/content.ts'
import { FACT_KINDS, numberFacts } from '../../../app/handoffs/facts.ts'
import type { Message } from '../../../app/ports/channel.ts'
import { BLOCK, HANDOFF, messageOf, STANDINGS } from '../notices.ts'
import { DEV } from '../world.ts'

const HOSTILE = [
  '@octocat',
  '@github/security',
  '#1',
  'GH-1',
  'owner/repo#12',
  'https://evil.example',
  'www.evil.example',
  '[click](https://evil.example)',
  '![x](https://evil.example/x.png)',
  '<img src=x onerror=alert(1)>',
  '<!-- codexflow:v1 n=n_1 k=2 -->',
  '-->',
  '<a href="https://evil.example">x</a>',
  '`',
  '``` ',
  '\n\n# head\n',
  '\n> quote',
  '\\',
  '|',
  '**',
  ']',
  '](<https://evil.example>)',
  '$x$',
  '&#64;octocat',
  '&lt;b&gt;',
  'deadbeefdeadbeefdeadbeefdeadbeefdeadbeef',
  '\u202e',
  '{{',
] as const

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 12 })), { maxLength: 8 })
  .map((parts) => parts.join(''))

/** Everything foreign in a message is hostile; only the ledger's own addresses may become links. */
const message = fc
  .record({
    title: hostile,
    name: hostile,
    by: hostile,
    words: fc.array(hostile, { minLength: 3, maxLength: 3 }),
    facts: fc.array(
      fc.record({
        kind: fc.constantFrom(...FACT_KINDS),
        label: hostile,
        value: fc.oneof(hostile, fc.webUrl({ withQueryParameters: true, withFragments: true })),
        source: hostile,
      }),
      { maxLength: 6 },
    ),
    reason: hostile,
    standing: fc.constantFrom(...STANDINGS),
    block: fc.boolean(),
  })
  .map(({ title, name, by, words, facts: findings, reason, standing, block }): Message => {
    const facts = numberFacts(findings)
    const [opening = '', body = '', step = ''] = words
    const inline = facts.map(({ id }) => ({ fact: id }))
    const content: NoticeContent = {
      ...(block ? BLOCK : HANDOFF),
      title,
      facts,
      to: { id: DEV, name, githubLogin: 'dev-gh' },
      finished: [{ id: 'UAPI-12', title, phase: 'qa', by }],
      words: {
        opening: [{ text: opening }, ...inline],
        body: [{ text: body }],
        steps: [[{ text: step }, ...inline]],
        priority: 'low',
        writtenBy: 'model',
      },
    }
    const impediment = { reason, by: { kind: 'system' }, since: 1 } as const
    const reasons = [{ kind: 'impediment', source: 'per_x', impediment }] as const
    return messageOf(content, { standing: standing.state === 'on-hold' ? { state: 'on-hold', reasons } : standing })
  })

/**
 * What GitHub would read of a comment as more than text, by CommonMark's order: escapes and code first, both of which hide
 * what is in them. `shown` is what a reader sees, without code and links; there no name or address may arise either.
 */
function read(markdown: string): { source: string; shown: string; links: string[] } {
  const source = markdown.split('\n').map(withoutCode).join('\n')
  const links: string[] = []
  const rest = source.replace(/\[[^\n]*?\]\(<([^<>\n]*)>\)/g, (_, href: string) => {
    links.push(href.replaceAll('&amp;', '&'))
    return ' '
  })
  const inert = rest
    .replaceAll('<!-- -->', '\u200b')
    .replaceAll('<span>$</span>', '\u200b')
    .replace(/<\/?sub>/g, '')
  const shown = inert
    .replace(/\uE000(.)/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
  return { source: inert, shown, links }
}

/** One line with its code taken out, and each escaped character behind a mark (U+E000). */
function withoutCode(line: string): string {
  let out = ''
  for (let at = 0; at < line.length; ) {
    const here = line.slice(at)
    const escaped = /^\\([!-/:-@[-`{-~])/.exec(here)
    const fence = /^`+/.exec(here)?.[0]
    if (escaped !== null) {
      out += `\uE000${escaped[1]}`
      at += 2
    } else if (fence !== undefined) {
      const close = [...here.slice(fence.length).matchAll(/`+/g)].find(([run]) => run === fence)
      out += close === undefined ? fence : 'CODE'
      at += close === undefined ? fence.length : fence.length * 2 + close.index
    } else {
      out += line[at]
      at++
    }
  }
  return out
}

describe('hostile text', () => {
  it('stays text, wherever it stands', () => {
    fc.assert(
      fc.property(message, (given) => {
        const markdown = noticeComment(given)
        expect(markdown.length).toBeLessThanOrEqual(MAX_COMMENT)
        const { source, shown, links } = read(markdown)
        const ledger = given.content.facts.map(({ value }) =>
          URL.canParse(value) ? percent(new URL(value).href) : value,
        )
        for (const href of links) expect(ledger, markdown).toContain(href)
        // Nothing in the source opens a link, an image, a page's tag, code or a formula.
        expect(source, markdown).not.toMatch(/(?<!\uE000)(?:\]\(|!\[|<[a-z/!?]|`|\$)/i)
        // Nothing in what is shown is taken for a mention, a reference, an address or a commit.
        expect(shown, markdown).not.toMatch(/@[\w-]|#\d|\bGH-\d|https?:\/\/|\bwww\.|\b[0-9a-f]{7,40}\b/i)
      }),
      { numRuns: 1_000 },
    )
  })

  it('of a login that is none mentions nobody', () => {
    expect(mention('dev-gh')).toBe('@dev-gh')
    expect(mention('a b')).not.toContain('@')
    expect(mention('x/../@org')).not.toMatch(/@\w/)
  })

  it('cannot end its code', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', 'a', ' ', '\n', '\\') }), (text) => {
        const span = codeSpan(text)
        const fence = /^`+/.exec(span)?.[0] ?? ''
        const runs = span.slice(fence.length, -fence.length).match(/`+/g) ?? []
        expect(runs).not.toContain(fence)
      }),
    )
  })

  it('becomes a link only with an address that people may follow', () => {
    const addresses = [
      'https://x.example/a',
      'javascript:alert(1)',
      'https://u:p@x.example',
      'data:text/html,x',
      'http://[',
      'ftp://x',
    ]
    expect(addresses.map((address) => link('w', address))).toEqual([
      '[w](<https://x.example/a>)',
      'w',
      'w',
      'w',
      'w',
      'w',
    ])
    expect(link('w', 'https://x.example/a>)b?c=<d>&copy;=`\\')).toBe(
      '[w](<https://x.example/a%3E)b?c=%3Cd%3E&amp;copy;=%60\\>)'.replace('\\>', '%5c>'),
    )
  })

  it('never makes a comment too long, however much there is', () => {
    const dollars = '$'.repeat(200)
    const findings = Array.from({ length: 60 }, (_, index) => {
      return { kind: 'resource', label: `${index}`, value: `${index}${'`$'.repeat(900)}`, source: dollars } as const
    })
    const facts = numberFacts(findings)
    const finished = Array.from(
      { length: 100 },
      () => ({ id: 'UAPI-12', title: dollars, phase: 'qa', by: dollars }) as const,
    )
    const long = [{ text: dollars.repeat(20) }, ...facts.map(({ id }) => ({ fact: id }))]
    const words = { ...HANDOFF.words, opening: long, body: long, steps: [long, long, long] }
    const content: NoticeContent = {
      ...HANDOFF,
      title: dollars,
      facts,
      finished,
      words,
      to: { name: dollars.repeat(9) },
    }
    const reasons = Array.from({ length: 50 }, () => {
      return {
        kind: 'impediment',
        source: 'x',
        impediment: { reason: dollars, by: { kind: 'system' }, since: 1 },
      } as const
    })
    for (const standing of [...STANDINGS, { state: 'on-hold', reasons } as const]) {
      expect(noticeComment(messageOf(content, { standing })).length).toBeLessThanOrEqual(MAX_COMMENT)
    }
  })
})

function percent(href: string): string {
  return href.replace(/[<>\\`|]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
}
