import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { directory } from '../../../app/dynamo/directory.ts'
import { taskGraph } from '../../../app/dynamo/task-log.ts'
import { create } from '../../../app/tasks/create.ts'
import { packFollowUp } from '../../../app/verbs/follow-up.ts'
import { type Bundle, bundleFunctions } from '../../../infra/bundles/bundle.ts'
import { queues } from '../../../infra/topology.ts'
import { type SecretsServer, serveSecrets } from '../../support/secrets.ts'
import { startTable, type TestTable } from '../../support/table.ts'
import { minute, person, WORKSPACE } from '../../support/tasks.ts'
import { PEOPLE, PROJECT } from '../../verbs/world.ts'

const run = promisify(execFile)
// Away from the project: what the bundle needs must lie beside it, not in our own packages.
const outdir = mkdtempSync(join(tmpdir(), 'codexflow-picture-'))

/** What Slack was sent, by the last part of the path. */
const sent = new Map<string, Buffer>()
const slack = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    sent.set(request.url?.split('/').at(-1) ?? '', Buffer.concat(parts))
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ ok: true, upload_url: `${origin()}/upload`, file_id: 'F1' }))
  })
})
const origin = () => `http://127.0.0.1:${(slack.address() as AddressInfo).port}`

let table: TestTable
let bundle: Bundle
let secrets: SecretsServer
beforeAll(async () => {
  await new Promise<void>((done) => void slack.listen(0, '127.0.0.1', done))
  table = await startTable()
  secrets = await serveSecrets({})
  bundle = (await bundleFunctions({ outdir, names: ['follow-up'] }))['follow-up']
})
afterAll(async () => {
  slack.close()
  await Promise.all([table.stop(), secrets.stop()])
  rmSync(outdir, { recursive: true, force: true })
})

/** Queues that nothing here is put on. */
const QUEUES = Object.fromEntries(
  Object.keys(queues).flatMap((queue) => {
    const name = `CODEXFLOW_QUEUE_${queue.toUpperCase().replaceAll('-', '_')}`
    return [
      [name, `http://127.0.0.1/${queue}`],
      [`${name}_ARN`, `arn:aws:sqs:us-east-1:123456789012:${queue}`],
    ]
  }),
)

/** Gives the bundle one message, as Lambda would from the queue. */
async function follow(text: string): Promise<unknown> {
  const asked = {
    workspace: WORKSPACE,
    slackUser: PEOPLE.owner.slackUser!,
    userName: 'olga',
    channel: 'C0UAPI',
    at: minute(60),
    cause: 'slack:T0NORTHWIND:picture',
    responseUrl: `${origin()}/answer`,
  }
  const event = { Records: [{ messageId: 'm1', body: packFollowUp({ type: 'RunCommand', text, asked }) }] }
  const code = `require(process.argv[1]).handler(JSON.parse(process.env.EVENT)).then((said) => {
    console.log('\\n' + JSON.stringify(said)); process.exit(0) })`
  const env = {
    EVENT: JSON.stringify(event),
    CODEXFLOW_TABLE: table.store.table,
    CODEXFLOW_DYNAMODB_ENDPOINT: table.endpoint,
    ...QUEUES,
    SLACK_API_URL: `${origin()}/api/`,
    SLACK_RESPONSE_ORIGIN: origin(),
    GITHUB_APP_ID: '1',
    ...secrets.env,
  }
  const { stdout } = await run(process.execPath, ['-e', code, bundle.file], { env, cwd: outdir })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
}

describe('the bundled follow-up', () => {
  it('draws a picture with what lies beside it, uploads it, and answers in words', async () => {
    const people = directory(table.store)
    await people.saveSettings({ workspace: WORKSPACE, name: 'Northwind' })
    await people.savePerson(PEOPLE.owner)
    await people.createProject(PROJECT)
    for (const [id, blockers] of [
      ['UAPI-1', {}],
      ['UAPI-2', { 'UAPI-1': { open: true, at: 1 } }],
    ] as const) {
      const by = person(PEOPLE.owner.id)
      const wanted = { workspace: WORKSPACE, id, title: 'A task', phase: 'qa', blockers, by, at: minute(0) } as const
      const made = create({ ...wanted, gates: [], requiredChecks: [] })
      if (!made.ok) throw new Error('no task')
      const seen = new Map(Object.keys(blockers).map((blocker) => [blocker as 'UAPI-1', 1] as const))
      expect(await taskGraph(table.store).create(made.value, `cause-${id}`, seen)).toBe('written')
    }
    expect(await follow('graph UAPI-2 picture')).toEqual({ batchItemFailures: [] })
    const answer = JSON.parse(sent.get('answer')?.toString() ?? '{}') as { text?: string }
    expect(answer.text?.split('\n').at(-1)).toBe('The picture stands in this conversation, for everybody in it to see.')
    const picture = sent.get('upload') ?? Buffer.alloc(0)
    expect([picture.subarray(1, 4).toString(), picture.length > 10_000]).toEqual(['PNG', true])
    expect(sent.get('files.getUploadURLExternal')?.toString()).toContain(`length=${picture.length}`)
    expect(sent.get('files.completeUploadExternal')?.toString()).toContain('channel_id=C0UAPI')
  })

  it('carries renderer and fonts beside it, and not within', () => {
    expect(bundle.beside).toEqual([
      'node_modules/@resvg/resvg-wasm/package.json',
      'node_modules/@resvg/resvg-wasm/index_bg.wasm',
      'node_modules/dejavu-fonts-ttf/package.json',
      'node_modules/dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
      'node_modules/dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf',
    ])
    expect(bundle.inputs.filter((input) => /\.(wasm|ttf)$/.test(input))).toEqual([])
  })
})
