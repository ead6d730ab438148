import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unpackDelivery } from '../../../app/github/inbox.ts'
import { type Bundle, bundleFunctions } from '../../../infra/bundles/bundle.ts'
import { leftOut, leftOutAtDoors } from '../../../infra/bundles/left-out.ts'
import { body } from '../../support/github-door.ts'
import { queues, server, sqs } from '../../support/queue-source.ts'
import { form, GITHUB_SECRET, SLACK_SECRET, signedByGitHub, signedBySlack, withHeader } from '../../support/requests.ts'
import { type SecretsServer, serveSecrets } from '../../support/secrets.ts'
import { command } from '../../support/slack-samples.ts'
import { startTable, type TestTable } from '../../support/table.ts'

const run = promisify(execFile)
const outdir = mkdtempSync(join(tmpdir(), 'codexflow-bundles-'))
let bundles: Record<'slack-door' | 'github-door' | 'github-worker', Bundle>
let table: TestTable
let secrets: SecretsServer
beforeAll(async () => {
  bundles = await bundleFunctions({ outdir, names: ['slack-door', 'github-door', 'github-worker'] })
  table = await startTable()
  secrets = await serveSecrets({
    'slack-signing': { secret: SLACK_SECRET },
    'github-webhook': { secret: GITHUB_SECRET },
  })
})
afterAll(async () => {
  await Promise.all([table.stop(), secrets.stop()])
  rmSync(outdir, { recursive: true, force: true })
})

// Gives a bundle one event after the other, as Lambda would in one process. Of all that a door loads, only the SDK
// needs `https`: that module tells whether AWS's parts were evaluated.
const LAMBDA = `
  const { handler } = require(process.argv[1])
  const seen = []
  const sdk = () => process.moduleLoadList.includes('NativeModule https')
  ;(async () => {
    for (const event of JSON.parse(process.env.EVENTS)) {
      const { statusCode, body } = await handler(event)
      seen.push({ statusCode, body: body === '' ? '' : JSON.parse(body), sdk: sdk() })
    }
    console.log('\\n' + JSON.stringify(seen))
    process.exit(0)
  })()`

async function answers({ file }: Bundle, ...events: readonly object[]): Promise<unknown[]> {
  const env = { ...environment(), EVENTS: JSON.stringify(events) }
  const { stdout } = await run(process.execPath, ['-e', LAMBDA, file], { env, cwd: outdir })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as unknown[]
}

function environment() {
  return {
    CODEXFLOW_TABLE: table.store.table,
    CODEXFLOW_DYNAMODB_ENDPOINT: table.endpoint,
    CODEXFLOW_SQS_ENDPOINT: `http://127.0.0.1:${server.port}`,
    CODEXFLOW_QUEUE_INBOX: queues.inbox.url,
    CODEXFLOW_QUEUE_FOLLOW_UPS: queues['follow-ups'].url,
    CODEXFLOW_QUEUE_ORCHESTRATION: queues.orchestration.url,
    CODEXFLOW_QUEUE_DELIVERIES: queues.deliveries.url,
    CODEXFLOW_QUEUE_DELIVERIES_ARN: queues.deliveries.arn,
    CODEXFLOW_QUEUE_STATEMENTS: queues.statements.url,
    CODEXFLOW_QUEUE_STATEMENTS_ARN: queues.statements.arn,
    CODEXFLOW_QUEUE_DIGESTS: queues.digests.url,
    CODEXFLOW_QUEUE_DIGESTS_ARN: queues.digests.arn,
    CODEXFLOW_QUEUE_ALARMS: queues.alarms.url,
    CODEXFLOW_QUEUE_IMPORTS: queues.imports.url,
    CODEXFLOW_QUEUE_ALARMS_ARN: queues.alarms.arn,
    CODEXFLOW_QUEUE_VISITS: queues.visits.url,
    CODEXFLOW_QUEUE_VISITS_ARN: queues.visits.arn,
    GITHUB_APP_ID: '1',
    ...secrets.env,
  }
}

const typed = (text: string) =>
  signedBySlack(form({ ...command, text }), { at: Math.floor(Date.now() / 1_000), secret: SLACK_SECRET })

describe('a bundled door', () => {
  // Nobody has asked it for anything.
  const loaded = async (name: 'slack-door' | 'github-door', type: string) => {
    const code = `require(process.argv[1]); setImmediate(() => { console.log(process.moduleLoadList.includes('NativeModule https')); process.exit() })`
    const env = { ...environment(), AWS_LAMBDA_INITIALIZATION_TYPE: type }
    const { stdout } = await run(process.execPath, ['-e', code, bundles[name].file], { env, cwd: outdir })
    return stdout.trim()
  }

  it.each(['slack-door', 'github-door'] as const)(
    '%s asks for its secret while Lambda starts it for a request',
    async (name) => {
      expect(await loaded(name, 'on-demand')).toBe('true')
    },
  )

  it.each(['slack-door', 'github-door'] as const)(
    '%s waits for a request where it is started for later',
    async (name) => {
      expect(await loaded(name, 'provisioned-concurrency')).toBe('false')
    },
  )
})

describe('the bundled Slack door', () => {
  it('refuses what Slack did not sign, and answers what it did, loading what calls AWS only for what bears a signature', async () => {
    const refusal = { error: 'The signature is missing or does not match.' }
    const [unsigned, unread, stored] = await answers(
      bundles['slack-door'],
      withHeader(typed('mine'), 'x-slack-signature', 'v0=00'),
      typed('dnoe UAPI-1'),
      typed('mine'),
    )
    expect(unsigned).toEqual({ statusCode: 401, body: refusal, sdk: false })
    expect(unread).toMatchObject({ statusCode: 200, body: { text: expect.stringContaining('done') }, sdk: true })
    expect(stored).toMatchObject({
      statusCode: 200,
      body: { text: expect.stringContaining('not set up') },
      sdk: true,
    })
  })
})

describe('the bundled GitHub door', () => {
  it('refuses what GitHub did not sign, and queues what it did, loading what calls AWS only for what bears a signature', async () => {
    const merged = signedByGitHub(body)
    const [unsigned, ignored, taken] = await answers(
      bundles['github-door'],
      withHeader(merged, 'x-hub-signature-256', undefined),
      withHeader(merged, 'x-github-event', 'star'),
      merged,
    )
    expect(unsigned).toEqual({
      statusCode: 401,
      body: { error: 'The signature is missing or does not match.' },
      sdk: false,
    })
    expect(ignored).toEqual({ statusCode: 200, body: { ignored: 'star' }, sdk: true })
    expect(taken).toEqual({
      statusCode: 202,
      body: { accepted: '72d3162e-cc78-11e3-81ab-4c9367dc0958' },
      sdk: true,
    })
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queues.inbox.url }))
    expect(Messages.map(({ Body = '' }) => unpackDelivery(Body))).toMatchObject([
      { ok: true, value: { name: 'pull_request', payload: JSON.parse(body) } },
    ])
  })
})

describe('a bundle', () => {
  it('has the libraries in it that it is made of', () => {
    const has = (name: 'slack-door' | 'github-door' | 'github-worker', path: string) =>
      bundles[name].inputs.some((input) => input.includes(path))
    expect(has('slack-door', 'node_modules/@slack/bolt/dist/App.js')).toBe(true)
    expect(has('slack-door', 'node_modules/@smithy/signature-v4/')).toBe(true)
    expect(has('github-worker', 'node_modules/probot/lib/probot.js')).toBe(true)
    expect(has('github-door', 'node_modules/@smithy/signature-v4/')).toBe(true)
  })

  it('carries at the Slack door nothing of what only answers from the queue', () => {
    const { inputs, beside } = bundles['slack-door']
    const later = /app\/(picture|orchestrator|decisions|deliveries|simulate)|@resvg|@dagrejs/
    expect([inputs.filter((input) => later.test(input)), beside]).toEqual([[], []])
  })

  it('carries at the GitHub door neither Probot, nor the table, nor languages of zod', () => {
    const { inputs } = bundles['github-door']
    expect(inputs.filter((input) => /probot|client-dynamodb|zod\/v4\/locales\/(?!en\.|index\.)/.test(input))).toEqual(
      [],
    )
  })

  it('carries at the Slack door no client of Slack’s: it calls by itself', () => {
    const clients = /node_modules\/(@slack\/(web-api|types)|p-queue|p-retry|retry)\//
    expect(bundles['slack-door'].inputs.filter((input) => clients.test(input))).toEqual([])
  })

  it('describes no schema at a door, and says so', async () => {
    const contents = `import * as z from 'zod'; export const handler = () => [z.string().safeParse(1).success, z.string().toJSONSchema()]`
    const file = join(outdir, 'describing.cjs')
    await build({
      stdin: { contents, resolveDir: import.meta.dirname },
      bundle: true,
      format: 'cjs',
      platform: 'node',
      plugins: [leftOutAtDoors],
      outfile: file,
    })
    const code = `try { require('${file}').handler() } catch (e) { e.message }`
    const { stdout } = await run(process.execPath, ['-p', code])
    expect(stdout.trim()).toBe(
      'JSON Schema was left out of the bundle: schemas are described to models and editors, and neither stands at a door',
    )
  })

  it('carries where GitHub’s deliveries come in no verb: what people say is done behind the queue', () => {
    const verbs = /app\/verbs\/(?:registry|run|run-comment|gather|order)\.ts/
    const inputs = [...bundles['github-door'].inputs, ...bundles['github-worker'].inputs]
    expect(inputs.filter((input) => verbs.test(input))).toEqual([])
  })

  it('that cannot be built is named, with what is wrong', async () => {
    const building = bundleFunctions({ outdir, names: ['nobody' as 'health'] })
    await expect(building).rejects.toMatchObject({
      message: 'a function cannot be bundled',
      data: { function: 'nobody', problems: ['Could not resolve "handlers/nobody.ts"'] },
    })
  })

  it('says what was left out, and why, when somebody reaches it', async () => {
    const contents = `import pino from 'pino'; export const { child } = pino; export const handler = () => pino.child({})`
    const file = join(outdir, 'reaching.cjs')
    await build({
      stdin: { contents, resolveDir: import.meta.dirname },
      bundle: true,
      format: 'cjs',
      platform: 'node',
      plugins: [leftOut],
      outfile: file,
    })
    const { stdout } = await run(process.execPath, [
      '-p',
      `try { require('${file}').handler() } catch (e) { e.message }`,
    ])
    expect(stdout.trim()).toBe('pino was left out of the bundle: Probot is given a log of ours')
  })
})
