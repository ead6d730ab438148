import { Server } from 'node:net'
import { type FauxqsServer, startFauxqs } from 'fauxqs'
import { portTaken } from './http.ts'

/** Starts the stand-in for SQS and SNS (one port for both); without `dir` it forgets everything when it ends. */
export async function startQueues(port: number, dir: string | undefined): Promise<FauxqsServer> {
  try {
    return await onLoopback(() => startFauxqs({ port, logger: false, ...(dir === undefined ? {} : { dataDir: dir }) }))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new Error(portTaken(port, 'sqs'))
    }
    throw error
  }
}

/** fauxqs 2.4 always listens on all addresses and cannot be told otherwise; nobody outside this machine may reach it. */
async function onLoopback<T>(start: () => Promise<T>): Promise<T> {
  const original = Server.prototype.listen
  Server.prototype.listen = function (this: Server, ...args: unknown[]) {
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
