import { App, type Context } from '@slack/bolt'
import { Fault } from '../errors.ts'
import type { Log, LogData } from '../log.ts'
import { boltLogger } from './bolt-logger.ts'
import type { ActionHandler, CommandHandler, Say, SlackHandlers, SlackReply } from './handlers.ts'
import type { ActionInput, CommandInput, SlackInput } from './inputs.ts'
import { brokenReply } from './messages/broken-reply.ts'
import { DoorReceiver } from './receiver.ts'
import { messageBody, modalAnswer, optionBody } from './wire.ts'

/**
 * Who Bolt takes us for; with the bot's ids, events that it caused itself are dropped. The token is for Bolt's own client
 * alone: whoever answers in the acknowledgement, or to a `response_url`, needs none.
 */
export type SlackAuthorization = { readonly botToken?: string; readonly botId?: string; readonly botUserId?: string }

export type SlackAppOptions = SlackHandlers & {
  /** Never calls Slack. Whether we are installed at all is read with whoever asks, in one round (`gather.ts`). */
  readonly authorize: (workspace: { readonly teamId: string | undefined }) => Promise<SlackAuthorization>
  readonly apiUrl: string
  /** The one origin beside Slack's own that later answers may go to. */
  readonly responseOrigin?: string
  readonly log: Log
  /** For each answer to a click; Slack waits 3 seconds for a whole acknowledgement. */
  readonly timeoutMs?: number
}

/** Builds the Bolt app with its listeners, and gives the receiver in front of it. */
export function createSlackApp(options: SlackAppOptions): DoorReceiver {
  const { log, timeoutMs = 2_000 } = options
  const receiver = new DoorReceiver(log, options.responseOrigin)
  const app = new App({
    receiver,
    authorize: async ({ teamId }) => ({ ...(await options.authorize({ teamId })) }),
    logger: boltLogger(log),
    ignoreSelf: true,
    convoStore: false,
    attachFunctionToken: false,
    clientOptions: {
      slackApiUrl: options.apiUrl,
      // Whoever sends decides what is tried again; the client would post up to 11 times by itself.
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: timeoutMs,
      fetch: (url, init) => fetch(url, { signal: AbortSignal.timeout(timeoutMs), ...init }),
    },
  })
  // Bolt acknowledges an event before its listeners ran; only a rejection tells the receiver that one of them failed.
  app.error(async (error) => {
    throw error
  })
  listen(app, options, log)
  return receiver
}

function listen(app: App, handlers: SlackHandlers, log: Log): void {
  for (const [name, answer] of Object.entries(handlers.commands ?? {})) {
    app.command(name, async ({ ack, context }) => {
      const reply = await answerOrApology(answer, inputOf(context, 'command'), log)
      await ack(reply && { response_type: 'ephemeral', ...messageBody(reply) })
    })
  }
  app.action(/^/, async ({ ack, respond, context }) => {
    const input = inputOf(context, 'action')
    const act = handlers.actions?.find(({ on }) => matches(on, input.actionId))?.act
    if (!act) return
    await ack()
    await actAndSay(act, input, respond, log)
  })
  for (const [callbackId, answer] of Object.entries(handlers.views ?? {})) {
    app.view({ callback_id: callbackId, type: 'view_submission' }, async ({ ack, context }) => {
      await ack(modalAnswer(await answer(inputOf(context, 'view'))))
    })
    app.view({ callback_id: callbackId, type: 'view_closed' }, async ({ ack, context }) => {
      await answer(inputOf(context, 'view'))
      await ack()
    })
  }
  for (const [callbackId, act] of Object.entries(handlers.shortcuts ?? {})) {
    app.shortcut(callbackId, async ({ ack, context, respond }) => {
      const input = inputOf(context, 'shortcut')
      await ack()
      const reply = await act(input)
      if (reply) await saying(respond, log, { cause: input.cause })({ ...reply, place: 'private' })
    })
  }
  for (const [actionId, choices] of Object.entries(handlers.options ?? {})) {
    app.options(actionId, async ({ ack, context }) => {
      await ack({ options: (await choices(inputOf(context, 'options'))).map(optionBody) })
    })
  }
  for (const [type, act] of Object.entries(handlers.events ?? {})) {
    app.event(type, async ({ context }) => act(inputOf(context, 'event')))
  }
}

// To a status other than 200 Slack shows only an error code, and it never sends a command again.
async function answerOrApology(answer: CommandHandler, input: CommandInput, log: Log): Promise<SlackReply | undefined> {
  try {
    return await answer(input)
  } catch (error) {
    log.error('A Slack command failed', { command: input.command, cause: input.cause, error })
    return brokenReply()
  }
}

type Respond = (message: ReturnType<typeof messageBody> & { replace_original: boolean }) => Promise<unknown>

async function actAndSay(
  act: ActionHandler,
  input: ActionInput,
  respond: Respond | undefined,
  log: Log,
): Promise<void> {
  const say = saying(respond, log, { cause: input.cause, actionId: input.actionId })
  const reply = await act(input, say)
  if (reply) await say(reply)
}

function saying(respond: Respond | undefined, log: Log, about: LogData): Say {
  return async (reply) => {
    try {
      if (!respond) throw new Fault('Slack gave no response_url')
      const isPrivate = reply.place === 'private' && { response_type: 'ephemeral' as const }
      await respond({ ...messageBody(reply), ...isPrivate, replace_original: reply.place === 'message' })
    } catch (error) {
      // What the click did is recorded; only its announcement is lost, and failing now would deny what was done.
      log.warn('A click could not be answered', { ...about, error })
    }
  }
}

function matches(on: string | RegExp, actionId: string): boolean {
  return typeof on === 'string' ? on === actionId : actionId.search(on) >= 0
}

// The receiver puts what it has read beside Bolt's own context.
function inputOf<K extends SlackInput['kind']>(context: Context, kind: K): Extract<SlackInput, { kind: K }> {
  const input: SlackInput = context['input']
  if (!isKind(input, kind)) throw new Fault('Bolt took a payload for another kind', { kind, was: input.kind })
  return input
}

function isKind<K extends SlackInput['kind']>(input: SlackInput, kind: K): input is Extract<SlackInput, { kind: K }> {
  return input.kind === kind
}
