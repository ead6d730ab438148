import { randomUUID } from 'node:crypto'
import type { Context } from 'aws-lambda'
import { Fault } from '../../../app/errors.ts'
import type { Log } from '../../../app/log.ts'
import { type FunctionName, functions } from '../../topology.ts'

/** What `handlers/<name>.ts` exports. `never` lets a handler of any event type stand here. */
export type Handler = (event: never, context: Context) => Promise<unknown>

/** Runs one function once and answers what it answered; throws what it threw, or a `Fault` when its time is up. */
export type Invoke = (name: FunctionName, event: unknown) => Promise<unknown>

/** The Lambda service of a laptop: functions in this process, loaded on first use and then kept warm. */
export type LocalLambda = {
  readonly invoke: Invoke
  timeoutSeconds(name: FunctionName): number
  /** Invocations whose handler has not settled; one that ran out of time counts until it really ends. */
  inFlight(): number
  /** Invocations ever begun: unchanged and none in flight means that nothing ran in between. */
  begun(): number
}

/** `settled` is told after each invocation, because it may have written something that a poller waits for. */
export type LambdaOptions = {
  readonly handlers: (name: FunctionName) => Promise<Handler>
  readonly log: Log
  readonly timeoutSeconds?: (name: FunctionName) => number
  readonly settled?: () => void
}

/** Makes the functions callable with Lambda's own limits: time-out, awaited promise, no callback. */
export function localLambda(options: LambdaOptions): LocalLambda {
  const timeoutSeconds = options.timeoutSeconds ?? ((name) => functions[name].timeoutSeconds)
  const warm = new Map<FunctionName, Promise<Handler>>()
  let inFlight = 0
  let begun = 0

  const load = (name: FunctionName): Promise<Handler> => {
    const known = warm.get(name)
    if (known !== undefined) return known
    const loading = options.handlers(name).then((handler) => twoArguments(name, handler))
    warm.set(name, loading)
    // A failed initialisation is tried again at the next invocation, as Lambda does.
    loading.catch(() => warm.delete(name))
    return loading
  }

  const invoke: Invoke = async (name, event) => {
    const limitMs = timeoutSeconds(name) * 1000
    begun++
    inFlight++
    let timer: NodeJS.Timeout | undefined
    const { promise: tooLate, reject } = Promise.withResolvers<never>()
    const running = load(name)
      .then((handler) => {
        // What it takes to load a function does not count:
        // https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
        const late = () => reject(new Fault('a function ran out of time', { function: name, limitMs }))
        timer = setTimeout(late, limitMs)
        // What crosses into a Lambda function is JSON and nothing else.
        return handler(JSON.parse(JSON.stringify(event)) as never, contextOf(name, performance.now() + limitMs))
      })
      .finally(() => {
        inFlight--
        options.settled?.()
      })
    try {
      return await Promise.race([running, tooLate])
    } catch (error) {
      running.catch(() => {})
      options.log.error('a function failed', { function: name, error })
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  return { invoke, timeoutSeconds, inFlight: () => inFlight, begun: () => begun }
}

/** Node 24 on Lambda refuses handlers with a callback: `Runtime.CallbackHandlerDeprecated`. */
function twoArguments(name: FunctionName, handler: Handler): Handler {
  if (typeof handler !== 'function') throw new Fault('handlers/<name>.ts must export `handler`', { function: name })
  if (handler.length < 3) return handler
  throw new Fault('Lambda on Node 24 refuses a handler with a callback: make it async (event, context)', {
    function: name,
  })
}

function contextOf(name: FunctionName, deadline: number): Context {
  const silent = () => {}
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    memoryLimitInMB: String(functions[name].memoryMb),
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'laptop',
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
    done: silent,
    fail: silent,
    succeed: silent,
  }
}
