import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commentAnswer } from '../../../app/github/messages/comment-answer.ts'
import { inGithub, inline } from '../../../app/github/messages/in-github.ts'
import { code, command, link, moment, plain } from '../../../app/verbs/words/markup.ts'
import { offer } from '../../../app/verbs/words/offer.ts'
import { replyOf } from '../../../app/verbs/words/reply.ts'
import { hostileText } from '../../support/hostile-text.ts'
import { readGithub } from '../../support/markup-readers.ts'
import { ANSWERS } from '../../support/sweep/answers.ts'
import { INSIGHTS } from '../../support/sweep/insights.ts'
import { WORKSPACES } from '../../support/sweep/workspace.ts'
import { WORST_TEXTS } from '../../support/sweep/worst.ts'

/**
 * A comment without its code, as CommonMark finds it: https://spec.commonmark.org/0.31.2/#code-spans. What stood before and behind it
 * does not grow together: those are two texts of the page, and GitHub looks for a commit's hash in each by itself.
 */
function withoutCode(line: string): string {
  let kept = ''
  for (let at = 0; at < line.length; ) {
    const [run = ''] = /^`+/.exec(line.slice(at)) ?? []
    const close = run === '' ? -1 : closerOf(line, at + run.length, run.length)
    if (close !== -1) {
      kept += '<!-- -->'
      at = close + run.length
    } else {
      const step = line[at] === '\\' ? 2 : Math.max(1, run.length)
      kept += line.slice(at, at + step)
      at += step
    }
  }
  return kept
}

function closerOf(line: string, from: number, length: number): number {
  for (const run of line.slice(from).matchAll(/`+/g)) if (run[0].length === length) return from + run.index
  return -1
}

/** What of a comment of ours is alive beside our own lists, quotations, links and emphasis. */
function alive(markdown: string): string[] {
  return markdown.split('\n').flatMap((line) => {
    const inner = withoutCode(line.replace(/^(?:- |> )/, ''))
      .replace(/\*\*[A-Z][A-Z0-9]+(?:\\-\d+|<!-- -->|\d)*\*\*/g, '')
      .replace(/^\*\*(?!\s)(.*)(?<!\s)\*\*$/, '$1')
      .replace(/(?<!\\)\[((?:[^\]\\]|\\.)*)\]\(<(https?:[^<>\s]*)>\)/g, (_, label: string, url: string) =>
        /^https?:\/\/[^/]*evil/i.test(url) ? url : label,
      )
    return readGithub(inner).live
  })
}

describe('an answer on GitHub', () => {
  it('says what it says in Slack, with buttons as commands to type', () => {
    const reply = replyOf(
      [
        `*UAPI-2* ${plain('Build <the> endpoint')} · ⏳ waiting`,
        '*Facts*',
        `• API: ${link('https://api.example.com/v1?a=1&b=2', 'API')} (given by *Max*)`,
        `• Database: users, on ${moment('2026-03-02T09:00:00.000Z')}`,
        `> ${plain('a quotation')}`,
        `Home: <#C0UAPI> and <#C0BACK|backend>`,
      ],
      [offer('task.start', 'UAPI-2'), offer('task.why', 'UAPI-2')],
      [`Why it stands so: ${command('why UAPI-2')}`],
    )
    expect(inGithub(reply)).toMatchInlineSnapshot(`
      "**UAPI\\-2** Build &lt;the&gt; endpoint · ⏳ waiting

      **Facts**

      - API\\: [API](<https://api.example.com/v1?a=1&amp;b=2>) \\(given by Max\\)
      - Database\\: users, on 2026\\-03\\-02 09\\:00 UTC

      > a quotation

      Home\\: C0UAPI in Slack and \\#<!-- -->backend
      Why it stands so\\: \`/codexflow why UAPI-2\`
      More\\: \`/codexflow start UAPI-2\`"
    `)
  })

  it('repeats what it answers, and no more of it than can be read at a glance', () => {
    const said = commentAnswer([{ text: `block "${'x'.repeat(300)} @octocat"`, reply: replyOf(['No.']) }])
    expect(said.split('\n')[0]).toBe(`> \`/codexflow block "${'x'.repeat(181)}…\``)
  })

  it('keeps its last lines, and says what it leaves out', () => {
    const markdown = inGithub(
      replyOf(
        Array.from({ length: 40 }, () => 'x'.repeat(400)),
        [],
        ['the end'],
      ),
    )
    expect(markdown.split('\n').slice(-2)).toEqual(['…and 17 more lines\\.', 'the end'])
  })
})

describe('foreign text in an answer on GitHub', () => {
  it('never comes alive, wherever the markup puts it', () => {
    const url = (text: string) => `https://safe.example/${encodeURIComponent(text.toWellFormed())}`
    fc.assert(
      fc.property(fc.array(hostileText, { minLength: 4, maxLength: 4 }), ([a = '', b = '', c = '', d = '']) => {
        const line = `*UAPI-1* ${plain(a)} · *${plain(b)}*: ${code(c)} ${link(url(d), d)} ${plain(c)}`
        expect(alive(inline(line))).toEqual([])
      }),
      { numRuns: 5_000 },
    )
  })

  it.each([
    ['@octocat', '@<!-- -->octocat'],
    ['<@U0EVIL>', '&lt;@<!-- -->U0EVIL&gt;'],
    ['![x](https://evil.example)', '\\!\\[x\\]\\(https\\:<!-- -->\\/\\/evil\\.example\\)'],
    ['*strong* words', 'strong words'],
    ['a*b*c', 'a\\*b\\*c'],
    ['<!date^0^{date}|evil>', '&lt;\\!date\\^0\\^\\{date\\}\\|evil&gt;'],
  ])('shows %s as %s', (text, markdown) => expect(inline(plain(text))).toBe(markdown))

  describe.each([...ANSWERS, ...INSIGHTS, ...WORKSPACES])('in $name', ({ replies }) => {
    it.each(Object.entries(WORST_TEXTS))('stays inert, and within GitHub’s limit, with %s', (_, text) => {
      const said = replies(text).map(inGithub)
      expect([...new Set(said.flatMap(alive))]).toEqual([])
      expect(said.every((markdown) => markdown.length < 60_000)).toBe(true)
    })
  })
})
