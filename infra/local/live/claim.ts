import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { isAlive, processStart } from '../world/processes.ts'
import { Unready } from './unready.ts'

const claimSchema = z.object({ pid: z.int(), start: z.string() })

/** Claims the folder for this process, and gives what releases it. Throws `Unready` while another process has it. */
export function claimFolder(dir: string): () => void {
  const file = join(dir, 'live.json')
  const other = claimIn(file)
  if (other !== undefined && other.pid !== process.pid && isAlive(other)) {
    throw new Unready(
      `CodexFlow runs live already (process ${other.pid}). Stop it first: Ctrl-C there, or kill ${other.pid}.`,
    )
  }
  writeFileSync(file, JSON.stringify({ pid: process.pid, start: processStart(process.pid) ?? '' }), { mode: 0o600 })
  return () => {
    if (claimIn(file)?.pid === process.pid) rmSync(file, { force: true })
  }
}

function claimIn(file: string): z.output<typeof claimSchema> | undefined {
  try {
    return claimSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}
