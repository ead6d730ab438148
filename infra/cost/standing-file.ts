import { readFileSync, writeFileSync } from 'node:fs'
import * as z from 'zod'

/** What stands in every stage, counted in the templates of the bare one. */
const file = z.object({
  keys: z.int(),
  secrets: z.int(),
  alarms: z.int(),
  dashboards: z.int(),
})
export type StandingCounts = z.output<typeof file>

const FILE = new URL('standing.json', import.meta.url)
const TYPES: Readonly<Record<keyof StandingCounts, string>> = {
  keys: 'AWS::KMS::Key',
  secrets: 'AWS::SecretsManager::Secret',
  alarms: 'AWS::CloudWatch::Alarm',
  dashboards: 'AWS::CloudWatch::Dashboard',
}

/** As it is committed. */
export function readStanding(): StandingCounts {
  return file.parse(JSON.parse(readFileSync(FILE, 'utf8')))
}

/** Of all that a stage makes, what is paid for by being there. */
export function standingOf(made: Readonly<Record<string, number>>): StandingCounts {
  const entries = Object.entries(TYPES).map(([name, type]) => [name, made[type] ?? 0])
  return Object.fromEntries(entries) as StandingCounts
}

/** Keeps what was counted just now. */
export function writeStanding(counts: StandingCounts): void {
  writeFileSync(FILE, `${JSON.stringify(counts, null, 2)}\n`)
}
