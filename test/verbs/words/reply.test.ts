import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { taskButton } from '../../../app/slack/actions/task-button.ts'
import { inSlack } from '../../../app/slack/messages/in-slack.ts'
import { command, link, moment, plain } from '../../../app/verbs/words/markup.ts'
import { offer } from '../../../app/verbs/words/offer.ts'
import { replyOf } from '../../../app/verbs/words/reply.ts'

describe('a reply', () => {
  it('says the same in its text and in its blocks, with buttons last', () => {
    const button = taskButton('task.why', 'UAPI-1')
    expect(inSlack(replyOf(['one', 'two'], [offer('task.why', 'UAPI-1')], ['last']))).toEqual({
      text: 'one\ntwo\nlast',
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: 'one\ntwo\nlast', verbatim: true } },
        { type: 'actions', elements: [button] },
      ],
    })
  })

  it('keeps to Slack’s limits and keeps its last lines, whatever its lines', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 50 }).map((text) => plain(text)),
      fc.integer({ min: 1, max: 4_000 }).map((length) => '&amp;'.repeat(length)),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
        const { text, blocks = [] } = inSlack(replyOf(lines, [], ['the end']))
        const sections = blocks.flatMap((block) => (block.type === 'section' ? [block.text?.text ?? ''] : []))
        expect([text.length <= 10_000, blocks.length <= 50, text.endsWith('the end')]).toEqual([true, true, true])
        for (const section of sections) {
          expect([section.length <= 3_000, section.trim() !== '', /&(?!amp;|lt;|gt;)/.test(section)]).toEqual([
            true,
            true,
            false,
          ])
        }
      }),
    )
  })

  it('says how much it leaves out', () => {
    const { text } = inSlack(replyOf(Array.from({ length: 40 }, () => 'x'.repeat(400))))
    expect(text.split('\n').at(-1)).toBe('…and 17 more lines.')
  })
})

describe('foreign text', () => {
  it('is escaped after it is cut, so that no half of an escape is left', () => {
    expect(plain('<<<<', 3)).toBe('&lt;&lt;…')
  })

  it('leaves no code and mentions nobody', () => {
    expect(command('block `x` <!here> &')).toBe("`/codexflow block 'x' &lt;!here&gt; &amp;`")
  })

  it('becomes a link only where it is an address of the web', () => {
    expect(link('https://x.example/a|b>?c=1&d=2', 'a|b <c>')).toBe(
      '<https://x.example/a%7Cb%3E?c=1&amp;d=2|a/b &lt;c&gt;>',
    )
    expect(link('javascript:alert(1)', 'x')).toBe('javascript:alert(1)')
    expect(link('<!here>')).toBe('&lt;!here&gt;')
  })
})

describe('a moment', () => {
  it('is shown in the reader’s own time, and in UTC to those who cannot', () => {
    expect(moment('2026-03-02T09:00:00.000Z')).toBe(
      '<!date^1772442000^{date_short_pretty} at {time}|2026-03-02 09:00 UTC>',
    )
  })

  it('is shown as it stands where it is none', () => {
    expect(moment('<soon>')).toBe('&lt;soon&gt;')
  })
})
