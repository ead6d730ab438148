import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { githubClient } from '../../../app/github/client.ts'
import { silentLog } from '../../../app/log.ts'
import { type Credentials, readCredentials, wantedWords } from '../../../infra/local/live/credentials.ts'
import { githubPreflight } from '../../../infra/local/live/github-preflight.ts'
import { slackOwner, slackPreflight } from '../../../infra/local/live/slack-preflight.ts'
import { appRegistration } from '../../../infra/local/people/registrations.ts'
import { ADA, type FakeLive, startFakeLive } from '../../support/fake-live.ts'

let fake: FakeLive
beforeEach(async () => {
  fake = await startFakeLive()
})
afterEach(() => fake.close())

const noFile = (): string => {
  throw new Error('no such file')
}

function credentials(change: Readonly<Record<string, string>> = {}): Credentials {
  const read = readCredentials({ ...fake.env, ...change }, noFile)
  if ('wanted' in read) throw new Error(wantedWords(read.wanted))
  return read.credentials
}

describe('the credentials', () => {
  it('are all asked for at once, with the page where each is found', () => {
    const read = readCredentials({ GITHUB_PRIVATE_KEY_FILE: '/nowhere.pem' }, noFile)
    expect('wanted' in read && wantedWords(read.wanted)).toMatchInlineSnapshot(`
      "Live mode needs these variables in the environment:

        SLACK_APP_TOKEN is missing.
            api.slack.com/apps, your app, Basic Information, App-Level Tokens: Generate, with the scope connections:write
        SLACK_BOT_TOKEN is missing.
            api.slack.com/apps, your app, OAuth & Permissions: Bot User OAuth Token, there once it is installed
        GITHUB_APP_ID is missing.
            github.com/settings/apps, your app, General, About: App ID
        GITHUB_PRIVATE_KEY is missing: GITHUB_PRIVATE_KEY_FILE names a file that cannot be read.
            the same page, Private keys: Generate; the text of the .pem file, or its path in GITHUB_PRIVATE_KEY_FILE
        GITHUB_WEBHOOK_SECRET is missing.
            the same page, Webhook: Secret, a long word of your own choosing
        GITHUB_PROXY_URL is missing.
            smee.io, Start a new channel; the same address is the Webhook URL of the GitHub App

      README, "Live: your own Slack and GitHub", goes through it step by step."
    `)
  })

  it('are refused in words that show none of them', () => {
    const wrong = {
      SLACK_APP_TOKEN: 'xoxb-secret',
      SLACK_BOT_TOKEN: 'xapp-secret',
      GITHUB_APP_ID: 'Iv1.secret',
      GITHUB_PRIVATE_KEY: 'ssh-rsa secret',
      GITHUB_PROXY_URL: 'secret',
    }
    const read = readCredentials({ ...fake.env, ...wrong }, noFile)
    const wanted = 'wanted' in read ? read.wanted : []
    expect(wanted.map(({ variable, why }) => `${variable} ${why}`)).toMatchInlineSnapshot(`
      [
        "SLACK_APP_TOKEN begins with xapp-; what is there does not",
        "SLACK_BOT_TOKEN begins with xoxb-; what is there does not",
        "GITHUB_APP_ID is a number; what is there is none",
        "GITHUB_PRIVATE_KEY is the text of a .pem file; what is there is not",
        "GITHUB_PROXY_URL is a web address; what is there is none",
      ]
    `)
    expect(wantedWords(wanted)).not.toContain('secret')
    const rotating = readCredentials({ ...fake.env, SLACK_BOT_TOKEN: 'xoxe.xoxb-1-x' }, noFile)
    expect(rotating).toMatchObject({
      wanted: [{ why: 'is one of those that end after twelve hours; live mode needs an app without token rotation' }],
    })
  })

  it('may have the key in a file, or in one line', () => {
    const { GITHUB_PRIVATE_KEY: oneLine = '', ...rest } = fake.env
    const pem = oneLine.replaceAll('\\n', '\n')
    const read = readCredentials({ ...rest, GITHUB_PRIVATE_KEY_FILE: 'app.pem' }, (path) =>
      path === 'app.pem' ? pem : '',
    )
    expect(read).toMatchObject({ credentials: { github: { privateKey: pem } } })
    expect(credentials().github.privateKey).toBe(pem)
  })
})

describe('Slack', () => {
  it('tells the workspace, when both tokens are good', async () => {
    fake.slack.answer('auth.test', {
      ok: true,
      team_id: 'T0ACME',
      team: 'Acme',
      user: 'codexflow',
      scopes: 'commands,chat:write',
    })
    const workspace = await slackPreflight(credentials().slack, ['chat:write', 'commands'])
    expect(workspace).toEqual({ teamId: 'T0ACME', name: 'Acme', botUser: 'codexflow' })
    expect(fake.slack.calls.map(({ method, token }) => [method, token])).toEqual([
      ['auth.test', 'xoxb-1-live'],
      ['apps.connections.open', 'xapp-1-live'],
    ])
  })

  it.each([
    ['auth.test', 'invalid_auth', 'Slack does not know SLACK_BOT_TOKEN. Copy it again'],
    ['auth.test', 'account_inactive', 'SLACK_BOT_TOKEN is no longer valid (account_inactive)'],
    ['apps.connections.open', 'not_allowed_token_type', 'SLACK_APP_TOKEN is a token of another kind'],
    ['apps.connections.open', 'missing_scope', 'SLACK_APP_TOKEN lacks the scope connections:write'],
    ['apps.connections.open', 'odd_thing', 'Slack refuses SLACK_APP_TOKEN: odd_thing.'],
  ])('%s refused with %s is said in words', async (method, error, words) => {
    fake.slack.answer(method, { ok: false, error })
    await expect(slackPreflight(credentials().slack, [])).rejects.toThrow(words)
  })

  it('must have granted the scopes', async () => {
    fake.slack.answer('auth.test', { ok: true, team_id: 'T0ACME', scopes: 'commands' })
    await expect(slackPreflight(credentials().slack, ['commands', 'chat:write', 'im:write'])).rejects.toThrow(
      'The Slack app lacks scopes: chat:write, im:write. Paste manifest.yml',
    )
  })

  it('may be away', async () => {
    await fake.slack.close()
    await expect(slackPreflight(credentials().slack, [])).rejects.toThrow(
      'Slack does not answer. Is this machine online?',
    )
  })

  it('knows the owner by e-mail address or id', async () => {
    const ada = { slackUser: 'U0ADA', name: 'Ada Acme', email: 'ada@acme.example' }
    expect(await slackOwner(credentials().slack, 'ada@acme.example')).toEqual(ada)
    expect(await slackOwner(credentials().slack, 'U0ADA')).toEqual(ada)
    expect(fake.slack.calls.map(({ method, args }) => [method, args])).toEqual([
      ['users.lookupByEmail', { email: 'ada@acme.example' }],
      ['users.info', { user: 'U0ADA' }],
    ])
  })

  it.each(['deleted', 'is_bot', 'is_restricted', 'is_stranger'])(
    'lets nobody own the workspace who is %s',
    async (flag) => {
      fake.slack.answer('users.info', { ok: true, user: { ...ADA, [flag]: true } })
      await expect(slackOwner(credentials().slack, 'U0ADA')).rejects.toThrow(
        'It must be a full member of the workspace.',
      )
    },
  )

  it('may know nobody of that name', async () => {
    fake.slack.answer('users.lookupByEmail', { ok: false, error: 'users_not_found' })
    await expect(slackOwner(credentials().slack, 'x@acme.example')).rejects.toThrow(
      '--owner names nobody in this workspace.',
    )
  })
})

describe('GitHub', () => {
  const preflight = (change: Readonly<Record<string, string>> = {}) => {
    const given = credentials(change)
    const { asApp } = githubClient({
      ...given.github,
      privateKey: async () => given.github.privateKey,
      log: silentLog,
      now: Date.now,
    })
    return githubPreflight(asApp, given, appRegistration())
  }

  it('tells the app, when the key is its own', async () => {
    expect(await preflight()).toEqual({ slug: 'codexflow-acme', installations: 1, warnings: [] })
    expect(fake.githubCalls.map(({ call }) => call)).toEqual([
      'GET /app',
      'GET /app/hook/config',
      'GET /app/installations',
    ])
    expect(fake.githubCalls.every(({ authorization }) => /^bearer eyJ/i.test(authorization))).toBe(true)
  })

  it('is heard of only if the app sends what app.yml says to the proxy: else it warns', async () => {
    const { default_events, default_permissions } = appRegistration()
    const { pull_requests: _, ...permissions } = Object.assign(default_permissions, { issues: 'read' })
    const events = default_events.filter((event) => event !== 'check_run' && event !== 'issue_comment')
    fake.github('/app', { slug: 'acme', events, permissions })
    fake.github('/app/hook/config', { url: 'https://smee.io/other', content_type: 'form' })
    fake.github('/app/installations', [])
    expect((await preflight()).warnings).toMatchInlineSnapshot(`
      [
        "The Webhook URL of the GitHub App is not GITHUB_PROXY_URL, so nothing will be heard of GitHub.",
        "The GitHub App sends its webhooks as form fields. Set their content type to application/json.",
        "The GitHub App does not subscribe to: check_run, issue_comment.",
        "The GitHub App lacks permissions: pull_requests (write), issues (write).",
        "The GitHub App is installed nowhere yet: open its page, Install App, and choose the repositories.",
      ]
    `)
  })

  it.each([401, 404])('refuses a key that is not the app’s: %i', async (status) => {
    fake.github('/app', { message: 'no' }, status)
    await expect(preflight()).rejects.toThrow('GitHub does not take the key: GITHUB_APP_ID and GITHUB_PRIVATE_KEY')
  })

  it('may be away, and the key may be none', async () => {
    await expect(preflight({ GITHUB_API_URL: 'http://127.0.0.1:9' })).rejects.toThrow('GitHub does not answer.')
    const broken = '-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----'
    await expect(preflight({ GITHUB_PRIVATE_KEY: broken })).rejects.toThrow(
      'GITHUB_PRIVATE_KEY cannot be read as a key.',
    )
  })
})
