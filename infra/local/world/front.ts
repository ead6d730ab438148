import { Agent, request } from 'node:http'
import type { FaultSwitch } from './faults.ts'
import { type Call, type Listening, listen, type Reply, refuse } from './http.ts'

/** What stands before an emulated provider: counts calls, arms faults, and repairs what the emulator gets wrong. */
export type FrontOptions = {
  readonly what: 'slack' | 'github'
  readonly port: number
  readonly faults: FaultSwitch
  /** Counts of answered and unanswered calls, by method; the front adds to it. */
  readonly calls: Map<string, number>
  /** The provider's own word for what is called: `chat.postMessage`, `GET /repos/:owner/:repo/issues`. */
  readonly nameOf: (call: Call) => string
  /** Address of the emulator behind; undefined until it has started. */
  readonly behind: () => string | undefined
  /** Answers in the emulator's stead. */
  readonly instead?: (call: Call) => Promise<Reply | undefined>
  /** Changes what the emulator sees of a call. */
  readonly before?: (call: Call) => Call
  /** Repairs the emulator's answer. */
  readonly repair?: (call: Call, reply: Reply) => Promise<Reply> | Reply
}

/** Starts the front; everything else passes byte for byte. */
export function startFront(options: FrontOptions): Promise<Listening> {
  const pass = async (call: Call): Promise<Reply> => {
    const behind = options.behind()
    if (behind === undefined) return refuse(503, `${options.what} is starting`)
    const own = await options.instead?.(call)
    if (own !== undefined) return own
    const reply = await forward(behind, options.before?.(call) ?? call)
    return options.repair === undefined ? reply : await options.repair(call, reply)
  }
  return listen(options.port, options.what, async (call) => {
    const name = options.nameOf(call)
    options.calls.set(name, (options.calls.get(name) ?? 0) + 1)
    const fault = options.faults.strike(name)
    switch (fault) {
      case 'ok':
        return pass(call)
      case 'lost':
        await pass(call)
        return 'hang up'
      case 'timeout':
        return 'silence'
      default:
        return options.faults.refusal(fault)
    }
  })
}

const agent = new Agent({ keepAlive: true })
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length'])

/** Sends the call on as it came and reads the answer whole. */
export function forward(behind: string, call: Call): Promise<Reply> {
  const query = call.query.size === 0 ? '' : `?${call.query}`
  const headers = { ...call.headers, 'content-length': String(call.body.length), 'accept-encoding': 'identity' }
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${behind}${call.path}${query}`,
      { method: call.method, headers, agent },
      async (answer) => {
        const chunks: Buffer[] = []
        for await (const chunk of answer) chunks.push(chunk as Buffer)
        const kept = Object.entries(answer.headers).filter(([name]) => !HOP_BY_HOP.has(name))
        resolve({
          status: answer.statusCode ?? 502,
          headers: Object.fromEntries(kept.map(([name, value]) => [name, value ?? ''])),
          body: Buffer.concat(chunks),
        })
      },
    )
    outgoing.once('error', reject)
    outgoing.end(call.body)
  })
}

/** Lets go of idle connections, so that the process can end. */
export function closeFronts(): void {
  agent.destroy()
}
