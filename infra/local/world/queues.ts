import { IncomingMessage, ServerResponse } from 'node:http'
import { Server } from 'node:net'
import { type FauxqsServer, startFauxqs } from 'fauxqs'
import { isFromHere } from '../from-here.ts'
import { portTaken } from './http.ts'

/** Starts the stand-in for SQS and SNS (one port for both); without `dir` it forgets everything when it ends. */
export async function startQueues(port: number, dir: string | undefined): Promise<FauxqsServer> {
  try {
    return await fromHereAlone(() =>
      startFauxqs({ port, logger: false, ...(dir === undefined ? {} : { dataDir: dir }) }),
    )
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new Error(portTaken(port, 'sqs'))
    }
    throw error
  }
}

/**
 * fauxqs 2.4 always listens on all addresses, answers everybody, and cannot be told otherwise; nobody outside this machine may
 * reach it, nor a page of the web: whoever subscribes one of our queues to a topic gives orders in anybody's name.
 */
async function fromHereAlone<T>(start: () => Promise<T>): Promise<T> {
  const original = Server.prototype.listen
  Server.prototype.listen = function (this: Server, ...args: unknown[]) {
    answerFromHereAlone(this)
    const [first, ...rest] = args
    const options = typeof first === 'object' && first !== null ? { ...first, host: '127.0.0.1' } : first
    return Reflect.apply(original, this, [options, ...rest]) as Server
  } as typeof original
  try {
    return await start()
  } finally {
    Server.prototype.listen = original
  }
}

function answerFromHereAlone(server: Server): void {
  const emit = server.emit
  server.emit = function (this: Server, event: string, ...rest: unknown[]) {
    const [asked, answer] = rest
    if (event === 'request' && asked instanceof IncomingMessage && answer instanceof ServerResponse) {
      if (!isFromHere(asked.headers)) {
        answer.writeHead(403, { connection: 'close' }).end()
        return true
      }
    }
    return Reflect.apply(emit, this, [event, ...rest])
  } as typeof emit
}
