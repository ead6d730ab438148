import { mkdirSync } from 'node:fs'
import { startParts } from './parts.ts'
import { processStart } from './processes.ts'
import { forgetRun, RUN_VERSION, writeRun } from './run-file.ts'
import { readSettings } from './settings.ts'

// The outside world as a process of its own, so that the application can be killed and started again while the world
// remembers. Started by `openWorld`, or by hand: `node infra/local/world/main.ts --dir .codexflow`.

const settings = readSettings(process.argv.slice(2), process.env)
const start = processStart(process.pid)
if (start === undefined)
  throw new Error('This platform does not tell when a process started, so no world can be found again.')
mkdirSync(settings.dir, { recursive: true })

let asked: ((why: string) => void) | undefined
const askedToEnd = new Promise<string>((resolve) => {
  asked = resolve
})
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => asked?.(signal))
if (settings.endWithParent) process.stdin.on('end', () => asked?.('the parent is gone')).resume()

const parts = await startParts(settings)
writeRun(settings.dir, {
  version: RUN_VERSION,
  pid: process.pid,
  start,
  startedAt: new Date().toISOString(),
  inMemory: settings.inMemory,
  dynoxide: { pid: parts.dynoxide.pid, start: processStart(parts.dynoxide.pid) ?? '' },
  urls: parts.urls,
  secrets: parts.secrets,
})
console.log('the world is open', parts.urls)

// Without its database the world is no world: it ends, and the next start makes a whole one.
const dynoxideEnded = parts.dynoxide.ended.then((how) => `dynoxide ended by itself (${how})`)
const why = await Promise.race([askedToEnd, dynoxideEnded])
console.log(`the world ends: ${why}`)
forgetRun(settings.dir, process.pid)
await parts.stop()
process.exit(0)
