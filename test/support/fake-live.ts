import { generateKeyPairSync } from 'node:crypto'
import { appRegistration } from '../../infra/local/people/registrations.ts'
import { json, type Listening, listen } from '../../infra/local/world/http.ts'
import { type FakeSmee, startFakeSmee } from './fake-smee.ts'
import { type FakeSlack, startFakeSlack } from './fake-socket-mode.ts'

type Json = Readonly<Record<string, unknown>>

/** A workspace, a GitHub App and a webhook proxy on the loopback, as live mode meets them, and the environment for them. */
export type FakeLive = {
  readonly slack: FakeSlack
  readonly smee: FakeSmee
  readonly env: Readonly<Record<string, string>>
  /** Answers a path of GitHub's API from now on. */
  github(path: string, answer: unknown, status?: number): void
  /** Calls to GitHub: `POST /app/installations/1/access_tokens`, and their `Authorization`. */
  readonly githubCalls: readonly { readonly call: string; readonly authorization: string }[]
  close(): Promise<void>
}

/** Everything is as it should be, until the test answers otherwise. */
export async function startFakeLive(): Promise<FakeLive> {
  const [slack, smee] = [await startFakeSlack(), await startFakeSmee()]
  const githubCalls: { readonly call: string; readonly authorization: string }[] = []
  const answers = new Map<string, { readonly status: number; readonly answer: unknown }>()
  const github: Listening = await listen(0, 'github', ({ method, path, headers }) => {
    githubCalls.push({ call: `${method} ${path}`, authorization: headers.authorization ?? '' })
    const { status, answer } = answers.get(path) ?? { status: 404, answer: { message: 'Not Found' } }
    return json(status, answer)
  })
  const answer = (path: string, value: unknown, status = 200) => void answers.set(path, { status, answer: value })
  const { default_events: events, default_permissions: permissions } = appRegistration()
  answer('/app', { slug: 'codexflow-acme', events, permissions })
  answer('/app/hook/config', { url: smee.url, content_type: 'json' })
  answer('/app/installations', [{ id: 1 }])
  slack.answer('auth.test', AUTH)
  slack.answer('users.info', { ok: true, user: ADA })
  slack.answer('users.lookupByEmail', { ok: true, user: ADA })
  return {
    slack,
    smee,
    github: answer,
    githubCalls,
    env: {
      SLACK_APP_TOKEN: 'xapp-1-live',
      SLACK_BOT_TOKEN: 'xoxb-1-live',
      SLACK_API_URL: slack.apiUrl,
      GITHUB_APP_ID: '815',
      GITHUB_PRIVATE_KEY: privateKey().replaceAll('\n', '\\n'),
      GITHUB_WEBHOOK_SECRET: 'hook secret',
      GITHUB_API_URL: github.url,
      GITHUB_PROXY_URL: smee.url,
    },
    close: async () => {
      await Promise.all([slack.close(), smee.close(), github.close()])
    },
  }
}

export const ADA: Json = { id: 'U0ADA', name: 'ada', real_name: 'Ada Acme', profile: { email: 'ada@acme.example' } }
const AUTH: Json = { ok: true, team_id: 'T0ACME', team: 'Acme', user: 'codexflow', user_id: 'U0BOT', bot_id: 'B0BOT' }

let key: string | undefined
function privateKey(): string {
  const encoding = { type: 'pkcs1', format: 'pem' } as const
  key ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export(encoding).toString().trim()
  return key
}
