import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Line, parseLine, printLine, type Word } from '../../app/verbs/parse.ts'

const read = (text: string): Line => {
  const line = parseLine(text)
  if (!line.ok) throw new Error(line.error.what)
  return line.value
}
const text = (value: string): Word => ({ kind: 'text', text: value })
const words = (...values: string[]): Line => ({ words: values.map(text), options: [] })

describe('the text of a slash command', () => {
  it('is words between white space of any kind', () => {
    expect(read('  done\u00a0UAPI-1 \n now ')).toEqual(words('done', 'UAPI-1', 'now'))
    expect(read('')).toEqual(words())
    expect(read(' \t ')).toEqual(words())
  })

  it.each([
    ['straight', 'task add "Build the API"'],
    ['curly', 'task add “Build the API”'],
    ['German', 'task add „Build the API“'],
    ['curly at one end only', 'task add “Build the API"'],
    ['curly at the other end only', 'task add "Build the API”'],
  ])('keeps together what stands in %s quotes', (_, line) => {
    expect(read(line)).toEqual(words('task', 'add', 'Build the API'))
  })

  it('takes quotes literally within words, in other quotes, and behind a backslash', () => {
    expect(read(`it's 5" "say “hi” now" "a \\"b\\" \\\\ c\\d" \\"e`)).toEqual(
      words(`it's`, '5"', 'say “hi” now', 'a "b" \\ c\\d', '"e'),
    )
  })

  it('has options, with spaces in quotes and keys in any case', () => {
    expect(read('task phase:backend Gate:"deployed:production" url:“API=https://x.example/a?b=c” doc:""')).toEqual({
      words: [text('task')],
      options: [
        { key: 'phase', value: text('backend') },
        { key: 'gate', value: text('deployed:production') },
        { key: 'url', value: text('API=https://x.example/a?b=c') },
        { key: 'doc', value: text('') },
      ],
    })
  })

  it('knows no options in addresses and in quotes', () => {
    expect(read('https://x.example/a:b "note:this"')).toEqual(words('https://x.example/a:b', 'note:this'))
  })

  it('knows people and channels by the ids that Slack wrote, with or without names', () => {
    expect(read('assign <@U0GAIUS|gaius &amp; co> <@W1> in:<#C0UAPI|user-api> <#G1>')).toEqual({
      words: [
        text('assign'),
        { kind: 'person', slackUser: 'U0GAIUS', name: 'gaius & co' },
        { kind: 'person', slackUser: 'W1', name: '' },
        { kind: 'channel', id: 'G1', name: '' },
      ],
      options: [{ key: 'in', value: { kind: 'channel', id: 'C0UAPI', name: 'user-api' } }],
    })
  })

  it('takes a name that somebody typed for a name, and never for a person', () => {
    expect(read('@gaius &lt;@U0GAIUS|gaius&gt; "<@U0GAIUS|gaius>"')).toEqual(
      words('@gaius', '<@U0GAIUS|gaius>', '@gaius'),
    )
  })

  it('unwraps the links that Slack makes', () => {
    expect(
      read(
        '<https://x.example/a?b=1&amp;c=2|x.example> url:<https://y.example> "API=<https://z.example|z>" (<https://w.example>)',
      ),
    ).toEqual({
      words: [text('https://x.example/a?b=1&c=2'), text('API=https://z.example'), text('(https://w.example)')],
      options: [{ key: 'url', value: text('https://y.example') }],
    })
  })

  it('gives bare domains and mail addresses back as they were typed', () => {
    expect(read('<http://x.example|x.example> <mailto:a@x.example|a@x.example>')).toEqual(
      words('x.example', 'a@x.example'),
    )
  })

  it('makes names of groups and broadcasts, which then mention nobody', () => {
    expect(read('<!subteam^S1|@backend> <!here> <!date^1^x|soon>')).toEqual(words('@backend', '@here', '@soon'))
  })

  it('undoes each of Slack’s escapes once', () => {
    expect(read('a&amp;b &lt;c&gt; &amp;lt; &quot;')).toEqual(words('a&b', '<c>', '&lt;', '&quot;'))
  })

  it('says which quotation mark is never closed', () => {
    expect(parseLine('task add "Build the API assign:me')).toEqual({
      ok: false,
      error: { what: 'the quotation mark before "Build the API assign:me" is never closed' },
    })
  })

  const anyWord: fc.Arbitrary<Word> = fc.oneof(
    fc.string({ unit: 'binary' }).map(text),
    fc
      .string({ unit: fc.constantFrom('"', '“', '”', '„', '\\', ' ', '<', '>', '&', '@', ':', '|', 'a', 'amp;') })
      .map(text),
    fc.record({
      kind: fc.constant('person' as const),
      slackUser: fc.stringMatching(/^[UW][A-Z0-9]{1,10}$/),
      name: fc.string(),
    }),
    fc.record({
      kind: fc.constant('channel' as const),
      id: fc.stringMatching(/^[CG][A-Z0-9]{1,10}$/),
      name: fc.string(),
    }),
  )
  const anyLine: fc.Arbitrary<Line> = fc.record({
    words: fc.array(anyWord, { maxLength: 6 }),
    options: fc.array(fc.record({ key: fc.stringMatching(/^[a-z][a-z-]{0,9}$/), value: anyWord }), { maxLength: 6 }),
  })

  it('is read back from what is printed, whatever it is', () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        expect(parseLine(printLine(line))).toEqual({ ok: true, value: line })
      }),
    )
  })

  it('is read without a throw, whatever it is', () => {
    const nasty = fc.string({
      unit: fc.constantFrom(
        '"',
        '“',
        '”',
        '„',
        '\\',
        ' ',
        '<',
        '>',
        '&',
        '@',
        '#',
        ':',
        '|',
        'U1',
        'amp;',
        'é',
        '\ud800',
      ),
    })
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), nasty), (line) => {
        expect(typeof parseLine(line).ok).toBe('boolean')
      }),
    )
  })

  it.each([
    ['quotes', '"'.repeat(10_000)],
    ['open brackets', '<'.repeat(10_000)],
    ['backslashes', `"${'\\'.repeat(9_998)}"`],
    ['alternating quotes', '“a" '.repeat(2_500)],
    ['keys', 'a:'.repeat(5_000)],
    ['letters', 'x'.repeat(10_000)],
  ])('may be 10,000 %s long', (_, line) => {
    const parsed = parseLine(line)
    if (parsed.ok) expect(parseLine(printLine(parsed.value))).toEqual(parsed)
  })
})
