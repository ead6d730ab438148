import { createRequire } from 'node:module'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from './free-port.ts'
import { type Guarded, startGuarded } from './guard.ts'
import { portTaken } from './http.ts'

const TRIES = 8

export type Dynoxide = { readonly url: string; readonly port: number; readonly guarded: Guarded }

/**
 * Starts DynamoDB's stand-in, with its database in `file` or, without one, in memory. `port` 0 takes a free one; `output`
 * is the file descriptor for what it says.
 */
export async function startDynoxide(port: number, file: string | undefined, output?: number): Promise<Dynoxide> {
  const program = binary()
  // One that ends just now (its world was killed) may still hold the port or the database for a moment.
  for (let attempt = 1; ; attempt++) {
    const actual = port === 0 ? await freePort() : port
    const args = ['--host', '127.0.0.1', '--port', String(actual), ...(file === undefined ? [] : ['--db-path', file])]
    const url = `http://127.0.0.1:${actual}`
    // Whoever answers now is not ours, and would be taken for it below on a machine that is busy.
    if (port !== 0 && (await answers(url))) {
      if (attempt === TRIES) throw new Error(`dynoxide was not started. ${portTaken(actual, 'dynamodb')}`)
      await delay(100)
      continue
    }
    const guarded = await startGuarded(program, args, output)
    const end = await Promise.race([guarded.ended, answering(url)])
    // Whoever answers may be a stranger on our port, while ours is about to end: give it a moment to say so.
    const late = end ?? (await Promise.race([guarded.ended, delay(50, undefined)]))
    if (late === undefined) return { url, port: actual, guarded }
    if (attempt === TRIES) throw new Error(`dynoxide ended at once (${late}). ${portTaken(actual, 'dynamodb')}`)
    await delay(100)
  }
}

async function answering(url: string): Promise<undefined> {
  while (!(await answers(url))) await delay(10)
}

function answers(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(1_000) }).then(
    () => true,
    () => false,
  )
}

function binary(): string {
  const name = `@dynoxide/${process.platform}-${process.arch}/dynoxide${process.platform === 'win32' ? '.exe' : ''}`
  try {
    return createRequire(import.meta.url).resolve(name)
  } catch (cause) {
    throw new Error(`${name} is not installed. Run npm ci; if it stays away, this platform has no dynoxide.`, { cause })
  }
}
