import type { BedrockRuntimeClient, ConverseCommandInput, ConverseCommandOutput } from '@aws-sdk/client-bedrock-runtime'
import { type Decide, type Decided, type DecisionSpec, decideWithoutModel, type Usage } from '../decisions/spec.ts'
import { lazily } from '../lazily.ts'
import type { Log } from '../log.ts'
import { type ConverseSettings, converseRequest, readReply } from './converse.ts'
import { type CallFailure, callFailure } from './failure.ts'

/** The `bedrock` part of the configuration. */
export type BedrockSettings = Omit<ConverseSettings, 'modelId'> & {
  /** None: the fallback answers, and the SDK is never loaded. */
  readonly modelId: string | undefined
  readonly region: string
  /** For a proxy, a private endpoint or a stub. */
  readonly endpoint?: string | undefined
  /** Milliseconds for one decision, repair included. */
  readonly deadlineMs: number
}

/** Longest question sent, in UTF-16 units; a ledger of full length stays under it. */
const MAX_ASK = 120_000

/**
 * The port `Decide` on Amazon Bedrock's Converse API. One call, and one more if the answer does not fit its schema; all
 * within the deadline, without retries of the SDK. Whatever fails, the fallback answers and the log says why; prompts,
 * answers and credentials are never logged.
 */
export function bedrockDecide(settings: BedrockSettings, log: Log): Decide {
  const { modelId } = settings
  if (modelId === undefined || modelId === '') return decideWithoutModel('no-model')
  const connect = lazily(() => connected(settings))
  return async (spec, context, options) => {
    const deadline = new AbortController()
    const timer = setTimeout(() => deadline.abort(), options?.deadlineMs ?? settings.deadlineMs)
    try {
      const call = async (request: ConverseCommandInput) => (await connect())(request, deadline.signal)
      const outcome = await converse(spec, { ...settings, modelId }, spec.ask(context), (request) =>
        orAborted(call(request), deadline.signal),
      )
      return report(outcome, spec, context, log)
    } catch (thrown) {
      // The network is behind `converse`, which reports instead of throwing: what arrives here is a bug in the spec.
      const failure = { reason: 'broken-spec', error: callFailure(thrown).error } as const
      return report({ attempts: 0, failure }, spec, context, log)
    } finally {
      clearTimeout(timer)
      deadline.abort()
    }
  }
}

type Call = (request: ConverseCommandInput) => Promise<Partial<ConverseCommandOutput>>
type Outcome<Answer> = { readonly attempts: number; readonly usage?: Usage } & (
  | { readonly answer: Answer; readonly failure?: never }
  | { readonly failure: CallFailure }
)

async function converse<Context, Answer>(
  spec: DecisionSpec<Context, Answer>,
  settings: ConverseSettings,
  ask: string,
  call: Call,
): Promise<Outcome<Answer>> {
  if (ask.length > MAX_ASK) return { attempts: 0, failure: { reason: 'too-large', error: 'ask' } }
  let repair: string | undefined
  let usage: Usage = { input: 0, output: 0, cached: 0 }
  for (const attempts of [1, 2]) {
    try {
      const reply = await call(converseRequest(settings, spec, ask, repair))
      usage = plus(usage, reply.usage)
      const reading = readReply(spec, reply)
      if (reading.is === 'answer') return { attempts, usage, answer: reading.answer }
      if (reading.is !== 'wrong') return { attempts, usage, failure: { reason: reading.is, error: 'answer' } }
      repair = `The answer before this one was refused: ${reading.problem} Answer again, by the tool, to the letter.`
    } catch (thrown) {
      return { attempts, usage, failure: thrown === TOO_LATE ? DEADLINE : callFailure(thrown) }
    }
  }
  return { attempts: 2, usage, failure: { reason: 'wrong-answer', error: 'answer' } }
}

function report<Context, Answer>(
  outcome: Outcome<Answer>,
  spec: DecisionSpec<Context, Answer>,
  context: Context,
  log: Log,
): Decided<Answer> {
  const { attempts, usage } = outcome
  const spent = usage === undefined ? { attempts } : { attempts, usage }
  if (outcome.failure === undefined) {
    log.info('the model answered', { decision: spec.name, ...spent })
    return { answer: outcome.answer, by: 'model', ...spent }
  }
  log.warn('the fallback answers in place of the model', { decision: spec.name, ...spent, ...outcome.failure })
  return { answer: spec.fallback(context), by: 'fallback', reason: outcome.failure.reason, ...spent }
}

function plus(sum: Usage, counted: ConverseCommandOutput['usage'] | undefined): Usage {
  return {
    input: sum.input + (counted?.inputTokens ?? 0),
    output: sum.output + (counted?.outputTokens ?? 0),
    cached: sum.cached + (counted?.cacheReadInputTokens ?? 0),
  }
}

const TOO_LATE = new Error('deadline')
const DEADLINE: CallFailure = { reason: 'deadline', error: 'deadline' }

/** Settles by the deadline even where the SDK does not listen to the signal: loading it, finding credentials. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(TOO_LATE)
    signal.addEventListener('abort', () => reject(TOO_LATE), { once: true })
  })
  // Whoever loses the race may still fail later; nobody is left to hear of it.
  for (const racer of [work, late]) racer.catch(() => {})
  return Promise.race([late, work])
}

async function connected({ region, endpoint }: BedrockSettings) {
  const { BedrockRuntimeClient, ConverseCommand } = await import('@aws-sdk/client-bedrock-runtime')
  const { NodeHttpHandler } = await import('@smithy/node-http-handler')
  const client: BedrockRuntimeClient = new BedrockRuntimeClient({
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    maxAttempts: 1,
    // Plain HTTP/1.1: the default handler speaks HTTP/2, which test servers and many proxies do not.
    requestHandler: new NodeHttpHandler({ connectionTimeout: 2_000 }),
  })
  return (request: ConverseCommandInput, abortSignal: AbortSignal) =>
    client.send(new ConverseCommand(request), { abortSignal })
}
