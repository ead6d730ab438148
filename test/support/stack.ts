import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Local } from '../../infra/local/local-file.ts'
import { type Residents, residents } from '../../infra/local/people/residents.ts'
import type { SlackActs } from '../../infra/local/people/slack-residents.ts'
import type { Undone } from '../../infra/local/settled.ts'
import { atRest } from '../../infra/local/story/at-rest.ts'
import type { FaultOrder } from '../../infra/local/world/faults.ts'
import { freePort } from '../../infra/local/world/free-port.ts'
import type { Mail } from '../../infra/local/world/mail.ts'
import { openWorld, type World } from '../../infra/local/world/world.ts'
import { bareEnvironment } from './bare-environment.ts'

export type StackOptions = {
  /** The environment of the functions, over patience for a machine that is busy. */
  readonly env?: Readonly<Record<string, string>>
  /** The folder of all bundles: the functions run as they are deployed, not as they are written. */
  readonly bundles?: string
  /** A folder to start in, and to keep. */
  readonly dir?: string
  /** The world keeps its files, so that it can be lost and opened again. */
  readonly onDisk?: boolean
}

/** The whole system: the outside world with its people, and the application in a process of its own before it. */
export type Stack = Residents & {
  readonly dir: string
  readonly world: World
  /** As the running application wrote it. */
  readonly local: Local
  readonly table: { readonly endpoint: string; readonly name: string }
  /** Bodies of CodexFlow's own comments on `owner/repo#1`. */
  botComments(on: string): Promise<readonly string[]>
  mails(): Promise<readonly Mail[]>
  /** Links a person's GitHub login as people do: the slash command, and its code as a comment on `on`. */
  link(name: string, on?: string): Promise<void>
  /** Linked people, project `UAPI` and its repository: the ground of most stories. */
  settleIn(): Promise<void>
  faults(order: FaultOrder): Promise<unknown>
  /** Hands a webhook over again, by number or GUID. */
  redeliver(id: string | number): Promise<unknown>
  undone(): Promise<Undone>
  /** Waits until nothing is undone; `delayed: 'ignore'` does not wait for messages that are meant for later. */
  settled(options?: { readonly delayed?: 'wait' | 'ignore' }): Promise<void>
  /** Waits until `condition` gives something other than false or undefined; throws, naming `what`, when it does not come. */
  until<T>(what: string, condition: () => Promise<T> | T): Promise<Exclude<T, false | undefined>>
  /** SIGKILL, and waits until the application is gone. */
  kill(): Promise<void>
  /** Starts the application again on the same port; killed before, if it still runs. */
  restart(env?: Readonly<Record<string, string>>): Promise<void>
  /** Kills the application and the world, and opens both again: Slack and GitHub have forgotten. Needs `onDisk`. */
  loseWorld(): Promise<void>
  /** What the application wrote since the stack began, for the message of a failed test. */
  log(): string
  stop(): Promise<void>
}

/** What a provider says is heard on a machine that is busy too, and no story waits long for a lease to end. */
const PATIENCE: Env = {
  CODEXFLOW_LEASE_MS: '4500',
  CODEXFLOW_SEND_TIMEOUT_MS: '1500',
  CODEXFLOW_QUARANTINE_MS: '1500',
}

/** For stories in which a provider has to be heard at the first attempt, however busy the machine is. */
export const PATIENT: Env = { CODEXFLOW_LEASE_MS: '16000', CODEXFLOW_SEND_TIMEOUT_MS: '5000' }

/** After these, something did not come; long, since a machine may be busy with much else. Milliseconds. */
const LATEST_MS = 180_000
const FLAGS = ['--disable-warning=ExperimentalWarning', '--experimental-import-text']
const MAIN = fileURLToPath(new URL('../../infra/local/application-main.ts', import.meta.url))

/** Starts everything on free ports. Ends with the test process, however that ends. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'codexflow-stack-'))
  const port = await freePort()
  const inMemory = options.onDisk !== true
  const open = () =>
    openWorld({ dir, ports: 'free', inMemory, endWithParent: true, appUrl: `http://127.0.0.1:${port}` })
  let world = await open()
  let env = { ...PATIENCE, ...options.env }
  const start = () => startChild(dir, port, env, options.bundles)
  let application = await start()
  let folk = await residents(world.urls)

  const kill = async () => {
    if (application.child.exitCode !== null || application.child.signalCode !== null) return
    const gone = once(application.child, 'exit')
    application.child.kill('SIGKILL')
    await gone
  }
  const restart = async (more: Readonly<Record<string, string>> = {}) => {
    await kill()
    env = { ...env, ...more }
    application = await start()
  }
  const watch = async (path: string) => {
    const response = await fetch(`${application.local.parts.watch}${path}`)
    return { status: response.status, body: (await response.json()) as unknown }
  }
  const log = () => (existsSync(logIn(dir)) ? readFileSync(logIn(dir), 'utf8') : '')
  const until: Stack['until'] = async (what, condition) => {
    const deadline = Date.now() + LATEST_MS
    for (;;) {
      const value = await condition()
      if (value !== false && value !== undefined) return value as never
      if (Date.now() > deadline) throw new Error(`It did not come: ${what}.\n${lastLines(log())}`)
      await delay(30)
    }
  }
  const settled: Stack['settled'] = async ({ delayed = 'wait' } = {}) => {
    const how = { timeoutMs: LATEST_MS, delayed }
    if (await atRest(application.local.parts.watch, folk.outside, how)) return
    const { body } = await watch('/undone')
    throw new Error(`The system does not come to rest: ${JSON.stringify(body)}\n${lastLines(log())}`)
  }
  const link = async (name: string, on = 'northwind/user-api#1') => {
    const { text } = await folk.slack(name, `link ${folk.person(name).login}`)
    const code = /link ([A-Z0-9]{5}-[A-Z0-9]{5})/.exec(text)?.[1]
    if (code === undefined) throw new Error(`No code came for ${name}, but: ${text}`)
    await folk.github.comment(name, on, `/codexflow link ${code}`)
    await settled()
  }

  // Read anew at each act: a lost world gives everybody new ids.
  const slackActs: SlackActs = {
    mention: (as, text, where) => folk.mention(as, text, where),
    direct: (as, text, where) => folk.direct(as, text, where),
    shortcut: (as, callbackId, on) => folk.shortcut(as, callbackId, on),
    fill: (as, values) => folk.fill(as, values),
    submit: (as, values) => folk.submit(as, values),
    close: (as) => folk.close(as),
    options: (as, actionId, typed) => folk.options(as, actionId, typed),
    clickIn: (as, view, button) => folk.clickIn(as, view, button),
    choose: (as, view, actionId, value) => folk.choose(as, view, actionId, value),
    home: (as) => folk.home(as),
    modal: (as) => folk.modal(as),
  }

  return {
    ...slackActs,
    dir,
    get world() {
      return world
    },
    get local() {
      return application.local
    },
    get table() {
      return { endpoint: world.urls.dynamodb, name: application.local.table }
    },
    get outside() {
      return folk.outside
    },
    get people() {
      return folk.people
    },
    get channels() {
      return folk.channels
    },
    get github() {
      return folk.github
    },
    person: (name) => folk.person(name),
    slack: (as, text, how) => folk.slack(as, text, how),
    click: (as, button, on) => folk.click(as, button, on),
    dms: (name) => folk.dms(name),
    comments: (on) => folk.comments(on),
    issue: (on) => folk.issue(on),
    checks: (on) => folk.checks(on),
    botComments: async (on) =>
      (await folk.comments(on)).filter(({ user }) => user.type === 'Bot').map(({ body }) => body),
    mails: () => folk.outside.mail(),
    link,
    settleIn: async () => {
      await link('amy')
      await folk.slack('amy', 'project new UAPI "User API"')
      await folk.slack('amy', 'project connect northwind/user-api')
      await settled()
      await link('devi')
      await link('gaius')
    },
    faults: (order) => folk.outside.faults(order),
    redeliver: (id) => folk.outside.redeliver(id),
    undone: async () => (await watch('/undone')).body as Undone,
    settled,
    until,
    kill,
    restart,
    loseWorld: async () => {
      await kill()
      process.kill(world.pid, 'SIGKILL')
      world = await open()
      folk = await residents(world.urls)
      await restart()
    },
    log,
    stop: async () => {
      await kill()
      await world.stop()
      if (options.dir === undefined) rmSync(dir, { recursive: true, force: true })
    },
  }
}

type Env = Readonly<Record<string, string>>
type Child = { readonly child: ChildProcess; readonly local: Local }

async function startChild(dir: string, port: number, env: Env, bundles: string | undefined): Promise<Child> {
  const code = bundles === undefined ? [] : ['--bundles', bundles]
  const log = openSync(logIn(dir), 'a')
  const child = spawn(process.execPath, [...FLAGS, MAIN, '--dir', dir, '--port', String(port), ...code], {
    env: { ...bareEnvironment(), ...env },
    stdio: ['ignore', log, log, 'ipc'],
  })
  closeSync(log)
  const local = await new Promise<Local>((resolve, reject) => {
    child.once('message', (message: { readonly ready: Local }) => resolve(message.ready))
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      reject(new Error(`The application ended while it started (${signal ?? code}).\n${lastLines(logOf(dir))}`)),
    )
  })
  return { child, local }
}

function logIn(dir: string): string {
  return join(dir, 'app.log')
}

function logOf(dir: string): string {
  return readFileSync(logIn(dir), 'utf8')
}

function lastLines(log: string): string {
  return log.trimEnd().split('\n').slice(-20).join('\n')
}
