import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { METRICS, type MetricName } from '../../app/telemetry/metrics.ts'
import { northwind } from '../../infra/local/world/seed.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { addPair, completes, dmsAbout } from '../support/story.ts'

type Line = Readonly<Record<string, unknown>>

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
  await stack.settleIn()
})
afterAll(() => stack?.stop())

/** Everything that functions and runtime have logged. */
function lines(): readonly Line[] {
  return stack
    .log()
    .split('\n')
    .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Line] : []))
}

/** The lines in which a figure of that name stands. */
const figures = (name: MetricName) => lines().filter((line) => name in line)

/** The traces in which Slack took the notice about a task. */
const tracesOfDms = (task: string) =>
  figures('Deliveries')
    .filter((line) => line['task'] === task && line['channel'] === 'slack' && line['state'] === 'sent')
    .map((line) => line['trace'])

describe('one trace', () => {
  it('leads from a webhook to the Slack DM, through the inbox, the stream, the bus and the queues', async () => {
    const { first, second } = await addPair(stack)
    const pull = await stack.github.openPull('devi', 'northwind/user-api', {
      title: 'Provision the Lambda',
      branch: `${first}-lambda`,
      body: completes(first),
    })
    await stack.settled()
    expect(tracesOfDms(second)).toEqual([])
    const heard = new Set(lines().map((line) => line['trace']))

    await stack.github.merge('amy', `northwind/user-api#${pull}`)
    await stack.settled()

    expect(await dmsAbout(stack, 'gaius', second)).toHaveLength(1)
    const [trace, ...more] = tracesOfDms(second)
    expect(more).toEqual([])
    expect(trace).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/)
    // It began with this very webhook.
    expect(heard).not.toContain(trace)
    const worked = lines().filter((line) => line['message'] === 'a delivery is worked on' && line['trace'] === trace)
    expect(worked.map((line) => line['event'])).toEqual(['pull_request'])
  })

  it('is another one for each thing that people do', async () => {
    const pairs = [await addPair(stack), await addPair(stack)]
    for (const { first } of pairs) await stack.slack('devi', `done ${first}`)
    await stack.settled()
    const traces = pairs.flatMap(({ second }) => tracesOfDms(second))
    expect(traces).toHaveLength(2)
    expect(new Set(traces).size).toBe(2)
  })
})

describe('what is measured', () => {
  it('is how the notices went and how long people waited, of nobody in particular', async () => {
    const { first, second } = await addPair(stack)
    await stack.slack('devi', `done ${first}`)
    await stack.settled()
    const [latency, ...more] = figures('HandoffLatency').filter((line) => line['task'] === second)
    expect(more).toEqual([])
    expect(latency).toEqual({
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: 'CodexFlow',
            Dimensions: [['stage'], ['stage', 'channel']],
            Metrics: [{ Name: 'HandoffLatency', Unit: 'Milliseconds' }],
          },
        ],
      },
      stage: 'laptop',
      channel: 'slack',
      workspace: stack.world.secrets.slack.teamId,
      task: second,
      trace: expect.any(String),
      HandoffLatency: expect.any(Number),
    })
    const dimensions = lines().flatMap(
      (line) => (line['_aws'] as Aws | undefined)?.CloudWatchMetrics[0]?.Dimensions ?? [],
    )
    const known = new Set(['stage', ...Object.values(METRICS).flatMap(({ by }) => Object.keys(by))])
    expect(dimensions.flat().filter((dimension) => !known.has(dimension))).toEqual([])
  })
})
type Aws = { readonly CloudWatchMetrics: readonly { readonly Dimensions: readonly string[][] }[] }

describe('the log', () => {
  it('says of each piece of work what it is about, and of nobody who they are', async () => {
    // A command that is refused, a comment, a request that nobody signed: whatever may be logged.
    await stack.slack('amy', 'done UAPI-9999')
    await stack.github.comment('amy', 'northwind/user-api#1', '/codexflow nonsense')
    await fetch(stack.local.doors.slack, { method: 'POST', body: 'payload' })
    await stack.settled()
    const text = stack.log()
    const people = northwind.people.flatMap(({ fullName, email, login }) => [fullName, email, login])
    expect(people.filter((said) => said !== undefined && text.includes(said))).toEqual([])
    expect(['Provision the Lambda', 'Implement the endpoints'].filter((title) => text.includes(title))).toEqual([])
    expect(figures('DoorRejections').map(({ door, reason }) => [door, reason])).toContainEqual(['slack', '401'])
  })
})
