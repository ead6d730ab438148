import type { Directory, Installations } from '../../app/ports.ts'
import type { Installation } from '../../app/projects/installation.ts'
import type { WorkspaceSettings } from '../../app/projects/workspace-settings.ts'

/** Installations in memory; settings that are written with one come to `saveSettings`. */
export function installationsMemory(directory?: Pick<Directory, 'saveSettings'>): Installations {
  const known = new Map<string, Installation>()
  const used = new Set<string>()
  return {
    find: async (workspace) => known.get(workspace),
    save: async (next, seen, settings) => {
      if (known.get(next.workspace)?.version !== seen?.version) return undefined
      const saved: Installation = { ...next, version: (seen?.version ?? 0) + 1 }
      known.set(next.workspace, saved)
      if (typeof settings === 'object') await directory?.saveSettings(settings satisfies WorkspaceSettings)
      return saved
    },
    useUp: async (attempt) => {
      if (used.has(attempt)) return false
      used.add(attempt)
      return true
    },
  }
}
