import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { figures } from './figures.ts'
import { page } from './page.ts'
import { BARE } from './scenarios.ts'
import { standingOf, writeStanding } from './standing-file.ts'
import { asText } from './table.ts'
import { tables } from './tables.ts'
import { readUnits, writeUnits } from './units-file.ts'

// `npm run cost`: what CodexFlow costs on AWS, from what was counted.

const PAGE = fileURLToPath(new URL('../../docs/cost.md', import.meta.url))
const PLAYS = 3

const USAGE = `npm run cost                  what a month costs, for nobody and for three sizes
npm run cost -- --all         every table of docs/cost.md
npm run cost -- --write       writes the tables and figures of docs/cost.md anew
npm run cost -- --count       plays every action on the laptop and counts what it takes (5 minutes), then --write
`

process.exitCode = await main()
process.exit()

async function main(): Promise<number> {
  const options = {
    all: { type: 'boolean' },
    write: { type: 'boolean' },
    count: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>['values']
  try {
    values = parseArgs({ options }).values
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`)
    return 2
  }
  if (values.help) {
    process.stdout.write(USAGE)
    return 0
  }
  if (values.count) await countAll()
  if (values.write || values.count) await countStanding()
  const { actions: units } = readUnits()
  if (values.write || values.count) {
    writeFileSync(PAGE, page(readFileSync(PAGE, 'utf8'), units))
    process.stderr.write('docs/cost.md is up to date.\n')
    return 0
  }
  const made = tables(units)
  const shown = values.all ? Object.values(made) : [made.sizes, made.idle, made.options]
  const { handoff, 'handoff-without-words': bare } = figures(units)
  const line = `A hand-off costs ${handoff}, ${bare} of it without the model. How this comes about: docs/cost.md`
  process.stdout.write(`${shown.map((table) => asText(table())).join('\n\n')}\n\n${line}\n`)
  return 0
}

async function countStanding(): Promise<void> {
  // Brings CDK along.
  const { madeFor } = await import('./count/made.ts')
  writeStanding(standingOf(madeFor('production', BARE), madeFor('production', { ...BARE, edge: true })))
}

async function countAll(): Promise<void> {
  // Brings the whole laptop along.
  const { count } = await import('./count/count.ts')
  const { actions } = await import('./count/actions.ts')
  const names = Object.keys(actions) as (keyof typeof actions)[]
  const progress = (text: string) => process.stderr.write(process.stderr.isTTY ? `\r\x1b[K  ${text}` : `${text}\n`)
  const found = await count(names, PLAYS, progress)
  process.stderr.write('\n')
  writeUnits(found, PLAYS)
}
