import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { type Config, readConfig } from '../app/config.ts'
import type { HttpEvent } from '../app/door.ts'
import { jsonLog, type Log } from '../app/log.ts'
import type { Clock } from '../app/ports/clock.ts'
import { sqsQueue } from '../app/queue/send.ts'
import { embeddedMetrics } from '../app/telemetry/metrics.ts'
import { inScope, presentScope } from '../app/telemetry/scope.ts'

/**
 * Joins the folders: the one place, with `config.ts`, that reads the environment, the clock and chance. Light on
 * purpose: every SDK is loaded when its first call is made, and what only some functions need is beside this file
 * (`wiring/table.ts`, `wiring/delivery.ts`), so that a door neither carries nor compiles what it does not use.
 */
export type Wiring = ReturnType<typeof wire>

let wired: Wiring | undefined

/** The ports of this process, made on first use. */
export function wiring(): Wiring {
  wired ??= wire(readConfig())
  return wired
}

function wire(config: Config) {
  const { region, credentials, endpoints } = config
  const known: string[] = []
  const wait = async (ms: number) => void (await delay(ms))
  const aws = { region, credentials, wait, chance: Math.random }
  return {
    config,
    log: processLog(config, known),
    measure: embeddedMetrics(writeLine, { stage: config.stage, now: clock, base: self() }),
    /** Told what no log line may hold. */
    learn: (secret: string) => {
      if (!known.includes(secret)) known.push(secret)
    },
    clock,
    wait,
    /** So many bytes that nobody can guess. */
    nonce: (bytes: number): Uint8Array => randomBytes(bytes),
    aws: { ...aws, token: () => randomUUID() },
    send: sqsQueue({ ...aws, endpoint: endpoints.sqs }),
  }
}

const clock: Clock = () => Date.now()

/** Does what a schedule asks for: the lines of a round, and whatever it sends, say which round it was. */
export function inRound<T>(work: () => T): T {
  return inScope(traceOfInvocation(), work)
}

/**
 * The trace header of what came in by a door: the one that Lambda set for this invocation, else the one that the API passed
 * on. It is another one each time.
 */
export function traceOf({ headers }: Pick<HttpEvent, 'headers'>): string | undefined {
  return traceOfInvocation() ?? headers['x-amzn-trace-id']
}

// As Lambda sets it. None on a laptop.
function traceOfInvocation(): string | undefined {
  return process.env['_X_AMZN_TRACE_ID']
}

const writeLine = (line: string) => void process.stdout.write(`${line}\n`)

// Which code says so: Lambda gives each version that is deployed a number.
function self() {
  return { service: process.env['AWS_LAMBDA_FUNCTION_NAME'], version: process.env['AWS_LAMBDA_FUNCTION_VERSION'] }
}

/**
 * Does now what the first request will need, where Lambda starts this process because one waits: it gives a process that starts
 * more of a processor than one that answers. Not where it starts some for later, and puts them to sleep: a connection would not
 * survive that. Whatever fails is left to the request, which does it anew and says so.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function whileStarting(prepare: () => Promise<unknown>): void {
  if (process.env['AWS_LAMBDA_INITIALIZATION_TYPE'] !== 'on-demand') return
  Promise.resolve()
    .then(prepare)
    .catch(() => undefined)
}

/** The time as the core takes it. ISO 8601. */
export function nowIso(): string {
  return new Date(clock()).toISOString()
}

// `secrets` grows: what is secret is read when it is first needed.
function processLog({ credentials }: Config, secrets: string[]): Log {
  const role = [credentials?.secretAccessKey, credentials?.sessionToken]
  secrets.push(...role.filter((secret) => secret !== undefined))
  const me = self()
  return jsonLog(writeLine, () => ({ ...me, ...presentScope() }), secrets)
}
