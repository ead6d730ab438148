import { generateKeyPairSync } from 'node:crypto'
import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Decide, decideWithoutModel } from '../app/decisions/spec.ts'
import { githubApp } from '../app/github/app.ts'
import { githubChannel } from '../app/github/channel.ts'
import { githubClient } from '../app/github/client.ts'
import { githubDoor } from '../app/github/door.ts'
import { mayConnect } from '../app/github/membership.ts'
import { actsOn, listensTo } from '../app/github/sources/registry.ts'
import { createWorker } from '../app/github/worker.ts'
import { jsonLog } from '../app/log.ts'
import { eachMessage } from '../app/queue/each-message.ts'
import { createSlackApp } from '../app/slack/bolt.ts'
import { slackChannel } from '../app/slack/channel.ts'
import { slackDoor } from '../app/slack/door.ts'
import { answerFollowUp } from '../app/slack/response-url.ts'
import { runTyped } from '../app/slack/typed.ts'
import { packFollowUp } from '../app/verbs/follow-up.ts'
import { ADDRESS, HANDOFF, messageOf } from './github/notices.ts'
import { commentPayload } from './github/payloads.ts'
import { world as githubWorld } from './github/world.ts'
import { anOrchestrator } from './support/orchestration.ts'
import { NOW, signedByGitHub, signedBySlack } from './support/requests.ts'
import { standing } from './support/secrets.ts'
import { click, command, ofPayload } from './support/slack-samples.ts'
import { after, ask, aTask, minute, WORKSPACE } from './support/tasks.ts'
import { PEOPLE, twoTasks, world } from './verbs/world.ts'

/**
 * The main flows, with every secret a canary and everything going wrong that can. None of the canaries looks like a
 * secret, and the log is not told of them: whatever is missing from the lines was never put there.
 */
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const SECRETS = {
  botToken: 'canary.bot.token',
  signing: 'canary.signing.secret',
  webhook: 'canary.webhook.secret',
  marker: 'canary.marker.secret',
  installation: 'canary.installation.token',
  response: 'canary-response-path',
  code: 'CANRY-C0DE7',
} as const
const RESPONSE_URL = `https://hooks.slack.com/actions/T1/1/${SECRETS.response}`
const CANARIES = [...Object.values(SECRETS), ...privateKey.split('\n').filter((line) => line.length > 40)].flatMap(
  (canary) => [canary, Buffer.from(canary).toString('base64').replace(/=+$/, ''), canary.toLowerCase()],
)

/** Whatever leaves the process other than to the one it is meant for. */
let left: string[] = []
const log = jsonLog((line) => left.push(line))
const keep = (value: unknown) => void left.push(JSON.stringify(value) ?? '')
const API = 'https://api.github.com'
const SLACK = 'https://slack.test'

beforeEach(() => {
  left = []
})
afterEach(() => {
  nock.cleanAll()
  // A flow that said nothing at all proves nothing.
  expect(left).not.toEqual([])
  for (const canary of CANARIES) expect(left.join('\n')).not.toContain(canary)
})

/** What a handler of the queue makes of an error: a line of the log. */
const asHandler = (work: () => Promise<unknown>) =>
  eachMessage({ Records: [{ messageId: 'm1', body: '' }] } as never, async () => void keep(await work()), log)

function slackStage() {
  const home = world()
  home.seed(...twoTasks())
  Object.assign(home.ports, { newCode: async () => SECRETS.code })
  const broken = { on: /./, act: async () => ({ place: 'private' as const, text: 'Done' }) }
  const receiver = createSlackApp({
    authorize: async () => ({ botToken: SECRETS.botToken }),
    apiUrl: `${SLACK}/api/`,
    log,
    commands: {
      '/codexflow': async ({ text, cause, responseUrl }) => {
        if (text === 'explode') throw new Error('the table is away')
        const asked = { workspace: WORKSPACE, slackUser: PEOPLE.owner.slackUser!, userName: 'olga', channel: '' }
        return runTyped(text, { ...asked, at: minute(60), cause, responseUrl }, home.ports)
      },
    },
    actions: [broken],
    events: {
      app_mention: async () => {
        throw new Error('the table is away')
      },
    },
  })
  const door = slackDoor({ signers: standing([SECRETS.signing]), now: () => NOW * 1000, log, receiver })
  return { home, door }
}

const typed = (text: string, secret: string = SECRETS.signing) => {
  const fields = { ...command, text, response_url: RESPONSE_URL, trigger_id: text }
  return signedBySlack(new URLSearchParams(fields).toString(), { secret })
}

describe('no secret leaves', () => {
  it('the Slack door: forged, broken and right requests, and what they write', async () => {
    const { home, door } = slackStage()
    for (const text of [
      'start UAPI-1',
      'done UAPI-1 url:https://x.example',
      'explode',
      'nonsense',
      'block UAPI-2 "x"',
    ]) {
      keep(await door(typed(text)))
      keep(await door(typed(text, 'another secret')))
    }
    keep(await door(signedBySlack('{', { secret: SECRETS.signing, headers: { 'content-type': 'application/json' } })))
    const event = { type: 'event_callback', team_id: 'T1', event_id: 'E1', event: { type: 'app_mention', user: 'U1' } }
    const headers = { 'content-type': 'application/json' }
    keep(await door(signedBySlack(JSON.stringify(event), { secret: SECRETS.signing, headers })))
    // The code goes to the one who asked for it, and nowhere else.
    const answer = await door(typed('link octocat'))
    expect(answer.body).toContain(SECRETS.code)
    keep([home.images, [...home.jobs]])
  })

  it.each([
    ['refused', () => nock('https://hooks.slack.com').post(/./).reply(500, SECRETS.response)],
    ['out of reach', () => nock('https://hooks.slack.com').post(/./).replyWithError(`no way to ${RESPONSE_URL}`)],
  ])('an answer to a click, and a later one, that is %s', async (_, given) => {
    const { door } = slackStage()
    given()
    const signed = ofPayload({ ...click, response_url: RESPONSE_URL })
    keep(await door(signedBySlack(signed.body ?? '', { secret: SECRETS.signing })))
    given()
    await asHandler(() => answerFollowUp(RESPONSE_URL, { text: 'Done' }))
    // The queue has to carry the address; what cannot be read of it is not repeated.
    expect(packFollowUp({ responseUrl: RESPONSE_URL } as never)).toContain(SECRETS.response)
  })

  it.each(['invalid_auth', 'internal_error', 'ratelimited'])('a message that Slack answers with %s', async (error) => {
    nock(SLACK).persist().post(/./).reply(200, { ok: false, error })
    const { botToken } = SECRETS
    const slackUserOf = async () => undefined
    const tokenOf = async () => botToken
    const slack = slackChannel({
      tokenOf,
      apiUrl: `${SLACK}/api/`,
      timeout: 8_000,
      now: () => NOW,
      slackUserOf,
      digestOf: slackUserOf,
      log,
    })
    const address = { channel: 'slack', conversation: 'C0', isPerson: false } as const
    await asHandler(() => slack.send(address, messageOf(HANDOFF)))
    await asHandler(() => slack.find(address, messageOf(HANDOFF)))
    nock.cleanAll()
    nock(SLACK).persist().post(/./).replyWithError(`Bearer ${botToken} is not let in`)
    await asHandler(() => slack.send(address, messageOf(HANDOFF)))
  })

  it.each([401, 403, 404, 500])('a comment, a question and a token that GitHub answers with %i', async (status) => {
    const app = { appId: 1, privateKey: async () => privateKey, apiUrl: API, now: () => NOW * 1000, log }
    const github = githubChannel({
      ...app,
      appSlug: 'codexflow',
      keys: async () => [SECRETS.marker],
      sendTimeout: 2_000,
    })
    const token = { token: SECRETS.installation, expires_at: new Date(NOW * 1000 + 3_600_000).toISOString() }
    nock(API)
      .persist()
      .post(/access_tokens/)
      .reply(201, token)
    nock(API)
      .persist()
      .get(/installation$/)
      .reply(200, { id: 7 })
    nock(API).persist().get(/./).reply(status, { message: 'no' })
    nock(API)
      .persist()
      .post(/comments/)
      .reply(status, { message: 'no' })
    await asHandler(() => github.send(ADDRESS, messageOf(HANDOFF)))
    await asHandler(() => github.find(ADDRESS, messageOf(HANDOFF)))
    await asHandler(() => mayConnect(githubClient(app), { fullName: 'northwind/web', login: 'olga' }))
    nock.cleanAll()
    nock(API)
      .persist()
      .post(/access_tokens/)
      .reply(status, { message: 'no' })
    const anew = githubChannel({ ...app, appSlug: 'codexflow', keys: async () => [SECRETS.marker], sendTimeout: 2_000 })
    await asHandler(() => anew.send(ADDRESS, messageOf(HANDOFF)))
  })

  it('the GitHub door and its worker: forged and broken deliveries, a queue that is away, a code that is brought', async () => {
    const body = JSON.stringify(commentPayload(`/codexflow link ${SECRETS.code}`))
    const headers = { 'x-github-event': 'issue_comment' }
    const enqueue = async () => {
      throw new Error('the queue is away')
    }
    const door = githubDoor({
      signers: standing([SECRETS.webhook]),
      now: () => NOW * 1000,
      log,
      listensTo,
      actsOn,
      enqueue,
    })
    for (const secret of [SECRETS.webhook, 'another secret']) {
      keep(await door(signedByGitHub(body, { secret, headers })))
      keep(await door(signedByGitHub('{', { secret, headers })))
    }
    const stage = githubWorld([{}], log)
    const worker = createWorker({
      appId: 1,
      privateKey: async () => privateKey,
      apiUrl: API,
      log,
      app: githubApp(stage.ports),
    })
    nock(API)
      .persist()
      .post(/access_tokens/)
      .reply(201, { token: SECRETS.installation, expires_at: '2030-01-01T00:00:00Z' })
    nock(API).persist().post(/./).reply(500, { message: 'no' })
    await asHandler(() => worker.receive({ id: 'd1', name: 'issue_comment', payload: JSON.parse(body) }))
    stage.codes.set(SECRETS.code, 'dev-gh')
    await asHandler(() => worker.receive({ id: 'd2', name: 'issue_comment', payload: JSON.parse(body) }))
    keep([...stage.tasks.values()])
  })

  it('a hand-off: what the model is asked, what is kept, and what is put back into the queue', async () => {
    const spy: Decide = (spec, context, options) => {
      left.push(spec.prompt, spec.ask(context))
      return decideWithoutModel()(spec, context, options)
    }
    const { world: mind, wake, content, redriven } = anOrchestrator(spy)
    const done = after(aTask({ id: 'UAPI-1' }), ask.done())
    mind.seed(done, aTask({ blockers: { 'UAPI-1': { open: false, at: done.changed } } }))
    await wake('UAPI-2')
    keep([await content('UAPI-2'), redriven, mind.images])
    expect(left.join()).toContain('<data name="handoff">')
  })
})

it('the canaries would be found: what is put into a line stands there', () => {
  log.info('a line', { said: Object.values(SECRETS) })
  for (const secret of Object.values(SECRETS)) expect(left.join()).toContain(secret)
  left = ['clean again']
})
