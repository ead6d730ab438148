import type { Log } from '../../app/log.ts'
import { splitTarget } from './functions/gateway-event.ts'
import type { Runtime } from './functions/runtime.ts'
import { type LocalServer, serve } from './http-server.ts'

/**
 * Lets stories and terminal clients see when the application has come to rest. `GET /undone` counts what somebody still
 * has to do; `GET /settled?timeoutMs=…&delayed=ignore` answers 200 once nothing is, or 504 with what is left.
 */
export function startWatch(port: number, runtime: Pick<Runtime, 'undone' | 'settled'>, log: Log): Promise<LocalServer> {
  return serve(port, log, async (request, response) => {
    const { rawPath, rawQueryString } = splitTarget(request.url ?? '/')
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (request.method !== 'GET') return void answer(405, { message: 'Use GET.' })
    if (rawPath === '/undone') return void answer(200, await runtime.undone())
    if (rawPath !== '/settled') return void answer(404, { message: 'There is /undone and /settled.' })
    const query = new URLSearchParams(rawQueryString)
    const timeoutMs = Number(query.get('timeoutMs') ?? 30_000)
    const delayed = query.get('delayed') === 'ignore' ? 'ignore' : 'wait'
    const left = await runtime.settled({ timeoutMs, delayed }).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (left === undefined) answer(200, { settled: true })
    else answer(504, { settled: false, undone: await runtime.undone() })
  })
}
