import { describe, expect, it } from 'vitest'
import { numberFacts } from '../../app/handoffs/facts.ts'
import { renderProse } from '../../app/handoffs/prose.ts'
import { verifyProse } from '../../app/handoffs/verify.ts'
import { GAIUS } from '../support/handoff-context.ts'

const ledger = numberFacts([
  ...GAIUS.facts,
  { kind: 'number', label: 'people waiting', value: '2', source: 'the graph' },
  {
    kind: 'url',
    label: 'Dashboard',
    value: 'https://status.example.org/tests/42?x=evil.example',
    source: 'task UAPI-11',
  },
])

/** The kept text, or the reasons why it fell. */
function verdict(text: string): string {
  const { sentences, dropped } = verifyProse(text, ledger, ['Gaius Okafor', 'evil.example <!here> 12'])
  if (dropped.length > 0) return `dropped: ${dropped.map(({ reason }) => reason).join(', ')}`
  return sentences
    .map((prose) => renderProse(prose, ledger, { text: (t) => t, fact: (f) => `‹${f.label}›` }))
    .join(' | ')
}

describe('words that stay', () => {
  it.each([
    [
      'Great news: [[f3]] finished [[f1]]!',
      'Great news: ‹completed UAPI-11› finished ‹Provision Lambda for user-api›!',
    ],
    ['👋 Hey Gaius! Start with the first endpoint.', '👋 Hey Gaius! | Start with the first endpoint.'],
    [
      'It isn’t hard (really): read-only access, then CRUD over the API — done.',
      'It isn’t hard (really): read-only access, then CRUD over the API — done.',
    ],
    ["[[f3]]'s work is at [[f5]], ([[f4]]).", "‹completed UAPI-11›'s work is at ‹API Gateway›, (‹ARN›)."],
    ['The Lambda user-api runs on Node.js 24.x in prod.', 'The Lambda user-api runs on Node.js 24.x in prod.'],
    [
      'Call https://api.example.com/v1/users, or just /users on api.example.com.',
      'Call https://api.example.com/v1/users, or just /users on api.example.com.',
    ],
    ['The task "Implement user CRUD endpoints" is yours.', 'The task "Implement user CRUD endpoints" is yours.'],
    [
      'Two people wait, see account 123456789012 in us-east-1.',
      'Two people wait, see account 123456789012 in us-east-1.',
    ],
    ['Use read/write access, e.g. for tests.', 'Use read/write access, e.g. for tests.'],
    [
      'Infrastruktur ist fertig. Prêt à démarrer, él también.',
      'Infrastruktur ist fertig. | Prêt à démarrer, él también.',
    ],
    ['準備ができました。次へ進めます。', '準備ができました。 | 次へ進めます。'],
    ['次はAPIを作ります。', '次はAPIを作ります。'],
    ['Инфраструктура готова.', 'Инфраструктура готова.'],
  ])('%s', (text, kept) => expect(verdict(text)).toBe(kept))
})

describe('words that fall', () => {
  it.each([
    ['arn', 'Use arn:aws:iam::999999999999:role/admin now.'],
    ['arn', 'Use arn:aws:lambda:us-east-1:123456789012:function:user-api2 now.'],
    ['link', 'Go to https://evil.example/login.'],
    ['link', 'Go to https://api.example.com/v1/users/evil now.'],
    ['link', 'Go to example.com for more.'],
    ['link', 'Go to example.com/evil for more.'],
    ['link', 'Go to evil.example for more.'],
    ['link', 'Open /etc/passwd first.'],
    ['link', 'Go to evil。example'.replace('。', '．')],
    ['mention', 'Ask @devi about it.'],
    ['mention', 'Ask in #general about it.'],
    ['mention', 'Write to devi@evil.example today.'],
    ['markup', 'Hello <!here> all.'],
    ['markup', 'Hello <@U0123> there.'],
    ['markup', 'See [the docs](https://api.example.com/v1/users) now.'],
    ['markup', 'See ![x](y) now.'],
    ['markup', 'This is **very** good.'],
    ['markup', 'Run `rm` now.'],
    ['markup', 'See <b>this</b> now.'],
    ['markup', 'It is [f1] or [[f1.'],
    ['unknown-fact', 'See [[f99]] now.'],
    ['glued-fact', 'See [[f5]]/evil now.'],
    ['glued-fact', 'See [[f11]][[f11]] now.'],
    ['glued-fact', 'See evil.[[f5]] now.'],
    ['glued-fact', 'See ![[f5]] now.'],
    ['number', 'All 37 tests passed.'],
    ['number', 'It is 99% done for $12.'],
    ['number', 'Done on 2026-11-05.'],
    ['number', 'The host is 10.0.0.1 here.'],
    ['number', 'Only 42 failed.'],
    ['number', 'Thirty tests passed.'],
    ['number', 'It took ٣ days.'],
    ['number', 'It took ½ day.'],
    ['identifier', 'See UAPI-99 first.'],
    ['identifier', 'See i-0abc1234 first.'],
    ['identifier', 'See f47ac10b-58cc-4372-a567-0e02b2c3d479 first.'],
    ['identifier', 'It runs Node24 now.'],
    ['identifier', 'Use the orders-queue for that.'],
    ['identifier', 'Call getUsers for that.'],
    ['hash', 'Commit deadbee fixed it.'],
    ['hash', 'Commit e83c5163316f89bfbde7d9ab23ca2e25604af290 fixed it.'],
    ['environment', 'Deploy it to staging today.'],
    ['environment', 'Deploy it to PRODUCTION today.'],
    ['name', 'Ask Mallory about it.'],
    ['quote', 'The queue is called "orders" here.'],
    ['quote', "The queue is called 'orders' here."],
    ['quote', 'An "unclosed one.'],
    ['invisible', 'Zero\u200Bwidth.'],
    ['invisible', 'Hidden \u{E0049}\u{E0047} words.'],
    ['invisible', 'A keycap ⚠️ here.'],
    ['invisible', 'Turned \u202Eround.'],
    ['homoglyph', 'Log in at pаypal now.'],
    ['homoglyph', 'Go to evilꓸexample now.'],
    ['homoglyph', 'It is evilǃ now.'],
    ['too-long', `See ${'[[f5]] '.repeat(7)}.`],
    ['symbol', 'Math 𝐛𝐨𝐥𝐝 words.'],
    ['symbol', 'Many!!!!!!!!!! marks.'],
    ['too-long', `Long ${'word '.repeat(120)}.`],
    ['too-long', 'Long. '.repeat(1000)],
  ])('%s: %s', (reason, text) => expect(verdict(text)).toBe(`dropped: ${reason}`))
})

it('drops only the sentence at fault', () => {
  expect(verifyProse('All is ready. Ask <!here> for help.\nBegin at [[f5]].', ledger)).toEqual({
    sentences: [[{ text: 'All is ready.' }], [{ text: 'Begin at ' }, { fact: 'f5' }, { text: '.' }]],
    dropped: [{ sentence: 'Ask <!here> for help.', reason: 'markup' }],
  })
})

it('takes no licence for markup from a ledger that holds it', () => {
  const hostile = numberFacts([
    { kind: 'document', label: 'Say <!here> and [x](y) `z`', value: '<!channel>', source: 's' },
  ])
  const { sentences, dropped } = verifyProse('Say <!here>. See [x](y). Run `z`. It is <!channel>. See [[f1]].', hostile)
  expect(sentences).toEqual([[{ text: 'See ' }, { fact: 'f1' }, { text: '.' }]])
  expect(dropped.length).toBe(4)
})

it('refuses to render prose against a ledger that it was not verified with', () => {
  expect(() => renderProse([{ fact: 'f1' }], [], { text: (t) => t, fact: (f) => f.value })).toThrow('ledger lacks')
})
