import { createSocket } from 'node:dgram'
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
 * Nor does whoever asks here, in whatever process, for as long as ours lives.
 */
export async function freePort(random: () => number = Math.random): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const port = LOWEST + Math.floor(random() * (HIGHEST - LOWEST + 1))
    try {
      await isFree(port)
      await keep(port)
    } catch (error) {
      if (attempt === TRIES) throw error
      continue
    }
    return port
  }
}

async function isFree(port: number): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  server.close()
  await once(server, 'close')
}

// UDP has ports of its own, with the same numbers: one that is bound there keeps no server away, and ends with the process.
async function keep(port: number): Promise<void> {
  const sign = createSocket('udp4').unref()
  sign.bind({ port, address: '127.0.0.1', exclusive: true })
  await once(sign, 'listening')
}
