import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { endWorldIn } from '../../infra/local/fresh.ts'
import { readRun } from '../../infra/local/world/run-file.ts'
import { bareEnvironment } from '../support/bare-environment.ts'
import { runScript } from '../support/npm-script.ts'
import { processesGone } from '../support/world-folder.ts'

const PORTS = Object.fromEntries(
  ['APP', 'GITHUB', 'BRIDGE', 'SLACK', 'SQS', 'DYNAMODB'].map((part) => [`CODEXFLOW_PORT_${part}`, '0']),
)

let dir: string
const children: ChildProcess[] = []
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'codexflow-start-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await endWorldIn(dir)
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** A script as npm runs it, and what it has printed so far. */
function run(script: string, ...args: readonly string[]) {
  const started = runScript(script, args, { ...bareEnvironment(), ...PORTS, CODEXFLOW_DIR: dir })
  children.push(started.child)
  return started
}

describe('npm start', () => {
  it('plays the story once, is adopted after SIGKILL, leaves nothing running after SIGTERM, and runs bundles when asked', async () => {
    const first = run('start.ts')
    await first.prints('Stop with Ctrl-C.')
    expect(first.printed.text).toMatch(/^CodexFlow is ready in \d+\.\d s: http:\/\/127\.0\.0\.1:\d+\n/)
    expect(first.printed.text).not.toContain('begin empty again')
    expect(first.printed.text).toContain('The story came true.')
    expect(first.printed.text).toContain('CodexFlow tells Gaius Okoro in a Slack DM')

    const second = run('start.ts')
    expect(await second.ended).toBe(1)
    expect(second.printed.text).toMatch(/^CodexFlow runs already, at http:\S+ \(process \d+\)\. Stop it first/)

    const client = run('clients/slack.ts', '--as', 'gaius', '/codexflow why UAPI-2')
    expect(await client.ended).toBe(0)
    expect(client.printed.text).toContain('UAPI-2 Implement user CRUD endpoints')

    const mention = run('clients/slack.ts', '--as', 'gaius', '--mention', 'why UAPI-2')
    expect(await mention.ended).toBe(0)
    expect(mention.printed.text).toContain('UAPI-2 Implement user CRUD endpoints')
    const home = run('clients/slack.ts', '--as', 'gaius', '--home')
    expect(await home.ended).toBe(0)
    expect(home.printed.text).toContain('UAPI-2 Implement user CRUD endpoints')
    const form = run('clients/slack.ts', '--as', 'amy', '--shortcut', 'task.new')
    expect(await form.ended).toBe(0)
    expect(form.printed.text).toMatch(/^── New task ──\n/)
    const fill = run('clients/slack.ts', '--as', 'amy', '--fill', 'nothing=x', '--submit')
    expect(await fill.ended).toBe(1)
    expect(fill.printed.text).toContain('The modal has no field nothing.')

    first.child.kill('SIGKILL')
    await first.ended
    const again = run('start.ts')
    await again.prints('Stop with Ctrl-C.')
    expect(again.printed.text).toContain('The outside world was still alive')
    expect(again.printed.text).toContain('Found 3 tasks, 3 hand-offs sent; nothing owed.')
    expect(again.printed.text).not.toContain('The story came true.')

    const world = readRun(dir)
    again.child.kill('SIGTERM')
    expect(await again.ended).toBe(0)
    await processesGone(world?.pid ?? 0, world?.dynoxide.pid ?? 0)
    const late = run('clients/slack.ts', '--as', 'gaius', 'mine')
    expect(await late.ended).toBe(1)
    expect(late.printed.text).toContain('npm start')

    const anew = run('start.ts', '--bundles')
    await anew.prints('Stop with Ctrl-C.')
    expect(anew.printed.text).toMatch(/^Bundling \d+ functions, as they are deployed…\n\d+ bundles in \d+\.\d s, /)
    expect(anew.printed.text).toContain('Slack and GitHub begin empty again')
    expect(anew.printed.text).toContain('Found 3 tasks, 3 hand-offs sent; nothing owed.')
    const list = run('clients/github.ts', 'list', 'northwind/user-api')
    expect(await list.ended).toBe(0)
    expect(list.printed.text.trimEnd().split('\n')).toEqual([
      'northwind/user-api#2 Lost with an earlier world (issue, closed)',
      'northwind/user-api#1 Implement user CRUD endpoints (issue, open)',
    ])
    anew.child.kill('SIGTERM')
    expect(await anew.ended).toBe(0)
  })
})

describe('npm run demo', () => {
  it('checks every message of the story and exits 0', async () => {
    const demo = run('story/demo.ts')
    const code = await demo.ended
    const promises = demo.printed.text.split('\n').filter((line) => /^ {2}[✓✗] /.test(line))
    const broken = promises.filter((line) => line.startsWith('  ✗'))
    expect(promises.length).toBeGreaterThan(20)
    // How fast it is belongs to the machine, which may be busy with much else.
    expect(broken.filter((line) => !line.includes('within the 3 s that Slack waits'))).toEqual([])
    expect(code).toBe(broken.length === 0 ? 0 : 1)
  })
})
