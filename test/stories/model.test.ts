import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ConverseReply, type ConverseStub, startConverseStub } from '../support/converse-stub.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { API, ARN, addPair, dmsAbout, shown } from '../support/story.ts'

let stub: ConverseStub
let stack: Stack
beforeAll(async () => {
  stub = await startConverseStub()
  stack = await startStack({
    env: {
      BEDROCK_MODEL_ID: 'anthropic.claude-3-sonnet',
      BEDROCK_ENDPOINT: stub.url,
      BEDROCK_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'stub',
      AWS_SECRET_ACCESS_KEY: 'stub',
    },
  })
  await stack.settleIn()
})
afterAll(async () => {
  await stack?.stop()
  await stub?.close()
})

const answer = (opening: string, nextSteps: readonly string[] = []): ConverseReply => ({
  is: 'tool',
  input: { opening, body: '', nextSteps, priority: 'high' },
})

/** Completes a task with an ARN and an address, and gives all that Gaius is then shown. */
async function handOn(...replies: readonly ConverseReply[]): Promise<string> {
  const { first, second } = await addPair(stack)
  // Devi is told of her task first; what is played afterwards is for Gaius.
  await stack.settled()
  stub.play(...replies)
  await stack.slack('devi', `done ${first} arn:${ARN} api:${API}`)
  await stack.settled()
  const [dm, ...more] = await dmsAbout(stack, 'gaius', second)
  expect(more).toEqual([])
  const text = shown(dm!)
  expect(text).toContain(ARN)
  expect(text).toContain(API)
  return text
}

describe('the words of a hand-off', () => {
  it('are the model’s when they say nothing but what was recorded', async () => {
    const text = await handOn(
      answer('Good news: the way is free and you can begin.', ['Look at the new function first.']),
    )
    expect(text).toContain('Good news: the way is free and you can begin.')
    expect(text).toMatch(/written by AI/i)
    expect(stub.requests).toHaveLength(1)
    expect(stub.requests[0]?.body.toolConfig?.toolChoice).toEqual({ tool: { name: 'write_handoff' } })
  })

  it('are repaired once when the answer had a wrong shape', async () => {
    const wrong: ConverseReply = { is: 'tool', input: { opening: 7 } }
    expect(await handOn(wrong, answer('The way is free now.'))).toContain('The way is free now.')
    expect(stub.requests).toHaveLength(2)
  })
})

describe('the words of a hand-off that the model does not find in time, or not at all', () => {
  beforeAll(() => stack.restart({ BEDROCK_DEADLINE_MS: '1500' }))

  it.each<[string, ConverseReply]>([
    ['is throttled', { is: 'error', status: 429, type: 'ThrottlingException' }],
    ['breaks', { is: 'error', status: 500, type: 'InternalServerException' }],
    ['says nothing for ever', { is: 'hang' }],
    ['stops half-way', { is: 'stall' }],
    ['hangs up', { is: 'reset' }],
    ['answers garbage', { is: 'raw', body: '<html>no</html>' }],
    ['chats instead of answering', { is: 'text', text: 'Sure! Here is your ARN: arn:aws:s3:::evil' }],
    ['lies about an ARN', answer('Use arn:aws:lambda:us-east-1:666666666666:function:evil for everything.')],
    ['invents an address', answer('Go to https://evil.example/login and sign in.')],
    ['wants to shout', answer('<!channel> everybody, look at <https://evil.example|this>.')],
  ])('come from the template, with true facts, when the model %s', async (_, reply) => {
    const text = await handOn(reply)
    expect(text).not.toMatch(/evil|<!channel>|666666666666/)
    expect(text).toMatch(/recorded facts/i)
    expect(text).not.toMatch(/written by AI/i)
  })
})

describe('without any model', () => {
  it('the template writes, and the message says so', async () => {
    await stack.restart({ BEDROCK_MODEL_ID: '' })
    const text = await handOn()
    expect(text).toMatch(/recorded facts/i)
    expect(stub.requests).toEqual([])
  })
})
