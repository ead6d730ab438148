import { createHash, randomBytes } from 'node:crypto'
import nock from 'nock'
import { afterEach, expect } from 'vitest'
import type { PageAnswer } from '../../../app/browser/page.ts'
import { jsonLog } from '../../../app/log.ts'
import { keyedVault } from '../../../app/secrets/vault.ts'
import { installDoor } from '../../../app/slack/install/door.ts'
import { slackOAuth } from '../../../app/slack/install/oauth.ts'
import { workspaceTokens } from '../../../app/slack/install/tokens.ts'
import { workspaceOf } from '../../../app/tasks/workspace.ts'
import { directoryMemory } from '../../support/memory-directory.ts'
import { installationsMemory } from '../../support/memory-installations.ts'

/** The doors of an installation, with Slack behind nock, a clock that is moved by hand, and everything else in memory. */

export const SLACK = 'https://slack.test'
export const NORTHWIND = workspaceOf('T0NORTHWIND')
const app = {
  clientId: '1.2',
  clientSecret: async () => 'client-secret-of-the-tests',
  redirectUrl: 'https://codexflow.test/slack/oauth',
  authorizeUrl: 'https://slack.test/oauth/v2/authorize',
}
const KEY = createHash('sha256').update('vault').digest('base64')

export type InstallWorld = ReturnType<typeof installWorld>

export function installWorld() {
  let time = Date.parse('2026-03-02T10:00:00Z')
  const lines: string[] = []
  const now = () => time
  const directory = directoryMemory()
  const installations = installationsMemory(directory)
  const vault = keyedVault({ keys: async () => [KEY], nonce: () => randomBytes(12) })
  const oauth = slackOAuth({ ...app, apiUrl: `${SLACK}/api/`, timeoutMs: 10_000 })
  const log = jsonLog((line) => lines.push(line))
  let nonces = 0
  const nonce = () => `nonce-of-the-tests-${++nonces}`
  const door = installDoor({
    ...app,
    keys: async () => ['a key of the tests'],
    nonce,
    installations,
    directory,
    vault,
    oauth,
    now,
    log,
  })
  const tokensOfAProcess = (over: Partial<Parameters<typeof workspaceTokens>[0]> = {}) =>
    workspaceTokens({
      ...{ installations, vault, oauth, now, log },
      fallback: async () => undefined,
      wait: () => new Promise((resolve) => setImmediate(resolve)),
      ...over,
    })
  return {
    ...{ directory, installations, vault, oauth, log, lines, now, door, tokensOfAProcess },
    later: (ms: number) => {
      time += ms
    },
    /** Goes to the first page as a browser does; what it would bring back. */
    async begin() {
      const { statusCode, headers, cookies = [] } = await door({ rawPath: '/slack/install' })
      const location = new URL(headers['location'] ?? '')
      return {
        statusCode,
        location,
        cookies,
        state: location.searchParams.get('state') ?? '',
        cookie: cookies[0]!.split(';')[0]!,
      }
    },
    /** Comes back from Slack. */
    comeBack: (query: Readonly<Record<string, string>>, cookie?: string): Promise<PageAnswer> =>
      door({
        rawPath: '/slack/oauth',
        queryStringParameters: query,
        ...(cookie === undefined ? {} : { cookies: [cookie] }),
      }),
    /** The whole way, with a grant that Slack gives once. */
    async install(grant: object = granted(), user?: object) {
      const { state, cookie } = await this.begin()
      access(grant)
      userInfo(user)
      return this.comeBack({ code: 'code-1', state }, cookie)
    },
  }
}

/** What `oauth.v2.access` answers for a workspace. */
export function granted(over: object = {}): object {
  return {
    ok: true,
    access_token: 'xoxb-northwind-1',
    token_type: 'bot',
    scope:
      'commands,chat:write,chat:write.public,im:write,mpim:write,mpim:history,im:history,channels:history,groups:history,app_mentions:read,users:read,users:read.email,files:write',
    bot_user_id: 'U0BOT',
    app_id: 'A0CODEXFLOW',
    team: { id: 'T0NORTHWIND', name: 'Northwind' },
    enterprise: null,
    is_enterprise_install: false,
    authed_user: { id: 'U0AMY' },
    ...over,
  }
}

/** Slack answers one exchange or renewal; `check` sees its form. */
export function access(
  answer: object,
  check: (form: Readonly<Record<string, string>>) => boolean = () => true,
): nock.Scope {
  const basic = `Basic ${Buffer.from(`${app.clientId}:client-secret-of-the-tests`).toString('base64')}`
  return nock(SLACK, { reqheaders: { authorization: basic } })
    .post('/api/oauth.v2.access', (form: Record<string, string>) => check(form))
    .reply(200, answer)
}

/** Slack tells, at most once, who installs. */
export function userInfo(
  user: object = { real_name: 'Amy Adeyemi', profile: { email: 'amy@northwind.example' } },
): void {
  nock(SLACK).post('/api/users.info').optionally().reply(200, { ok: true, user })
}

/** The words of a page. */
export function wordsOf({ body }: PageAnswer): string {
  return body
    .replace(/<style>.*?<\/style>|<title>.*?<\/title>/gs, '')
    .replace(/<[^>]*>/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n')
}

afterEach(() => {
  const pending = nock.pendingMocks().filter((mock) => !mock.includes('users.info'))
  nock.cleanAll()
  expect(pending).toEqual([])
})
