import { readFileSync, writeFileSync } from 'node:fs'
import { type Counted, type UnitsFile, unitsFile } from './use.ts'

const FILE = new URL('units.json', import.meta.url)

/** What was counted last, as it is committed. Throws, naming what is wrong, when it was changed by hand. */
export function readUnits(): UnitsFile {
  return unitsFile.parse(JSON.parse(readFileSync(FILE, 'utf8')))
}

/** Keeps what was counted just now. */
export function writeUnits(actions: Readonly<Record<string, Counted>>, plays: number): void {
  const on = new Date().toISOString().slice(0, 10)
  const file = { made: { on, by: 'npm run cost -- --count', node: process.version, plays }, actions }
  writeFileSync(FILE, `${JSON.stringify(file, null, 2)}\n`)
}
