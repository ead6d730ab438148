import type { FunctionCode } from '../../local/functions/function-code.ts'
import type { Handler } from '../../local/functions/lambda.ts'
import type { FunctionName } from '../../topology.ts'
import type { Tally } from './tally.ts'

/** SQS, EventBridge and their bills know chunks of 64 KB. https://aws.amazon.com/sqs/pricing/ */
export const CHUNK = 64 * 1024

/** The functions of `code`, each of whose invocations is counted: how long, woken by what, and with how much. */
export function countedCode(code: FunctionCode, tally: Tally): FunctionCode {
  return async (name) => {
    // Loaded in its name, because some clients are made once, when the code is loaded.
    const handler = await tally.inName(name, () => code(name))
    return counted(name, handler, tally)
  }
}

function counted(name: FunctionName, handler: Handler, tally: Tally): Handler {
  return async (event: never, context) => {
    const add = (counter: Parameters<Tally['add']>[0], amount: number) => tally.add(counter, amount, name)
    add('invocations', 1)
    for (const [counter, amount] of wokenBy(event)) add(counter, amount)
    const begun = performance.now()
    try {
      const answer = await tally.inName(name, () => handler(event, context))
      if (isGatewayAnswer(answer)) add('sent', Buffer.byteLength(answer.body ?? ''))
      return answer
    } finally {
      add('ms', performance.now() - begun)
    }
  }
}

type Woken = readonly (readonly ['requests' | 'messages' | 'records', number])[]

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html */
function wokenBy(event: unknown): Woken {
  const { Records = [], requestContext } = event as {
    readonly Records?: readonly { readonly eventSource: string; readonly body?: string }[]
    readonly requestContext?: unknown
  }
  if (requestContext !== undefined) return [['requests', 1]]
  return Records.map(({ eventSource, body = '' }) =>
    eventSource === 'aws:sqs' ? ['messages', Math.ceil(Buffer.byteLength(body) / CHUNK)] : ['records', 1],
  )
}

function isGatewayAnswer(answer: unknown): answer is { readonly body?: string } {
  return typeof answer === 'object' && answer !== null && 'statusCode' in answer
}
