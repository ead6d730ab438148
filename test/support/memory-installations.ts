import type { Installations } from '../../app/ports/installations.ts'
import type { Installation } from '../../app/projects/installation.ts'
import type { directoryMemory } from './memory-directory.ts'

/** Installations in memory; settings that are written with one come to `saveSettings`. */
export function installationsMemory(directory?: ReturnType<typeof directoryMemory>): Installations {
  const known = new Map<string, Installation>()
  const used = new Set<string>()
  return {
    find: async (workspace) => known.get(workspace),
    save: async (next, seen, settings) => {
      if (known.get(next.workspace)?.version !== seen?.version) return undefined
      const saved: Installation = { ...next, version: (seen?.version ?? 0) + 1 }
      known.set(next.workspace, saved)
      if (settings === 'none') directory?.forgetSettings(next.workspace)
      else if (settings !== undefined) await directory?.saveSettings(settings)
      return saved
    },
    useUp: async (attempt) => {
      if (used.has(attempt)) return false
      used.add(attempt)
      return true
    },
  }
}
