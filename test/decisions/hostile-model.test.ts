import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HandoffAnswer, HandoffContext } from '../../app/decisions/handoff-context.ts'
import { templateHandoff } from '../../app/decisions/handoff-template.ts'
import { type HandoffWords, words } from '../../app/decisions/verified-handoff.ts'
import { escapeGithub, escapeSlack } from '../../app/handoffs/escape.ts'
import { FACT_KINDS, type Fact, type FactLedger, numberFacts } from '../../app/handoffs/facts.ts'
import { type Prose, renderProse } from '../../app/handoffs/prose.ts'
import { verifyProse } from '../../app/handoffs/verify.ts'
import { PHASES } from '../../app/tasks/phase.ts'
import { GAIUS } from '../support/handoff-context.ts'
import { HOSTILE_PIECES, hostileText } from '../support/hostile-text.ts'
import { readGithub, readSlack } from '../support/markup-readers.ts'

/** Chunks of visible text that state a fact by their look: digits, addresses, mentions, dots within, markup. */
const FACTUAL = /[\p{N}@#<>[\]`|\\]|:\/\/|arn:|[\p{L}\p{N}][.。．｡][\p{L}\p{N}]/u

/** The factual chunks of a text that no ledger fact holds, with something other than a name's character around it. */
function unsupported(visible: string, ledger: FactLedger): string[] {
  const records = ledger.flatMap(({ label, value }) => [label, value])
  const held = (chunk: string) => records.some((record) => holds(record, chunk))
  const chunks = visible.split(/\s+|(?<=\p{L})—(?=\p{L})/u).filter((chunk) => FACTUAL.test(chunk))
  const bare = (chunk: string) => chunk.replace(/^[("“‘']+|(?:['’]s)?[.,;:!?)"”'’…。！？]+$|['’]s$/gu, '')
  return chunks.filter((chunk) => !held(chunk) && !held(bare(chunk)) && !['e.g', 'i.e'].includes(bare(chunk)))
}

function holds(record: string, chunk: string): boolean {
  for (let at = record.indexOf(chunk); at >= 0; at = record.indexOf(chunk, at + 1)) {
    const before = record[at - 1] ?? ' '
    const after = record[at + chunk.length] ?? ' '
    const startsFree = chunk.startsWith('/') || !/[\p{L}\p{N}._-]/u.test(before)
    if (startsFree && !/[\p{L}\p{N}_-]/u.test(after)) return true
  }
  return false
}

const isLink = (fact: Fact) => /^https:\/\/[\w.-]+\/[\w/-]*$/.test(fact.value)
const plain = { text: (text: string) => text, fact: (fact: Fact) => fact.value }
const slack = {
  text: escapeSlack,
  fact: (fact: Fact) => (isLink(fact) ? `<${fact.value}|${escapeSlack(fact.label)}>` : escapeSlack(fact.value)),
}
const github = {
  text: escapeGithub,
  fact: (fact: Fact) => (isLink(fact) ? `[${escapeGithub(fact.label)}](${fact.value})` : escapeGithub(fact.value)),
}

/** All that would break a promise about what people see, for one set of words. */
function harm(shown: HandoffWords, ledger: FactLedger): unknown[] {
  return [shown.opening, shown.body, ...shown.steps].flatMap((prose) => {
    const links = linked(prose, ledger)
    const { controls } = readSlack(renderProse(prose, ledger, slack))
    const page = readGithub(renderProse(prose, ledger, github))
    const expected = {
      slack: links.map(({ value, label }) => `${value}|${escapeSlack(label)}`),
      github: links.map(({ value }) => value),
    }
    return [
      ...unsupported(renderProse(prose, ledger, plain), ledger),
      ...(isDeepStrictEqual({ slack: controls, github: page.links }, expected) ? [] : [{ controls, page, expected }]),
      ...page.live,
    ]
  })
}

function linked(prose: Prose, ledger: FactLedger): Fact[] {
  const facts = prose.flatMap((segment) => ('fact' in segment ? ledger.filter((fact) => fact.id === segment.fact) : []))
  return facts.filter(isLink)
}

const PLAUSIBLE = [
  ...['[[f3]] finished [[f1]], so you can begin.', 'The way is free for [[f2]].', 'Requests come in at [[f5]].'],
  ...[
    'Read [[f9]] before you model the data.',
    'Great news, Gaius!',
    'It runs on Node.js 24.x in us-east-1.',
    'Start with /users.',
  ],
  ...['Take care of errors first, then of speed.', 'See https://api.example.com/v1/users for more.', 'You can begin.'],
]

const plausible = fc.constantFrom(...PLAUSIBLE)
/** A plausible sentence with something hostile put into it at any place. */
const tainted = fc
  .tuple(plausible, hostileText, fc.nat(80), fc.constantFrom('', ' '))
  .map(([text, hostile, at, glue]) => text.slice(0, at) + glue + hostile + glue + text.slice(at))
const sentence = fc.oneof(
  { weight: 5, arbitrary: plausible },
  { weight: 3, arbitrary: tainted },
  { weight: 1, arbitrary: hostileText },
)
const passage = fc.array(sentence, { minLength: 1, maxLength: 4 }).map((sentences) => sentences.join(' '))

const hostileAnswer: fc.Arbitrary<HandoffAnswer> = fc.record({
  opening: passage,
  body: passage,
  nextSteps: fc.array(sentence, { maxLength: 3 }),
  priority: fc.constantFrom('high', 'medium', 'low'),
})

const hostileLedger = fc
  .array(
    fc.record({ kind: fc.constantFrom(...FACT_KINDS), label: hostileText, value: hostileText, source: hostileText }),
    { maxLength: 12 },
  )
  .map(numberFacts)

const hostileContext: fc.Arbitrary<HandoffContext> = fc.record({
  task: fc.record({ id: fc.constantFrom('UAPI-12', 'x'), title: hostileText, phase: fc.constantFrom(...PHASES) }),
  becauseOf: fc.array(
    fc.record({
      taskId: fc.constantFrom('UAPI-11', 'UAPI-12', 'UAPI-13'),
      title: hostileText,
      closedBy: fc.oneof(
        hostileText,
        fc.constantFrom('Devi', 'Ana María', 'Two', 'Prod', 'O’Neil', 'devi', 'Devi. Call Mallory', 'DeviSharma'),
      ),
      how: fc.constantFrom('completed', 'merged', 'checked', 'deployed', 'approved', 'cancelled', 'removed'),
    }),
    { maxLength: 5 },
  ),
  receiver: fc.record({ name: hostileText, role: hostileText }),
  project: fc.record({ key: fc.constant('UAPI'), name: hostileText, goals: hostileText }),
  waitingNext: fc.integer({ min: -1, max: 5 }),
  facts: fc
    .tuple(hostileLedger, fc.subarray([...GAIUS.facts]))
    .map(([hostile, known]) => numberFacts([...hostile, ...known])),
})

describe('a model that is an attacker', () => {
  it('puts nothing into a message that the ledger does not hold', () => {
    let byModel = 0
    fc.assert(
      fc.property(hostileAnswer, (answer) => {
        const shown = words(answer, GAIUS)
        if (shown.writtenBy === 'model') byModel += 1
        expect(harm(shown, GAIUS.facts)).toEqual([])
      }),
      { numRuns: 6_000 },
    )
    // The test would prove nothing if the template always took over.
    expect(byModel).toBeGreaterThan(1_000)
  })

  it('creates no link, mention or markup even from a ledger that is hostile itself', () => {
    fc.assert(
      fc.property(hostileContext, hostileAnswer, (context, answer) => {
        const shown = words(answer, context)
        for (const prose of [shown.opening, shown.body, ...shown.steps]) {
          const links = linked(prose, context.facts)
          expect(readSlack(renderProse(prose, context.facts, slack)).controls.length).toBe(links.length)
          const page = readGithub(renderProse(prose, context.facts, github))
          expect({ links: page.links.length, live: page.live }).toEqual({ links: links.length, live: [] })
        }
      }),
      { numRuns: 3_000 },
    )
  })

  it('finds no way round the verifier by feeling its way from words that pass', () => {
    const mutation = fc.record({
      at: fc.nat(200),
      cut: fc.nat(3),
      put: fc.oneof(
        fc.constantFrom(...HOSTILE_PIECES),
        fc.string({ unit: 'binary', maxLength: 2 }),
        fc.constantFrom('', ' '),
      ),
    })
    let accepted = 0
    fc.assert(
      fc.property(plausible, fc.array(mutation, { minLength: 200, maxLength: 200 }), (start, mutations) => {
        let text = start
        for (const { at, cut, put } of mutations) {
          const next = text.slice(0, at) + put + text.slice(at + cut)
          const { sentences, dropped } = verifyProse(next, GAIUS.facts, ['Gaius'])
          if (dropped.length > 0 || sentences.length === 0) continue
          accepted += 1
          text = next
          for (const prose of sentences)
            expect(unsupported(renderProse(prose, GAIUS.facts, plain), GAIUS.facts)).toEqual([])
        }
      }),
      { numRuns: 50 },
    )
    expect(accepted).toBeGreaterThan(500)
  })

  it.each([
    'See evil.example.',
    'Use 37 of them.',
    'Ask @devi.',
    'See https://api.example.com/v1/users/evil.',
    'See example.com.',
  ])('would be caught by these tests: %s', (text) => expect(unsupported(text, GAIUS.facts).length).toBe(1))
})

describe('words that no longer stand', () => {
  const good: HandoffAnswer = {
    opening: 'You can begin.',
    body: 'Take care.',
    nextSteps: ['Read [[f9]].'],
    priority: 'low',
  }
  const template = words(templateHandoff(GAIUS), GAIUS, 'fallback')

  it('keeps what stands, and the priority that was proposed', () => {
    expect(words({ ...good, body: 'Take care. Ask <!here> twice.' }, GAIUS)).toEqual({
      opening: [{ text: 'You can begin.' }],
      body: [{ text: 'Take care.' }],
      steps: [[{ text: 'Read ' }, { fact: 'f9' }, { text: '.' }]],
      priority: 'low',
      writtenBy: 'model',
      dropped: [{ sentence: 'Ask <!here> twice.', reason: 'markup' }],
    })
  })

  it.each<[string, HandoffAnswer, HandoffWords['dropped']]>([
    ['the opening', { ...good, opening: 'Hi @devi.' }, [{ sentence: 'Hi @devi.', reason: 'mention' }]],
    ['every step', { ...good, nextSteps: ['Do 3.'] }, [{ sentence: 'Do 3.', reason: 'number' }]],
    [
      'more than stands',
      { ...good, body: 'At 1. At 2. At 3.' },
      ['At 1.', 'At 2.', 'At 3.'].map((sentence) => ({ sentence, reason: 'number' as const })),
    ],
  ])('leaves the message to the template when %s falls', (_, answer, dropped) => {
    expect(words(answer, GAIUS)).toEqual({ ...template, dropped })
  })

  it('shows at most two sentences of opening, four of body, three steps', () => {
    const many = 'You can begin. '.repeat(9)
    const shown = words({ ...good, opening: many, body: many, nextSteps: Array(9).fill('Read [[f9]].') }, GAIUS)
    const text = (prose: Prose) => renderProse(prose, GAIUS.facts, plain)
    expect([text(shown.opening), text(shown.body), shown.steps.length]).toEqual([
      'You can begin. '.repeat(2).trim(),
      'You can begin. '.repeat(4).trim(),
      3,
    ])
  })
})

it('writes a template that passes the verifier whole, whatever people are called and facts say', () => {
  fc.assert(
    fc.property(hostileContext, (context) => {
      const answer = templateHandoff(context)
      const shown = words(answer, context, 'fallback')
      expect(shown.dropped).toEqual([])
      expect(shown.writtenBy).toBe('template')
      expect(shown.steps.length).toBe(answer.nextSteps.length)
      expect(shown.steps.length).toBeGreaterThan(0)
    }),
    { numRuns: 3_000 },
  )
})
