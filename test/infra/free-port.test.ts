import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { freePort } from '../../infra/local/world/free-port.ts'

const run = promisify(execFile)
const held: Server[] = []

async function hold(port: number): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1')
  held.push(server)
  await once(server, 'listening')
}

afterEach(async () => {
  for (const server of held.splice(0)) {
    server.close()
    await once(server, 'close')
  }
})

describe('a free port', () => {
  it('lies where no system gives out ports by itself, so that one who ends and comes back finds it free', async () => {
    for (const chance of [0, 0.25, 0.5, 0.999_999]) {
      const port = await freePort(chances(chance, 0.1, 0.2, 0.3, 0.4))
      expect(port).toBeGreaterThanOrEqual(20_000)
      expect(port).toBeLessThan(32_000)
      await hold(port)
    }
  })

  it('is not one that somebody holds', async () => {
    const first = await freePort()
    await hold(first)
    const chance = (first - 20_000 + 0.5) / 12_000
    const next = await freePort(chances(chance, chance, ...Array.from({ length: 20 }, Math.random)))
    expect(next).not.toBe(first)
  })

  it('is given to nobody else while the one who asked lives, though nobody listens at it yet', async () => {
    const first = await freePort()
    const chance = (first - 20_000 + 0.5) / 12_000
    expect(await freePort(chances(chance))).not.toBe(first)
    const script = `
      const { freePort } = await import(${JSON.stringify(new URL('../../infra/local/world/free-port.ts', import.meta.url).href)})
      const values = [${chance}]
      console.log(await freePort(() => values.shift() ?? Math.random()))`
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script])
    expect(Number(stdout)).toBeGreaterThanOrEqual(20_000)
    expect(Number(stdout)).not.toBe(first)
    await hold(first)
  })

  it('is looked for fifty times, and then the system’s own reason is told', async () => {
    const port = await freePort()
    await hold(port)
    let looks = 0
    const same = () => {
      looks++
      return (port - 20_000 + 0.5) / 12_000
    }
    await expect(freePort(same)).rejects.toThrow(`listen EADDRINUSE: address already in use 127.0.0.1:${port}`)
    expect(looks).toBe(50)
  })
})

function chances(...values: number[]): () => number {
  return () => values.shift() ?? Math.random()
}
