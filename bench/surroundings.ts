import { SQSClient } from '@aws-sdk/client-sqs'
import { startFauxqs } from 'fauxqs'
import { createQueues } from '../infra/local/aws/queues.ts'
import { queueVariables } from '../infra/queue-variables.ts'
import { serveSecrets } from '../test/support/secrets.ts'
import { startTable, type TestTable } from '../test/support/table.ts'

/** A table and queues of the benchmark's own, and the environment by which a function finds them. */
export type Surroundings = {
  readonly table: TestTable
  readonly env: Readonly<Record<string, string>>
  stop(): Promise<void>
}

export const SLACK_SECRET = 'slack-signing-secret-of-the-benchmarks'
export const GITHUB_SECRET = 'github-webhook-secret-of-the-benchmarks'

/** Starts dynoxide in memory and fauxqs, both on loopback. */
export async function startSurroundings(): Promise<Surroundings> {
  const table = await startTable()
  const server = await startFauxqs({ port: 0, logger: false, host: '127.0.0.1' })
  const endpoint = `http://127.0.0.1:${server.port}`
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const sqs = new SQSClient({ region: 'us-east-1', endpoint, credentials })
  const queues = await createQueues(sqs)
  sqs.destroy()
  const secrets = await serveSecrets({
    'slack-signing': { secret: SLACK_SECRET },
    'github-webhook': { secret: GITHUB_SECRET },
  })
  const env = {
    CODEXFLOW_TABLE: table.store.table,
    CODEXFLOW_DYNAMODB_ENDPOINT: table.endpoint,
    CODEXFLOW_SQS_ENDPOINT: endpoint,
    ...queueVariables(queues),
    GITHUB_APP_ID: '1',
    ...secrets.env,
    // Of the baselines, which have theirs from the environment, as is usual.
    SLACK_SIGNING_SECRET: SLACK_SECRET,
    GITHUB_WEBHOOK_SECRET: GITHUB_SECRET,
    GITHUB_PRIVATE_KEY: 'never used at a door',
  }
  return {
    table,
    env,
    stop: async () => {
      await Promise.all([server.stop(), secrets.stop()])
      await table.stop()
    },
  }
}
