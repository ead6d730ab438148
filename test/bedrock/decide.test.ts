import * as fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type BedrockSettings, bedrockDecide } from '../../app/bedrock/decide.ts'
import { handoffWords } from '../../app/decisions/handoff.ts'
import type { HandoffAnswer } from '../../app/decisions/handoff-context.ts'
import { answerSchema, type DecisionSpec } from '../../app/decisions/spec.ts'
import { words } from '../../app/decisions/verified-handoff.ts'
import { jsonLog } from '../../app/log.ts'
import { type ConverseReply, type ConverseStub, startConverseStub } from '../support/converse-stub.ts'
import { GAIUS } from '../support/handoff-context.ts'

const MODEL = 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0'
const ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'a-secret-that-never-leaves',
  AWS_SESSION_TOKEN: undefined,
  AWS_PROFILE: undefined,
  AWS_BEARER_TOKEN_BEDROCK: undefined,
}

let stub: ConverseStub
beforeAll(async () => {
  for (const [name, value] of Object.entries(ENVIRONMENT)) vi.stubEnv(name, value)
  stub = await startConverseStub()
})
afterAll(async () => {
  await stub.close()
  vi.unstubAllEnvs()
})

let lines: string[] = []
beforeEach(() => {
  lines = []
})

const good: HandoffAnswer = {
  opening: '[[f3]] finished [[f1]], so you can begin.',
  body: '',
  nextSteps: ['Create the first endpoint behind [[f5]].'],
  priority: 'high',
}
const tool = (input: unknown): ConverseReply => ({ is: 'tool', input })
const spent = { input: 100, output: 20, cached: 60 }

function decider(change: Partial<BedrockSettings> = {}) {
  const settings = { modelId: MODEL, region: 'eu-central-1', endpoint: stub.url, deadlineMs: 10_000, ...change }
  return bedrockDecide(
    settings,
    jsonLog((line) => lines.push(line)),
  )
}

async function decided(...replies: readonly ConverseReply[]) {
  stub.play(...replies)
  return decider()(handoffWords, GAIUS)
}

const fallback = (reason: string, attempts: number, usage: unknown = { input: 0, output: 0, cached: 0 }) => ({
  answer: handoffWords.fallback(GAIUS),
  by: 'fallback',
  reason,
  attempts,
  usage,
})

describe('a model that answers well', () => {
  it('gives its answer after one call', async () => {
    expect(await decided(tool(good))).toEqual({ answer: good, by: 'model', attempts: 1, usage: spent })
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { level: 'info', message: 'the model answered', decision: 'write_handoff', attempts: 1, usage: spent },
    ])
  })

  it('is asked with the stable part first, a cache point after it, and one forced tool', async () => {
    await decided(tool(good))
    expect(stub.requests).toEqual([
      {
        modelId: MODEL,
        body: {
          toolConfig: {
            tools: [
              {
                toolSpec: {
                  name: 'write_handoff',
                  description: 'Gives the answer.',
                  inputSchema: { json: JSON.parse(JSON.stringify(answerSchema(handoffWords))) },
                },
              },
            ],
            toolChoice: { tool: { name: 'write_handoff' } },
          },
          system: [{ text: handoffWords.prompt }, { cachePoint: { type: 'default' } }],
          messages: [{ role: 'user', content: [{ text: handoffWords.ask(GAIUS) }] }],
          inferenceConfig: { maxTokens: 900 },
        },
      },
    ])
  })

  it('is asked without a cache point where the model takes none, unless configured', async () => {
    stub.play(tool(good))
    await decider({ modelId: 'mistral.mistral-large-2402-v1:0' })(handoffWords, GAIUS)
    await decider({ modelId: MODEL, cachePoint: false })(handoffWords, GAIUS)
    await decider({ modelId: 'mistral.mistral-large-2402-v1:0', cachePoint: true })(handoffWords, GAIUS)
    expect(stub.requests.map((request) => request.body.system?.length)).toEqual([1, 1, 2])
  })

  it('is asked through the guardrail that is configured', async () => {
    stub.play(tool(good))
    await decider({ guardrailId: 'gr1', guardrailVersion: '3' })(handoffWords, GAIUS)
    expect(stub.requests[0]?.body.guardrailConfig).toEqual({ guardrailIdentifier: 'gr1', guardrailVersion: '3' })
  })

  it('decides nothing but words: recipients, status and other keys of its own are not read', async () => {
    const { answer } = await decided(tool({ ...good, recipients: ['U999'], status: 'done', shouldNotify: false }))
    expect(answer).toEqual(good)
  })
})

describe('a model that answers badly', () => {
  const wrong = { ...good, priority: 'urgent' }

  it('repairs its answer once, told what was wrong', async () => {
    expect(await decided(tool(wrong), tool(good))).toEqual({
      answer: good,
      by: 'model',
      attempts: 2,
      usage: { input: 200, output: 40, cached: 120 },
    })
    expect(stub.requests[1]?.body.messages).toEqual([
      {
        role: 'user',
        content: [
          { text: handoffWords.ask(GAIUS) },
          {
            text: 'The answer before this one was refused: priority: Invalid option: expected one of "high"|"medium"|"low" Answer again, by the tool, to the letter.',
          },
        ],
      },
    ])
    expect(stub.requests[1]?.body.system).toEqual(stub.requests[0]?.body.system)
  })

  const twice = { input: 200, output: 40, cached: 120 }
  it.each<[string, ConverseReply, ReturnType<typeof fallback>]>([
    ['the wrong schema twice', tool(wrong), fallback('wrong-answer', 2, twice)],
    [
      'text where a tool was asked for',
      { is: 'text', text: 'Sure! Here you go: {}' },
      fallback('wrong-answer', 2, twice),
    ],
    ['another tool', { is: 'tool', name: 'delete_all', input: good }, fallback('wrong-answer', 2, twice)],
    [
      'an answer that is cut off',
      { is: 'tool', input: {}, stopReason: 'max_tokens' },
      fallback('wrong-answer', 2, twice),
    ],
    ['a string for an object', tool('{"opening": "x'), fallback('wrong-answer', 2, twice)],
    ['null', tool(null), fallback('wrong-answer', 2, twice)],
    ['a megabyte', tool({ ...good, body: 'x'.repeat(1_000_000) }), fallback('too-large', 1, spent)],
    [
      'a refusal',
      { is: 'text', text: 'I cannot help.', stopReason: 'content_filtered' },
      fallback('guardrail', 1, spent),
    ],
    [
      'a guardrail',
      { is: 'text', text: 'Blocked.', stopReason: 'guardrail_intervened' },
      fallback('guardrail', 1, spent),
    ],
    ['an empty object', { is: 'raw', body: '{}' }, fallback('wrong-answer', 2)],
    [
      'content that is no list',
      { is: 'raw', body: '{"output":{"message":{"role":"assistant","content":7}}}' },
      fallback('wrong-answer', 2),
    ],
    ['an empty body', { is: 'raw', body: '' }, fallback('wrong-answer', 2)],
    ['truncated JSON', { is: 'raw', body: '{"output":{"message":{"role":"assi' }, fallback('unreadable', 1)],
    ['no JSON', { is: 'raw', body: '<html>' }, fallback('unreadable', 1)],
    ['429', { is: 'error', status: 429, type: 'ThrottlingException' }, fallback('throttled', 1)],
    ['500', { is: 'error', status: 500, type: 'InternalServerException' }, fallback('unavailable', 1)],
    ['503', { is: 'error', status: 503, type: 'ServiceUnavailableException' }, fallback('unavailable', 1)],
    ['403', { is: 'error', status: 403, type: 'AccessDeniedException' }, fallback('denied', 1)],
    ['400', { is: 'error', status: 400, type: 'ValidationException' }, fallback('unavailable', 1)],
    ['a reset connection', { is: 'reset' }, fallback('unavailable', 1)],
  ])('leads to the fallback, not to retries: %s', async (_, reply, expected) => {
    expect(await decided(reply)).toEqual(expected)
    expect(stub.requests.length).toBe(expected.attempts)
    expect(JSON.parse(lines.join(''))).toMatchObject({ level: 'warn', reason: expected.reason })
  })

  // The last deadline leaves time for an answer on a machine that is busy.
  it.each<[string, ConverseReply[], number]>([
    ['hangs', [{ is: 'hang' }], 300],
    ['stalls in the middle of its answer', [{ is: 'stall' }], 300],
    ['answers wrongly, then hangs', [tool({}), { is: 'hang' }], 4_000],
  ])('leads to the fallback by the deadline when it %s', async (_, replies, deadlineMs) => {
    stub.play(...replies)
    const { answer, by, reason, attempts } = await decider({ deadlineMs })(handoffWords, GAIUS)
    expect({ answer, by, reason, attempts }).toEqual({
      answer: handoffWords.fallback(GAIUS),
      by: 'fallback',
      reason: 'deadline',
      attempts: replies.length,
    })
  })

  it('obeys a deadline given with the question', async () => {
    stub.play({ is: 'hang' })
    const { reason } = await decider({ deadlineMs: 600_000 })(handoffWords, GAIUS, { deadlineMs: 300 })
    expect(reason).toBe('deadline')
  })

  it('leads to the fallback when nobody listens at the endpoint', async () => {
    const { reason, attempts } = await decider({ endpoint: 'http://127.0.0.1:9' })(handoffWords, GAIUS)
    expect({ reason, attempts }).toEqual({ reason: 'unavailable', attempts: 1 })
  })

  it.each([
    ['an invented ARN', { ...good, opening: 'Use arn:aws:iam::999999999999:role/admin.' }],
    ['an invented address', { ...good, opening: 'Go to https://evil.example now.' }],
    ['an invented number', { ...good, opening: 'All 37 tests passed.' }],
    ['a mention', { ...good, opening: 'Hello <!channel>, you can begin.' }],
    ['markup', { ...good, opening: 'Hello, [click](https://evil.example).' }],
  ])('cannot put %s into the words', async (_, input) => {
    const { answer, by } = await decided(tool(input))
    expect(by).toBe('model')
    const { opening, writtenBy } = words(answer, GAIUS)
    expect({ opening, writtenBy }).toEqual({
      opening: words(handoffWords.fallback(GAIUS), GAIUS, 'fallback').opening,
      writtenBy: 'template',
    })
  })

  it('may write another language', async () => {
    const { answer } = await decided(tool({ ...good, opening: '[[f3]] hat [[f1]] beendet, du kannst beginnen.' }))
    expect(words(answer, GAIUS).writtenBy).toBe('model')
  })
})

describe('whatever happens', () => {
  it('answers by the fallback where no model is configured', async () => {
    stub.play(tool(good))
    expect(await decider({ modelId: undefined })(handoffWords, GAIUS)).toEqual({
      answer: handoffWords.fallback(GAIUS),
      by: 'fallback',
      reason: 'no-model',
      attempts: 0,
    })
    expect(stub.requests).toEqual([])
  })

  it('asks nothing when the question is too large or cannot be put', async () => {
    stub.play(tool(good))
    const long: DecisionSpec<typeof GAIUS, HandoffAnswer> = { ...handoffWords, ask: () => 'x'.repeat(200_000) }
    const broken: typeof long = {
      ...handoffWords,
      ask: () => {
        throw new TypeError('no goals')
      },
    }
    expect((await decider()(long, GAIUS)).reason).toBe('too-large')
    expect((await decider()(broken, GAIUS)).reason).toBe('broken-spec')
    expect(stub.requests).toEqual([])
  })

  it('logs neither prompt, answer, error message nor credentials', async () => {
    const secret = 'arn:aws:sts::123456789012:assumed-role/x is not authorized'
    await decided({ is: 'error', status: 403, type: 'AccessDeniedException', message: secret })
    await decided(tool({ ...good, opening: 7 }), tool({ ...good, opening: 'A private sentence.' }))
    await decided({ is: 'text', text: 'A private sentence.' })
    const logged = lines.join('\n')
    for (const hidden of ['UAPI', 'Gaius', 'private', 'authorized', 'AKIDEXAMPLE', 'a-secret-that-never-leaves']) {
      expect(logged).not.toContain(hidden)
    }
    expect(lines.map((line) => JSON.parse(line).reason)).toEqual(['denied', undefined, 'wrong-answer'])
  })

  it('never rejects, and always has an answer of the right shape', async () => {
    const near = fc
      .tuple(fc.constantFrom(...Object.keys(good), 'more'), fc.jsonValue())
      .map(([name, value]) => ({ ...good, [name]: value }))
    const reply = fc.oneof(
      fc.record({ is: fc.constant('tool' as const), input: fc.oneof(near, fc.jsonValue()) }),
      fc.record({ is: fc.constant('raw' as const), body: fc.oneof(fc.json(), fc.string()) }),
      fc.record({
        is: fc.constant('error' as const),
        status: fc.integer({ min: 400, max: 599 }),
        type: fc.constantFrom('X', 'ModelErrorException', 'ModelTimeoutException'),
      }),
    )
    const decide = decider()
    await fc.assert(
      fc.asyncProperty(reply, reply, async (first, second) => {
        stub.play(first, second)
        const { answer, attempts } = await decide(handoffWords, GAIUS)
        expect(handoffWords.answer.safeParse(answer).success).toBe(true)
        expect(stub.requests.length).toBe(attempts)
      }),
      { numRuns: 300 },
    )
  })
})
