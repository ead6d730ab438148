import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below 32768, where Linux begins to give out ports by itself (macOS and Windows: 49152), and above what is well known. */
const LOWEST = 20_000
const HIGHEST = 31_999
const TRIES = 50

/**
 * A port of the loopback address that was free a moment ago, for programs that cannot be told to take any, and for those
 * that end and come back at the same one. It lies where no system gives out ports by itself, so that whoever asks for
 * any port meanwhile, or calls out, does not get it: https://www.rfc-editor.org/rfc/rfc6335#section-6
 */
export async function freePort(random: () => number = Math.random): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const port = LOWEST + Math.floor(random() * (HIGHEST - LOWEST + 1))
    const server = createServer().listen(port, '127.0.0.1')
    try {
      await once(server, 'listening')
    } catch (error) {
      if (attempt === TRIES) throw error
      continue
    }
    server.close()
    await once(server, 'close')
    return port
  }
}
