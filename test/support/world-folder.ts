import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { processStart } from '../../infra/local/world/processes.ts'
import { readRun } from '../../infra/local/world/run-file.ts'
import { openWorld, type World, type WorldOptions } from '../../infra/local/world/world.ts'
import { eventually } from './eventually.ts'

/** A folder in which a test opens worlds; whatever still lives at the end is ended by the record it left. */
export type WorldFolder = {
  readonly dir: string
  /** On free ports, in memory, and ending with this process, unless the test says otherwise. */
  open(options?: WorldOptions): Promise<World>
  remove(): Promise<void>
}

export function worldFolder(): WorldFolder {
  const dir = mkdtempSync(join(tmpdir(), 'world-'))
  return {
    dir,
    open: (options = {}) => openWorld({ dir, ports: 'free', inMemory: true, endWithParent: true, ...options }),
    remove: async () => {
      const run = readRun(dir)
      if (run !== undefined && processStart(run.pid) === run.start) process.kill(run.pid, 'SIGKILL')
      if (run !== undefined) await processesGone(run.pid, run.dynoxide.pid)
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** Waits until none of these processes is left. */
export async function processesGone(...pids: readonly number[]): Promise<void> {
  const none = pids.map(() => undefined)
  await eventually(() => expect(pids.map(processStart)).toEqual(none))
}
