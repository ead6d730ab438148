import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { WebClient } from '@slack/web-api'
import { type Stack, startStack } from '../test/support/stack.ts'
import { addTask } from '../test/support/story.ts'
import { type Benchmark, equal } from './benchmark.ts'
import { interleave, ratio, spreads } from './harness.ts'

const LATEST_MS = 20_000
/** Slack's pace for one conversation, which the deliveries keep: not what is measured here. */
const PACE_MS = 1_300

/** From an accepted `done` to the direct message of the one who waited, through every stage of the laptop's stack. */
export const completionToDm: Benchmark = {
  name: 'completion-to-dm',
  about: 'the whole way on the local stack: from an accepted `done` to the direct message in Slack',
  async run({ rounds = 15, say }) {
    say('starting the stack')
    const stack = await startStack()
    try {
      await settleIn(stack)
      const counts: Record<string, number>[] = []
      const variants = [
        { name: 'ours', measure: () => completion(stack, counts) },
        { name: 'one write, one message', measure: bareMinimum(stack) },
      ]
      const taken = await interleave(variants, { rounds, warmUp: 2, onRound: (n) => say(`${n}/${rounds}`) })
      const perCompletion = Object.fromEntries(
        ['chat.postMessage', 'chat.update', 'conversations.history'].map((method) => [method, sumOf(counts, method)]),
      )
      const completions = counts.length
      return {
        unit: 'ms',
        rounds,
        variants: spreads(taken),
        verdicts: [equal('messages posted per completion', (perCompletion['chat.postMessage'] ?? 0) / completions, 1)],
        more: {
          timesTheBareMinimum: ratio(taken, 'ours', 'one write, one message'),
          completions,
          callsToSlack: perCompletion,
        },
      }
    } finally {
      await stack.stop()
    }
  },
}

async function settleIn(stack: Stack): Promise<void> {
  await stack.slack('amy', 'project new UAPI "User API"')
  // Whoever is assigned a task without blockers is told so; that is out of the way before anything is measured.
  await stack.settled()
}

/** One task done, another made ready: milliseconds until the other's assignee reads it. */
async function completion(stack: Stack, counts: Record<string, number>[]): Promise<number> {
  const first = await addTask(stack, '"Provision the function" phase:infrastructure assign:@devi')
  const second = await addTask(stack, `"Implement the endpoints" phase:backend assign:@gaius after:${first}`)
  await stack.settled()
  await delay(PACE_MS)
  const before = await stack.outside.calls()
  const { text } = await stack.slack('devi', `done ${first}`)
  const begun = performance.now()
  if (!text.includes('done')) throw new Error(`It was not accepted: ${text}`)
  await seen(stack, second)
  const took = performance.now() - begun
  await stack.settled()
  counts.push(difference(before.slack, (await stack.outside.calls()).slack))
  return took
}

/** What nobody could do with less: after one conditional write, the message posted from the very process that wrote. */
function bareMinimum(stack: Stack): () => Promise<number> {
  const client = new DynamoDBClient({
    region: 'us-east-1',
    endpoint: stack.table.endpoint,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  const { urls, secrets } = stack.world
  const slack = new WebClient(secrets.slack.botToken, { slackApiUrl: urls.slack, retryConfig: { retries: 0 } })
  return async () => {
    await delay(PACE_MS)
    const mark = `bench ${randomUUID()}`
    await client.send(
      new PutItemCommand({
        TableName: stack.table.name,
        Item: { pk: { S: mark }, sk: { S: 'BENCH' } },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    )
    const begun = performance.now()
    await slack.chat.postMessage({ channel: stack.person('gaius').slackId, text: mark })
    await seen(stack, mark)
    return performance.now() - begun
  }
}

/** Asks Slack until Gaius has a direct message that contains `words`. */
async function seen(stack: Stack, words: string): Promise<void> {
  const deadline = performance.now() + LATEST_MS
  for (;;) {
    if ((await stack.dms('gaius')).some(({ text }) => text.includes(words))) return
    if (performance.now() > deadline) throw new Error(`No message about ${words} came:\n${stack.log().slice(-2_000)}`)
    await delay(2)
  }
}

function difference(before: Record<string, number>, after: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(after).map(([method, count]) => [method, count - (before[method] ?? 0)]))
}

function sumOf(counts: readonly Record<string, number>[], method: string): number {
  return counts.reduce((all, each) => all + (each[method] ?? 0), 0)
}
