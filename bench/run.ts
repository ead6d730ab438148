import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Benchmark, Outcome } from './benchmark.ts'
import { coldGithub } from './cold-github.ts'
import { coldSlack } from './cold-slack.ts'
import { completionToDm } from './completion-to-dm.ts'
import { ignoredWebhook } from './ignored-webhook.ts'
import { lines } from './report.ts'
import { units } from './units.ts'
import { warmSlack } from './warm-slack.ts'

const BENCHMARKS: readonly Benchmark[] = [coldSlack, coldGithub, warmSlack, ignoredWebhook, units, completionToDm]

const USAGE = `npm run bench -- [names] [--rounds n] [--out file]

${BENCHMARKS.map(({ name, about }) => `  ${name.padEnd(18)} ${about}`).join('\n')}
`

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { rounds: { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean' } },
  })
  const unknown = positionals.filter((wanted) => !BENCHMARKS.some(({ name }) => name === wanted))
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds)
  const fault = faultIn(unknown, rounds)
  if (values.help || fault !== undefined) {
    process.stderr.write(`${fault === undefined ? '' : `${fault}\n\n`}${USAGE}`)
    process.exitCode = fault === undefined ? 0 : 1
    return
  }
  const chosen = BENCHMARKS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
  const results: Record<string, Outcome> = {}
  for (const benchmark of chosen) {
    process.stderr.write(`\n${benchmark.name}: ${benchmark.about}\n`)
    const outcome = await benchmark.run({ ...(rounds === undefined ? {} : { rounds }), say: progress })
    progress('')
    process.stderr.write(`${lines(outcome).join('\n')}\n`)
    results[benchmark.name] = outcome
  }
  const json = `${JSON.stringify({ node: process.version, platform: `${process.platform} ${process.arch}`, results }, null, 2)}\n`
  if (values.out === undefined) process.stdout.write(json)
  else writeFileSync(values.out, json)
}

function faultIn(unknown: readonly string[], rounds: number | undefined): string | undefined {
  if (unknown.length > 0) return `There is no benchmark "${unknown[0]}".`
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0))
    return 'The rounds must be a whole number above 0.'
  return undefined
}

// One line that is written over, or nothing where nobody looks.
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text === '' ? '' : `  ${text}`}`)
}

await main()
