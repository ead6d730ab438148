import { createHmac } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { type Config, readConfig } from '../app/config.ts'
import { jsonLog, type Log } from '../app/log.ts'
import type { Clock } from '../app/ports.ts'
import { sqsQueue } from '../app/queue/send.ts'

/**
 * Joins the folders: the one place, with `config.ts`, that reads the environment, the clock and chance. Light on
 * purpose: every SDK is loaded when its first call is made, and what only some functions need is beside this file
 * (`table-wiring.ts`, `delivery-wiring.ts`), so that a door neither carries nor compiles what it does not use.
 */
export type Wiring = ReturnType<typeof wire>

let wired: Wiring | undefined

/** The ports of this process, made on first use. */
export function wiring(): Wiring {
  wired ??= wire(readConfig())
  return wired
}

function wire(config: Config) {
  return {
    config,
    log: processLog(config),
    clock,
    wait: async (ms: number) => void (await delay(ms)),
    newCode: newCode(config.markerSecret),
    send: sqsQueue({ region: config.region, endpoint: config.endpoints.sqs }),
  }
}

const clock: Clock = () => Date.now()

/** The time as the core takes it. ISO 8601. */
export function nowIso(): string {
  return new Date(clock()).toISOString()
}

function processLog({ slack, github, markerSecret }: Config): Log {
  const secrets = [slack.botToken, slack.signingSecret, github.privateKey, github.webhookSecret, markerSecret]
  return jsonLog(
    (line) => process.stdout.write(`${line}\n`),
    { service: process.env['AWS_LAMBDA_FUNCTION_NAME'] },
    secrets,
  )
}

// Letters and digits that nobody mistakes for one another; 49 bits.
const CODE_LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'

// Made with a key from what caused it: nobody can guess it, and a request that comes twice gives no second code.
function newCode(key: string): (cause: string) => string {
  return (cause) => {
    const bytes = createHmac('sha256', key).update(`link code\n${cause}`).digest().subarray(0, 10)
    const letters = [...bytes].map((byte) => CODE_LETTERS[byte % CODE_LETTERS.length])
    return `${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`
  }
}
