import { createHmac } from 'node:crypto'
import { App, AwsLambdaReceiver } from '@slack/bolt'
import { sameText } from '../app/door.ts'
import { silentLog } from '../app/log.ts'
import { createSlackApp } from '../app/slack/bolt.ts'
import { slackDoor } from '../app/slack/door.ts'
import { runTyped } from '../app/slack/typed.ts'
import { messageBody } from '../app/slack/wire.ts'
import { workspaceOf } from '../app/tasks/workspace.ts'
import type { AskedInSlack } from '../app/verbs/asked.ts'
import { standing } from '../test/support/secrets.ts'
import { atLeast, atMost, type Benchmark } from './benchmark.ts'
import { interleave, perCall, ratio, spreads } from './harness.ts'
import { portsWithoutStorage } from './ports.ts'
import { order, TEAM, USER } from './requests.ts'
import { SLACK_SECRET } from './surroundings.ts'

const SLICE_MS = 150
const AUTHORIZATION = { botToken: 'xoxb-bench', botId: 'B0BOT', botUserId: 'U0BOT' }

/** A Slack command in a process that has been running, from verification to answer, with storage that costs nothing. */
export const warmSlack: Benchmark = {
  name: 'warm-slack',
  about: 'a running process verifies and answers `/codexflow start`; storage costs nothing',
  async run({ rounds = 30, say }) {
    const event = order('start UAPI-1')
    const ports = portsWithoutStorage()
    const answer = (text: string) => runTyped(text, ASKED, ports)
    const door = ourDoor(answer)
    const stock = stockDoor(answer)
    const variants = [
      { name: 'ours', measure: () => perCall(() => door(event), SLICE_MS) },
      { name: 'stock', measure: () => perCall(() => stock(event), SLICE_MS) },
      { name: 'signature alone', measure: () => perCall(() => checkSignature(event), SLICE_MS) },
      { name: 'verb alone', measure: () => perCall(() => answer('start UAPI-1'), SLICE_MS) },
    ]
    await proveSame(await door(event), await stock(event))
    const taken = await interleave(variants, { rounds, warmUp: 3, onRound: (n) => say(`${n}/${rounds}`) })
    return {
      unit: 'µs',
      rounds,
      variants: spreads(taken),
      verdicts: [
        atLeast('times faster than stock AwsLambdaReceiver', ratio(taken, 'stock', 'ours'), 1.9),
        atMost('% of it for checking the signature', 100 * ratio(taken, 'signature alone', 'ours'), 5),
      ],
    }
  },
}

const ASKED: AskedInSlack = {
  workspace: workspaceOf(TEAM),
  slackUser: USER,
  userName: 'mei',
  channel: 'C1',
  at: '2026-03-02T09:00:00.000Z',
  cause: 'slack:T1:bench',
  responseUrl: '',
}

type Answer = (text: string) => ReturnType<typeof runTyped>

function ourDoor(answer: Answer) {
  const receiver = createSlackApp({
    authorize: async () => AUTHORIZATION,
    apiUrl: 'https://slack.com/api/',
    log: silentLog,
    commands: { '/codexflow': (input) => answer(input.text) },
  })
  return slackDoor({ signers: standing([SLACK_SECRET]), now: Date.now, log: silentLog, receiver })
}

function stockDoor(answer: Answer) {
  const receiver = new AwsLambdaReceiver({ signingSecret: SLACK_SECRET })
  const app = new App({ receiver, authorize: async () => AUTHORIZATION })
  app.command('/codexflow', async ({ command, ack }) => {
    await ack({ response_type: 'ephemeral', ...messageBody(await answer(command.text)) })
  })
  const handler = receiver.toHandler()
  type Event = Parameters<typeof handler>[0]
  return (event: unknown) => handler(event as Event, {})
}

function checkSignature(event: ReturnType<typeof order>): boolean {
  const at = event.headers['x-slack-request-timestamp'] ?? ''
  const raw = event.body ?? ''
  const digest = createHmac('sha256', SLACK_SECRET).update(`v0:${at}:`).update(raw).digest('hex')
  return sameText(event.headers['x-slack-signature'] ?? '', `v0=${digest}`)
}

// A variant that answered something else would be measured for another thing.
async function proveSame(one: { readonly body: string }, other: { readonly body: string }): Promise<void> {
  if (one.body !== other.body || !one.body.includes('in progress')) {
    throw new Error(`The doors answer differently: ${one.body} and ${other.body}`)
  }
}
