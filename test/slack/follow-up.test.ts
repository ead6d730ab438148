import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { answerFollowUp } from '../../app/slack/response-url.ts'
import type { AskedInGithub, AskedInSlack } from '../../app/verbs/asked.ts'
import { type FollowUp, packFollowUp, unpackFollowUp } from '../../app/verbs/follow-up.ts'
import { minute, WORKSPACE } from '../support/tasks.ts'

const ASKED: AskedInSlack = {
  workspace: WORKSPACE,
  slackUser: 'U0LENA',
  userName: 'lena',
  channel: 'C0UAPI',
  at: minute(60),
  cause: 'slack:T0NORTHWIND:1',
  responseUrl: 'https://hooks.slack.com/commands/T0/1/abc',
}

const COMMENTED: AskedInGithub = {
  workspace: WORKSPACE,
  account: { login: 'octocat', id: 583231 },
  isOutside: true,
  comment: { repository: 'northwind/user-api', installation: 70, number: 7, kind: 'line', id: 77, at: minute(59) },
  project: 'UAPI',
  task: 'UAPI-2',
  channel: '',
  at: minute(60),
  cause: 'github:7:line:77',
}

const JOB: FollowUp = {
  type: 'ConnectRepository',
  person: 'per_lena',
  project: 'UAPI',
  fullName: 'northwind/web',
  asked: ASKED,
}

describe('a follow-up', () => {
  it.each<FollowUp>([
    JOB,
    { type: 'RefreshNotice', workspace: WORKSPACE, task: 'UAPI-1', notice: `n_${'0'.repeat(32)}` },
    { type: 'RunCommand', text: 'show UAPI-1', asked: { ...ASKED, isForeign: true, thread: '1.2' } },
    { type: 'RunAction', actionId: 'task.show', value: 'UAPI-1', asked: ASKED },
    { type: 'RunComment', lines: ['why', 'done'], asked: COMMENTED, notBefore: 1 },
    { ...JOB, asked: COMMENTED },
  ])('is read back from the queue: $type', (job) => {
    expect(unpackFollowUp(packFollowUp(job))).toEqual({ ok: true, value: job })
  })

  it.each([
    ['', 'The follow-up is not JSON.'],
    ['[]', 'The follow-up\'s field "" is missing or wrong.'],
    ['{"type":"Explode"}', 'The follow-up\'s field "type" is missing or wrong.'],
    [
      JSON.stringify({ ...JOB, asked: { ...ASKED, workspace: '' } }),
      'The follow-up\'s field "asked.workspace" is missing or wrong.',
    ],
    [JSON.stringify({ ...JOB, person: 'U0SECRET' }), 'The follow-up\'s field "person" is missing or wrong.'],
  ])('is refused, naming the field and not its value: %s', (message, error) => {
    expect(unpackFollowUp(message)).toEqual({ ok: false, error })
  })
})

type Answer = { readonly status?: number; readonly location?: string }
const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
})

async function slack(answer: Answer | 'silence' = {}) {
  const got: { url: string | undefined; type: string | undefined; body: unknown }[] = []
  const server = createServer(async (request: IncomingMessage, response) => {
    if (answer === 'silence') return
    got.push({ url: request.url, type: request.headers['content-type'], body: JSON.parse(await text(request)) })
    response
      .writeHead(answer.status ?? 200, answer.location === undefined ? {} : { location: answer.location })
      .end('ok')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { origin, got }
}

const REPLY = { text: 'northwind/web is connected.' }

describe('a later answer', () => {
  it('is said to the one who asked alone', async () => {
    const { origin, got } = await slack()
    expect(await answerFollowUp(`${origin}/commands/1`, REPLY, { localOrigin: `${origin}/api/` })).toBe('answered')
    expect(got).toEqual([
      {
        url: '/commands/1',
        type: 'application/json; charset=utf-8',
        body: { response_type: 'ephemeral', replace_original: false, text: 'northwind/web is connected.' },
      },
    ])
  })

  it.each([400, 404, 410])('is given up when Slack takes it no more: %d', async (status) => {
    const { origin } = await slack({ status })
    expect(await answerFollowUp(`${origin}/x`, REPLY, { localOrigin: origin })).toBe('gone')
  })

  it.each([429, 500, 503])('comes again when Slack is not well: %d', async (status) => {
    const { origin } = await slack({ status })
    await expect(answerFollowUp(`${origin}/x`, REPLY, { localOrigin: origin })).rejects.toMatchObject({
      name: 'Fault',
      data: { status },
    })
  })

  it('comes again when Slack is silent or away', async () => {
    const { origin } = await slack('silence')
    const options = { localOrigin: origin, timeoutMs: 50 }
    await expect(answerFollowUp(`${origin}/x`, REPLY, options)).rejects.toMatchObject({ name: 'Fault', data: {} })
    for (const close of open.splice(0)) close()
    await expect(answerFollowUp(`${origin}/x`, REPLY, options)).rejects.toMatchObject({ name: 'Fault', data: {} })
  })

  it('follows nobody elsewhere', async () => {
    const elsewhere = await slack()
    const { origin } = await slack({ status: 307, location: `${elsewhere.origin}/secret` })
    await expect(answerFollowUp(`${origin}/x`, REPLY, { localOrigin: origin })).rejects.toMatchObject({ name: 'Fault' })
    expect(elsewhere.got).toEqual([])
  })

  it('goes to Slack and to our own origin, and nowhere else', async () => {
    const { origin, got } = await slack()
    const { port } = new URL(origin)
    const others = [
      '',
      'not an address',
      `${origin}/x`,
      'http://169.254.169.254/latest/meta-data',
      'http://hooks.slack.com/commands/1',
      'https://hooks.slack.com.evil.example/1',
      'https://user:pass@hooks.slack.com/1',
      'https://hooks.slack.com:8443/1',
      'file:///etc/passwd',
    ]
    for (const url of others) expect([url, await answerFollowUp(url, REPLY)]).toEqual([url, 'gone'])
    const localOrigin = `http://127.0.0.1:${Number(port) + 1}`
    expect(await answerFollowUp(`${origin}/x`, REPLY, { localOrigin })).toBe('gone')
    expect(got).toEqual([])
  })
})
