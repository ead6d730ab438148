import type { ImportBook, ImportState } from '../../app/ports/imports.ts'
import type { Workspace } from '../../app/tasks/workspace.ts'

/** Imports in memory, with the conditions of the real table. */
export function importMemory(): ImportBook {
  const states = new Map<string, ImportState>()
  const at = (workspace: Workspace, repository: number) => `${workspace} ${repository}`
  return {
    load: async (workspace, repository) => states.get(at(workspace, repository)),
    ofRepositories: async (workspace, repositories) =>
      repositories.flatMap((repository) => states.get(at(workspace, repository)) ?? []),
    async save(next, seen) {
      const key = at(next.workspace, next.repository.id)
      const now = states.get(key)
      if (now?.run !== seen?.run || now?.step !== seen?.step) return false
      states.set(key, next)
      return true
    },
    async sent({ workspace, repository, run, step }) {
      const now = states.get(at(workspace, repository))
      if (now?.run === run && now.step === step) states.set(at(workspace, repository), { ...now, sent: step })
    },
  }
}
