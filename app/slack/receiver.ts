import type { App, Receiver, ReceiverEvent } from '@slack/bolt'
import { type DoorAnswer, jsonAnswer, refusalAnswer } from '../door.ts'
import { Fault } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Fields } from '../untrusted.ts'
import type { SlackInput } from './inputs.ts'
import { readSlackInput } from './payloads.ts'
import { isAnswerable } from './response-url.ts'
import type { VerifiedSlackRequest } from './verify.ts'

const EMPTY: DoorAnswer = { statusCode: 200, headers: {}, body: '' }

/**
 * Bolt's receiver behind our door: takes what was verified, and answers only when every listener has finished, because
 * Lambda freezes whatever is left. Bolt acknowledges events before their listeners ran; the answer here is what the
 * listeners came to: 500 when one failed, so that Slack sends the event again.
 */
export class DoorReceiver implements Receiver {
  #app: App | undefined
  readonly #log: Log
  readonly #responseOrigin: string | undefined

  /** `responseOrigin`: the one beside Slack's own that answers to clicks may go to. */
  constructor(log: Log, responseOrigin?: string) {
    this.#log = log
    this.#responseOrigin = responseOrigin
  }

  init(app: App): void {
    this.#app = app
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  /** Answers a verified request. Never throws. */
  async answer(request: VerifiedSlackRequest): Promise<DoorAnswer> {
    const input = readSlackInput(request.body, request.requestId)
    if (!input.ok) {
      this.#log.warn('Slack sent a payload that we cannot read', { why: input.error })
      return refusalAnswer({ status: 400, why: input.error })
    }
    switch (input.value.kind) {
      case 'challenge':
        return jsonAnswer(200, { challenge: input.value.challenge })
      case 'ssl-check':
        return EMPTY
      case 'rate-limited':
        this.#log.warn('Slack withholds events because there were too many')
        return EMPTY
      case 'other':
        return nothingHere()
      default:
        return this.#listen(request, input.value)
    }
  }

  async #listen(request: VerifiedSlackRequest, input: SlackInput): Promise<DoorAnswer> {
    let answer: DoorAnswer | undefined
    const event: ReceiverEvent = {
      body: forBolt(request.body, this.#responseOrigin),
      ack: async (response?: unknown) => {
        if (answer) throw new Fault('A Slack request was acknowledged twice', { kind: input.kind })
        answer = acknowledgement(response)
      },
      customProperties: { input },
      ...(request.retry && { retryNum: request.retry.count, retryReason: request.retry.reason }),
    }
    try {
      if (!this.#app) throw new Fault('The receiver has no Bolt app')
      await this.#app.processEvent(event)
    } catch (error) {
      this.#log.error('A Slack listener failed', { kind: input.kind, error: originOf(error), retry: request.retry })
      return jsonAnswer(500, { error: 'Something broke on our side; it has been logged.' })
    }
    return answer ?? nothingHere()
  }
}

function acknowledgement(response: unknown): DoorAnswer {
  if (response === undefined || response === '') return EMPTY
  return jsonAnswer(200, typeof response === 'string' ? { response_type: 'ephemeral', text: response } : response)
}

function nothingHere(): DoorAnswer {
  return jsonAnswer(404, {
    response_type: 'ephemeral',
    text: 'Nothing here answers that any more. Try `/codexflow help` for what does.',
  })
}

// Exactly what Bolt reads and our schemas have checked: it throws on, or is misled by, some of the rest. It also takes
// null for a value, where Slack means that there is none.
const BOLT_READS = [
  ...['type', 'team', 'team_id', 'enterprise', 'enterprise_id', 'is_enterprise_install', 'authorizations'],
  ...['user', 'user_id', 'channel', 'channel_id', 'response_url', 'callback_id'],
  ...['event', 'command', 'actions', 'view', 'action_id', 'block_id', 'value'],
]

function forBolt(body: Fields, responseOrigin: string | undefined): Record<string, unknown> {
  const { response_url: url, ...rest } = Object.fromEntries(
    BOLT_READS.filter((key) => body[key] != null).map((key) => [key, body[key]]),
  )
  // Bolt posts wherever this says; even a signed body must not send us to addresses of our own network.
  return typeof url === 'string' && isAnswerable(url, responseOrigin) ? { ...rest, response_url: url } : rest
}

// Bolt wraps what a listener threw into an error with a code of its own.
function originOf(error: unknown): unknown {
  return error instanceof Error && 'original' in error ? error.original : error
}
