import type { KnownBlock } from '@slack/types'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NoticeContent, Words } from '../../../app/handoffs/content.ts'
import { FACT_KINDS, type FactLedger, numberFacts } from '../../../app/handoffs/facts.ts'
import type { Standing } from '../../../app/handoffs/standing.ts'
import { noticeBlocks } from '../../../app/slack/messages/notice-blocks.ts'
import { GAIUS_CONTENT, toGaius } from '../../support/gaius.ts'
import { hostileText } from '../../support/hostile-text.ts'
import { readSlack, slackTarget } from '../../support/markup-readers.ts'

const long = fc.tuple(hostileText, fc.nat(400)).map(([text, times]) => text.repeat(times).slice(0, 2_500))
const text = fc.oneof({ weight: 4, arbitrary: hostileText }, { weight: 1, arbitrary: long })
const address = text.map((tail) => `https://api.example.com/${tail}`)

const facts: fc.Arbitrary<FactLedger> = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...FACT_KINDS),
      label: text,
      value: fc.oneof(text, address),
      source: text,
    }),
    { maxLength: 70 },
  )
  .map(numberFacts)

/** Words as a verifier would never let them through, referring to any facts. */
const wordsFor = (ledger: FactLedger): fc.Arbitrary<Words> => {
  const plain = text.map((said) => ({ text: said }))
  const references = ledger.map(({ id }) => fc.constant({ fact: id }))
  const prose = fc.array(fc.oneof(plain, ...references), { maxLength: 30 })
  return fc.record({
    opening: prose,
    body: prose,
    steps: fc.array(prose, { maxLength: 3 }),
    priority: fc.constant('high'),
    writtenBy: fc.constantFrom('model', 'template'),
  })
}

const subject = fc.constantFrom(
  { kind: 'handoff', readiness: 1, assignment: 1 } as const,
  { kind: 'block', source: 'check:x', since: 4, assignment: 1 } as const,
)

const contents: fc.Arbitrary<NoticeContent> = facts.chain((ledger) =>
  fc
    .record({
      subject,
      title: text,
      project: fc.record({ key: fc.constant('UAPI'), name: text }),
      to: fc.record({ name: text }),
      finished: fc.array(
        fc.record({ id: fc.constant('UAPI-11' as const), title: text, phase: fc.constant('qa' as const), by: text }),
        { maxLength: 100 },
      ),
      waitingNext: fc.nat(1000),
      facts: fc.constant(ledger),
      words: wordsFor(ledger),
    })
    .map((over) => ({ ...GAIUS_CONTENT, ...over })),
)

const standings: fc.Arbitrary<Standing> = text.chain((said) =>
  fc.constantFrom<Standing>(
    { state: 'current' },
    { state: 'started', by: { kind: 'github', login: said } },
    { state: 'finished' },
    {
      state: 'on-hold',
      reasons: [
        { kind: 'blocker', task: 'UAPI-11' },
        { kind: 'impediment', source: 'x', impediment: { reason: said, by: { kind: 'system' }, since: 1 } },
      ],
    },
    { state: 'reassigned' },
    { state: 'cancelled' },
    { state: 'superseded' },
    { state: 'lifted' },
  ),
)

/** The mrkdwn of a block. */
function mrkdwn(block: KnownBlock): string[] {
  if (block.type === 'section') return [block.text?.text ?? '']
  if (block.type === 'context') return block.elements.map((one) => ('text' in one ? one.text : ''))
  return []
}

describe('whatever people and models write', () => {
  it('mentions nobody, and links only to recorded addresses', () => {
    fc.assert(
      fc.property(contents, standings, (content, standing) => {
        const { text: all, blocks } = noticeBlocks(toGaius(standing, content))
        const known = content.facts.map(({ value }) => slackTarget(value))
        for (const said of [all, ...blocks.flatMap(mrkdwn)]) {
          for (const control of readSlack(said).controls) expect(known).toContain(control.split('|')[0])
        }
      }),
      { numRuns: 300 },
    )
  })

  it('stays within the limits of Slack, and says everything in its text', () => {
    fc.assert(
      fc.property(contents, standings, (content, standing) => {
        const { text: all, blocks } = noticeBlocks(toGaius(standing, content))
        const [header, ...rest] = blocks
        expect(header).toMatchObject({ type: 'header', text: { type: 'plain_text' } })
        expect(header?.type === 'header' && header.text.text.length).toBeLessThanOrEqual(150)
        expect(blocks.length).toBeLessThanOrEqual(50)
        expect(all.length).toBeLessThanOrEqual(10_000)
        for (const block of rest) {
          for (const said of mrkdwn(block)) {
            expect(said.length).toBeGreaterThan(0)
            expect(said.length).toBeLessThanOrEqual(3_000)
            expect(all).toContain(said)
          }
          if (block.type !== 'actions') continue
          for (const one of block.elements) {
            if (one.type !== 'button') throw new Error('only buttons are expected')
            expect(one.text.text.length).toBeLessThanOrEqual(75)
            expect(one.accessibility_label?.length).toBeLessThanOrEqual(75)
            expect(one.value).toBe('UAPI-12 n_0123456789abcdef0123456789abcdef')
            expect(one.url).toBeUndefined()
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  it('stays within them when everything is as long as it may be, and grows when it is escaped', () => {
    const most = '&'.repeat(2_000)
    const ledger = numberFacts(
      Array.from({ length: 70 }, (_, index) => ({
        kind: FACT_KINDS[index % FACT_KINDS.length]!,
        label: `${index} ${'&'.repeat(70)}`,
        value: index % 2 === 0 ? `https://a.example/${index}${'&'.repeat(30)}` : `${index}${'&'.repeat(60 + index)}`,
        source: most,
      })),
    )
    const prose = [{ text: '&'.repeat(170) }, ...ledger.slice(0, 5).map(({ id }) => ({ fact: id }))]
    const full = {
      title: most,
      project: { key: 'UAPI', name: most },
      to: { name: most },
      finished: Array.from({ length: 100 }, () => ({ id: 'UAPI-11', title: most, phase: 'qa', by: most }) as const),
      waitingNext: 100,
      facts: ledger,
      words: { opening: prose, body: prose, steps: [prose, prose, prose], priority: 'high', writtenBy: 'model' },
    } as const
    const { text: all, blocks } = noticeBlocks(toGaius({ state: 'current' }, full))
    expect(all.length).toBeLessThanOrEqual(10_000)
    expect(all.length).toBeGreaterThan(4_000)
    expect(Math.max(...blocks.flatMap(mrkdwn).map((said) => said.length))).toBeLessThanOrEqual(3_000)
  })
})
