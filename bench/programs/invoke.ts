import { writeSync } from 'node:fs'
import { createRequire } from 'node:module'

/**
 * What Lambda does at a cold start, in the smallest form: loads the function named by the argument, gives it the event
 * of the environment variable `EVENT`, and prints its answer, and after it what the processor did for it (microseconds).
 */
const { handler } = createRequire(__filename)(process.argv[2] ?? '') as {
  handler: (event: unknown) => Promise<unknown>
}
handler(JSON.parse(process.env['EVENT'] ?? '')).then((answer) => {
  writeSync(1, `${JSON.stringify(answer)}\n`)
  const { user, system } = process.cpuUsage()
  writeSync(1, `${user + system}\n`)
  process.exit(0)
})
