import type { ApplicationFunction, Probot } from 'probot'
import * as z from 'zod'
import { renewed } from '../lazily.ts'
import type { Log } from '../log.ts'
import { judgeFailure } from './failure.ts'
import { probotLog } from './probot-log.ts'

/** A verified delivery with its payload. */
export type Delivery = { readonly id: string; readonly name: string; readonly payload: unknown }

export type WorkerOptions = {
  readonly appId: number
  /** The key in force; asked for at each delivery. */
  readonly privateKey: () => Promise<string>
  readonly apiUrl: string
  readonly log: Log
  /** Registers the handlers: `(probot) => { probot.on('pull_request.closed', ...) }`. */
  readonly app: ApplicationFunction
}

/**
 * `done`: every handler finished. `dropped`: it can never work, so it is logged and not tried again. Anything else is
 * thrown, and the message is to be received again: handlers must do twice what does no more than once.
 */
export type Outcome = 'done' | 'dropped'

// Without an installation Probot hands out a client that is not authenticated, and acts with that.
const installed = z.looseObject({ installation: z.looseObject({ id: z.number().int().positive() }) })

/** Probot without its HTTP side, loaded when the first delivery comes. */
export function createWorker(options: WorkerOptions): { receive(delivery: Delivery): Promise<Outcome> } {
  const { log } = options
  const loaded = renewed(options.privateKey, (privateKey) => load(options, privateKey))
  return {
    async receive({ id, name, payload }) {
      if (!installed.safeParse(payload).success) {
        log.warn('A delivery without an installation is dropped', { delivery: id, event: name })
        return 'dropped'
      }
      const probot = await loaded()
      try {
        // The payload is what GitHub signed for this event; each source reads it with a schema of its own.
        await probot.receive({ id, name, payload } as Parameters<Probot['receive']>[0])
        return 'done'
      } catch (error) {
        const failure = judgeFailure(error)
        if (failure.retry) throw error
        log.error('A delivery is refused by GitHub for good and dropped', { delivery: id, event: name, ...failure })
        return 'dropped'
      }
    },
  }
}

async function load({ appId, apiUrl, log, app }: WorkerOptions, privateKey: string): Promise<Probot> {
  const { Probot, ProbotOctokit } = await import('probot')
  const probot = new Probot({
    appId,
    privateKey,
    // Deliveries are verified at the door; Probot only asks that there be a secret.
    secret: 'verified at the door',
    baseUrl: apiUrl,
    log: probotLog(log),
    // Only the function form wins against Probot's own defaults. What is tried again is decided by the queue.
    Octokit: ProbotOctokit.defaults((given: object) => ({
      ...given,
      throttle: { enabled: false },
      retry: { enabled: false },
    })),
  })
  await probot.load(app)
  return probot
}
