import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'

/** A running DynamoDB (with Streams) of one's own. */
export type Dynoxide = {
  /** For the `endpoint` of any DynamoDB or DynamoDB Streams client; region and credentials may be anything. */
  readonly endpoint: string
  /** Ends it; the data are gone with it, unless it was given a file. */
  stop(): Promise<void>
}

/** Ours to choose: where the data live (a file; memory when absent), and the port (a free one when absent). */
export type DynoxideOptions = { readonly dbPath?: string; readonly port?: number }

/**
 * Starts dynoxide on 127.0.0.1. It dies with this process even when that is killed: a shell waits on a pipe that only
 * we hold. Throws with dynoxide's own words when it cannot start.
 */
export async function startDynoxide(options: DynoxideOptions = {}): Promise<Dynoxide> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await launch(options.port ?? (await freePort()), options.dbPath)
    } catch (error) {
      // Somebody may have taken the free port between our look and the start.
      if (attempt === 5 || options.port !== undefined) throw error
    }
  }
}

const GUARD = '"$@" </dev/null & child=$!; exec >/dev/null 2>&1; trap "" INT TERM; cat; kill "$child"; wait "$child"'

async function launch(port: number, dbPath: string | undefined): Promise<Dynoxide> {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const binary = createRequire(import.meta.url).resolve(
    `@dynoxide/${process.platform}-${process.arch}/dynoxide${suffix}`,
  )
  const args = ['--port', String(port), ...(dbPath === undefined ? [] : ['--db-path', dbPath])]
  const child =
    process.platform === 'win32'
      ? spawn(binary, args, { stdio: ['pipe', 'pipe', 'pipe'] })
      : spawn('/bin/sh', ['-c', GUARD, 'guard', binary, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  const exited = once(child, 'exit')
  const stop = async () => {
    child.stdin.end()
    if (process.platform === 'win32') child.kill()
    await exited
  }
  let said = ''
  const listening = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        if (said.includes('listening')) resolve()
      })
    }
    // The shell has closed its own ends, so this means that dynoxide itself is gone.
    child.stdout.once('close', () => reject(new Error(`dynoxide did not start on port ${port}: ${said.trim()}`)))
  })
  await listening.catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { endpoint: `http://127.0.0.1:${port}`, stop }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('the system gave no port')
  return address.port
}
