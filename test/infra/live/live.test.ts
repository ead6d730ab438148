import type { ChildProcess } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { bareEnvironment } from '../../support/bare-environment.ts'
import { type FakeLive, startFakeLive } from '../../support/fake-live.ts'
import { runScript } from '../../support/npm-script.ts'

let fake: FakeLive
let dir: string
const children: ChildProcess[] = []
beforeAll(async () => {
  fake = await startFakeLive()
  dir = mkdtempSync(join(tmpdir(), 'codexflow-live-'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
afterAll(async () => {
  await fake.close()
  rmSync(dir, { recursive: true, force: true })
})

/** `npm start -- --live`, and what it has printed so far. */
function live(args: readonly string[] = [], env: Readonly<Record<string, string>> = fake.env) {
  const run = runScript('start.ts', ['--live', ...args], {
    ...bareEnvironment(),
    ...env,
    CODEXFLOW_DIR: dir,
    CODEXFLOW_PORT_APP: '0',
  })
  children.push(run.child)
  return run
}

let envelopes = 0
/** Ada types a command; `again` is an envelope that was not acknowledged in time and comes once more. */
async function types(text: string, again = false): Promise<string> {
  if (!again) envelopes += 1
  const payload = {
    command: '/codexflow',
    text,
    team_id: 'T0ACME',
    user_id: 'U0ADA',
    user_name: 'ada',
    channel_id: 'C0TEAM',
    channel_name: 'team',
    trigger_id: `${envelopes}.acme`,
    response_url: 'https://hooks.slack.com/commands/T0ACME/1/x',
  }
  const before = fake.slack.acknowledged.length
  fake.slack.send({ envelope_id: `e${envelopes}`, type: 'slash_commands', payload, accepts_response_payload: true })
  await expect.poll(() => fake.slack.acknowledged.length).toBe(before + 1)
  const last = fake.slack.acknowledged.at(-1)
  expect(last?.envelope_id).toBe(`e${envelopes}`)
  return String(last?.payload['text'])
}

function comments(body: string): void {
  const ada = { login: 'ada-acme', type: 'User' }
  const raw = JSON.stringify({
    action: 'created',
    repository: { id: 1, name: 'api', full_name: 'acme/api', owner: { login: 'acme', type: 'Organization' } },
    installation: { id: 1 },
    sender: ada,
    issue: { number: 4 },
    comment: { id: 5, body, user: ada },
  })
  const signature = `sha256=${createHmac('sha256', 'hook secret').update(raw).digest('hex')}`
  const headers = { 'x-github-event': 'issue_comment', 'x-github-delivery': 'd-5', 'x-hub-signature-256': signature }
  fake.smee.webhook({ ...headers, 'content-type': 'application/json' }, raw)
}

describe('npm start -- --live', () => {
  it('says what it needs, and does not start', async () => {
    const { ended, printed } = live([], { SLACK_BOT_TOKEN: 'xoxb-1-live' })
    expect(await ended).toBe(1)
    expect(printed.text).toMatch(
      /^Live mode needs these variables in the environment:\n\n {2}SLACK_APP_TOKEN is missing\./,
    )
    expect(printed.text).not.toContain('xoxb-')
  })

  it('asks who owns the workspace before it is anybody’s', async () => {
    const { ended, printed } = live()
    expect(await ended).toBe(1)
    expect(printed.text).toBe(
      'Nobody owns Acme in CodexFlow yet. Say who does, once: npm start -- --live --owner you@your-company.com\n',
    )
    expect(fake.slack.connections()).toBe(0)
  })

  it('connects a workspace and an app, takes each envelope once, and goes on after a restart', async () => {
    const first = live(['--owner', 'ada@acme.example'])
    await first.prints('Stop with Ctrl-C.')
    expect(first.printed.text).toContain('Ada Acme owns Acme in CodexFlow.')
    expect(first.printed.text).toContain('Acme, as @codexflow')
    expect(first.printed.text).toContain('the app codexflow-acme, installed once')

    const made = await types('project new UAPI "User API"')
    expect(made).toContain('UAPI')
    expect(await types('project new UAPI "User API"', true)).toBe(made)
    expect(await types('project new UAPI "Another"')).not.toBe(made)

    const link = await types('link ada-acme')
    const [, code] = /link ([A-Z0-9]{5}-[A-Z0-9]{5})/.exec(link) ?? []
    const until = new Date(Date.now() + 3_600_000).toISOString()
    fake.github('/app/installations/1/access_tokens', { token: 'ghs_x', expires_at: until }, 201)
    fake.github('/repos/acme/api/issues/comments/5/reactions', { id: 1 }, 201)
    fake.github('/repos/acme/api/issues/4/comments', [])
    comments(`/codexflow link ${code}`)
    const reacted = () =>
      fake.githubCalls.some(({ call }) => call === 'POST /repos/acme/api/issues/comments/5/reactions')
    await expect.poll(reacted).toBe(true)

    const second = live()
    expect(await second.ended).toBe(1)
    expect(second.printed.text).toMatch(/^CodexFlow runs live already \(process \d+\)\. Stop it first/)

    fake.slack.drop()
    await first.prints('The connection to Slack (Acme) is lost; it comes back by itself.')
    await expect.poll(() => fake.slack.connections()).toBe(2)
    expect(await types('project new UAPI "Another"')).not.toBe(made)
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    expect(first.printed.text).toContain('npm start -- --live goes on from there.')

    const again = live()
    await again.prints('Stop with Ctrl-C.')
    expect(await types('task add "Add a table" project:UAPI')).toContain('UAPI-1')
    again.child.kill('SIGTERM')
    expect(await again.ended).toBe(0)

    const said = `${first.printed.text}${again.printed.text}${readFileSync(join(dir, 'app.log'), 'utf8')}`
    for (const secret of ['xapp-1-live', 'xoxb-1-live', 'hook secret', 'PRIVATE KEY', fake.smee.url]) {
      expect(said).not.toContain(secret)
    }
  })
})
