import { isDeepStrictEqual } from 'node:util'
import { ScanCommand } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { vi } from 'vitest'
import type { HttpEvent } from '../../app/door.ts'
import { directory } from '../../app/dynamo/directory.ts'
import { taskGraph, taskLog } from '../../app/dynamo/task-log.ts'
import type { Workspace } from '../../app/tasks/workspace.ts'
import { type QueuePlace, queueVariables } from '../../infra/queue-variables.ts'
import { type QueueName, queues } from '../../infra/topology.ts'
import { SLACK_SECRET } from './requests.ts'
import { serveSecrets } from './secrets.ts'
import { slackOutside } from './slack-outside.ts'
import { startTable, type TestTable } from './table.ts'

/** What came of gestures. */
export type Outcome = {
  /** All that was said to anybody, in acknowledgements and later. */
  readonly said: string
  /** Keys of the workspace's rows that are not as they were. */
  readonly changed: readonly string[]
  /** Work left for functions other than those of Slack's gestures. */
  readonly queued: readonly string[]
  /** Methods of Slack's API. */
  readonly calls: readonly string[]
}

/** The real Slack functions on a real table, as Lambda runs them. */
export type SlackHouse = Awaited<ReturnType<typeof slackHouse>>

export async function slackHouse() {
  const [table, outside, secrets] = await Promise.all([
    startTable(),
    slackOutside(),
    serveSecrets({ 'slack-signing': { secret: SLACK_SECRET } }),
  ])
  const env = { ...environment(table.endpoint, outside.origin), ...secrets.env }
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  // What goes wrong is said in answers here; its log lines are not what these tests look at.
  const silence = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  let [door, worker] = await functions()

  // What answers is run; what calls GitHub or renders messages is another function's test.
  const workThrough = async (): Promise<string[]> => {
    const left: string[] = []
    for (let jobs = outside.takeJobs(); jobs.length > 0; jobs = outside.takeJobs()) {
      const answers = jobs.filter((job) => /^\{"type":"Run/.test(job))
      left.push(...jobs.filter((job) => !answers.includes(job)))
      if (answers.length === 0) continue
      const Records = answers.map((body, index) => ({ messageId: `m${index}`, body }))
      const { batchItemFailures } = await worker({ Records } as Parameters<typeof worker>[0])
      if (batchItemFailures.length > 0) throw new Error(`A follow-up failed: ${answers.join('\n')}`)
    }
    return left
  }

  return {
    log: taskLog(table.store),
    graph: taskGraph(table.store),
    directory: directory(table.store),
    responseUrl: `${outside.origin}/response/1`,
    /** An event at the door, alone. */
    send: async (event: HttpEvent) => door(event as Parameters<typeof door>[0]),
    /** What came of events that arrive at the same instant, once nothing is left on the queue. */
    async after(workspace: Workspace, ...events: readonly HttpEvent[]): Promise<Outcome> {
      const before = await rowsOf(table, workspace)
      const answers = await Promise.all(events.map((event) => this.send(event)))
      const queued = await workThrough()
      const now = await rowsOf(table, workspace)
      const changed = [...new Set([...before.keys(), ...now.keys()])].filter(
        (key) => !isDeepStrictEqual(before.get(key), now.get(key)),
      )
      const said = [...answers.map(({ body = '' }) => body), ...outside.takeSaid()].join('\n')
      return { said, changed: changed.toSorted(), queued, calls: outside.takeCalls() }
    },
    /** From now on a new process serves, which remembers nothing but what is in the table. */
    async restart(): Promise<void> {
      vi.resetModules()
      ;[door, worker] = await functions()
    },
    async stop(): Promise<void> {
      silence.mockRestore()
      vi.unstubAllEnvs()
      await Promise.all([table.stop(), outside.stop(), secrets.stop()])
    },
  }
}

async function functions() {
  const [{ handler: door }, { handler: worker }] = await Promise.all([
    import('../../handlers/slack-door.ts'),
    import('../../handlers/follow-up.ts'),
  ])
  return [door, worker] as const
}

/** Every row of a workspace as it stands. Tests may scan. */
async function rowsOf({ sdk }: TestTable, workspace: Workspace): Promise<ReadonlyMap<string, unknown>> {
  const { Items = [] } = await sdk.send(
    new ScanCommand({
      TableName: 'codexflow',
      FilterExpression: 'begins_with(pk, :tenant)',
      ExpressionAttributeValues: { ':tenant': { S: `W#${workspace}` } },
    }),
  )
  return new Map(
    Items.map((item) => {
      const { pk, sk, ...row } = unmarshall(item)
      return [`${pk} ${sk}`, row]
    }),
  )
}

function environment(dynamodb: string, origin: string): Readonly<Record<string, string>> {
  return {
    CODEXFLOW_TABLE: 'codexflow',
    CODEXFLOW_DYNAMODB_ENDPOINT: dynamodb,
    CODEXFLOW_SQS_ENDPOINT: origin,
    ...queueVariables(placesOf(origin)),
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    SLACK_API_URL: `${origin}/api/`,
    SLACK_RESPONSE_ORIGIN: origin,
    GITHUB_APP_ID: '1',
  }
}

// Each queue has an address, and those that schedules feed a name at AWS as well.
function placesOf(origin: string): Record<QueueName, QueuePlace> {
  return Object.fromEntries(
    Object.keys(queues).map((name) => [
      name,
      { url: `${origin}/${name}`, arn: `arn:aws:sqs:us-east-1:123456789012:${name}` },
    ]),
  ) as Record<QueueName, QueuePlace>
}
