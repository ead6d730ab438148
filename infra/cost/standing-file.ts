import { readFileSync, writeFileSync } from 'node:fs'
import * as z from 'zod'

const counts = z.object({
  keys: z.int(),
  secrets: z.int(),
  alarms: z.int(),
  compositeAlarms: z.int(),
  dashboards: z.int(),
  firewall: z.int(),
  firewallRules: z.int(),
})
/** What is paid for by being there. */
export type StandingCounts = z.output<typeof counts>

const file = z.object({
  /** In every stage. */
  bare: counts,
  /** What the edge adds. */
  edge: counts,
})
/** Counted in the templates. */
export type StandingFile = z.output<typeof file>

const FILE = new URL('standing.json', import.meta.url)
const TYPES: Readonly<Record<keyof StandingCounts, string>> = {
  keys: 'AWS::KMS::Key',
  secrets: 'AWS::SecretsManager::Secret',
  alarms: 'AWS::CloudWatch::Alarm',
  compositeAlarms: 'AWS::CloudWatch::CompositeAlarm',
  dashboards: 'AWS::CloudWatch::Dashboard',
  firewall: 'AWS::WAFv2::WebACL',
  firewallRules: 'rules of AWS::WAFv2::WebACL',
}

/** As it is committed. */
export function readStanding(): StandingFile {
  return file.parse(JSON.parse(readFileSync(FILE, 'utf8')))
}

/** Of all that two stages make, the bare one and the one with nothing but the edge. */
export function standingOf(
  bare: Readonly<Record<string, number>>,
  edge: Readonly<Record<string, number>>,
): StandingFile {
  const each = (count: (type: string) => number) =>
    Object.fromEntries(Object.entries(TYPES).map(([name, type]) => [name, count(type)])) as StandingCounts
  return {
    bare: each((type) => bare[type] ?? 0),
    edge: each((type) => (edge[type] ?? 0) - (bare[type] ?? 0)),
  }
}

/** Keeps what was counted just now. */
export function writeStanding(counted: StandingFile): void {
  writeFileSync(FILE, `${JSON.stringify(counted, null, 2)}\n`)
}
