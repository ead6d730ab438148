import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { endProcess, isAlive } from './processes.ts'
import { type Run, readRun, type WorldUrls } from './run-file.ts'
import type { Secrets } from './secrets.ts'
import { northwind, type Seed } from './seed.ts'
import { portsOf, settingsArguments, type WorldPorts, type WorldSettings } from './settings.ts'

export type WorldOptions = {
  /** Where the world keeps its files and `run.json`; a new temporary folder when left out. */
  readonly dir?: string
  /** Ports by part; the rest as the environment or the defaults say. `'free'` takes any free one for each. */
  readonly ports?: Partial<WorldPorts> | 'free'
  /** Forget everything at the end: for tests and demonstrations. */
  readonly inMemory?: boolean
  /** End the world when this process ends, however it does. Otherwise it survives. */
  readonly endWithParent?: boolean
  /** Where the application listens; `POST <bridge>/app {url}` changes it later. */
  readonly appUrl?: string
  readonly seed?: Seed
}

/** The outside world, alive. */
export type World = {
  readonly urls: WorldUrls
  readonly secrets: Secrets
  /** True when it was there before us. */
  readonly adopted: boolean
  readonly startedAt: string
  readonly pid: number
  readonly dynoxidePid: number
  readonly dir: string
  /** Ends the world and waits until nothing of it is left. */
  stop(): Promise<void>
}

/**
 * Finds the world that lives in `dir`, or starts one. A half-dead one, or one on other ports than asked for, is ended
 * first: only when its pid and start time prove that it is the recorded process. Throws, with the end of `world.log`,
 * when the world does not come up.
 */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const settings = settingsFrom(options)
  const recorded = readRun(settings.dir)
  if (recorded !== undefined) {
    if (isAlive(recorded) && fits(recorded, settings) && (await isHealthy(recorded))) {
      await tell(recorded, settings.appUrl)
      return worldOf(recorded, settings.dir, true)
    }
    await endRun(recorded, 2_000)
  }
  return worldOf(await startWorld(settings), settings.dir, false)
}

/** The guard ends dynoxide a moment after the world died; whoever starts the next one waits for that. */
async function endRun(run: Run, graceMs?: number): Promise<void> {
  await endProcess(run, graceMs)
  await endProcess(run.dynoxide)
}

function settingsFrom(options: WorldOptions): WorldSettings {
  const free: WorldPorts = { github: 0, bridge: 0, slack: 0, dynamodb: 0, sqs: 0 }
  return {
    dir: resolve(options.dir ?? mkdtempSync(join(tmpdir(), 'codexflow-world-'))),
    inMemory: options.inMemory ?? false,
    endWithParent: options.endWithParent ?? false,
    appUrl: options.appUrl ?? 'http://127.0.0.1:3000',
    ports: options.ports === 'free' ? free : { ...portsOf(process.env), ...options.ports },
    seed: options.seed ?? northwind,
  }
}

function fits(run: Run, { ports, inMemory }: WorldSettings): boolean {
  const same = (url: string, port: number) => port === 0 || new URL(url).port === String(port)
  const { urls } = run
  return (
    run.inMemory === inMemory &&
    (Object.keys(ports) as (keyof WorldPorts)[]).every((part) => same(urls[part], ports[part]))
  )
}

async function isHealthy(run: Run): Promise<boolean> {
  try {
    const response = await fetch(`${run.urls.bridge}/health`, { signal: AbortSignal.timeout(3_000) })
    const answer = (await response.json()) as { ok?: boolean; pid?: number }
    return answer.ok === true && answer.pid === run.pid
  } catch {
    return false
  }
}

async function tell(run: Run, url: string): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  await fetch(`${run.urls.bridge}/app`, { method: 'POST', headers, body: JSON.stringify({ url }) })
}

async function startWorld(settings: WorldSettings): Promise<Run> {
  mkdirSync(settings.dir, { recursive: true })
  const logFile = join(settings.dir, 'world.log')
  const log = openSync(logFile, 'w')
  const main = fileURLToPath(new URL('main.ts', import.meta.url))
  // Halves the start after the first one. https://nodejs.org/api/module.html#module-compile-cache
  const cache = fileURLToPath(new URL('../../../node_modules/.cache/node', import.meta.url))
  const env = { NODE_COMPILE_CACHE: cache, ...process.env }
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', main, ...settingsArguments(settings)],
    { stdio: [settings.endWithParent ? 'pipe' : 'ignore', log, log], detached: true, env },
  )
  closeSync(log)
  let ended: string | undefined
  child.once('error', (error) => {
    ended = error.message
  })
  child.once('exit', (code, signal) => {
    ended = signal ?? `exit code ${code}`
  })
  // A long past takes half of it to count on from, on a machine that is busy.
  const deadline = Date.now() + 60_000
  for (;;) {
    const run = readRun(settings.dir)
    if (run !== undefined && run.pid === child.pid) {
      // Neither the world nor the pipe that ties it to us keeps this process from ending.
      child.unref()
      if (child.stdin !== null && 'unref' in child.stdin) (child.stdin as unknown as { unref(): void }).unref()
      return run
    }
    if (ended !== undefined || Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`The local world did not start: ${ended ?? 'no sign of life for a minute'}.\n${tail(logFile)}`)
    }
    await delay(20)
  }
}

function tail(file: string): string {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  return [`The end of ${file}:`, ...lines.slice(-15)].join('\n')
}

function worldOf(run: Run, dir: string, adopted: boolean): World {
  const { urls, secrets, startedAt, pid } = run
  return { urls, secrets, adopted, startedAt, pid, dynoxidePid: run.dynoxide.pid, dir, stop: () => endRun(run) }
}
