import type { Audit } from '../../app/ports/audit.ts'
import { type AuditEntry, entryAfter, followsRightly } from '../../app/projects/audit.ts'

/** The administrative logs in memory, on one page. */
export function auditMemory(): Audit {
  const logs = new Map<string, AuditEntry[]>()
  const causes = new Set<string>()
  const of = (workspace: string) => logs.get(workspace) ?? []
  return {
    record: async (workspace, act) => {
      const cause = JSON.stringify([workspace, act.cause, act.action, act.subject])
      if (causes.has(cause)) return
      causes.add(cause)
      logs.set(workspace, [...of(workspace), entryAfter(of(workspace).at(-1), act)])
    },
    read: async (workspace) => ({ items: of(workspace).toReversed() }),
    verify: async (workspace) => {
      const entries = of(workspace)
      const broken = entries.findIndex((entry, index) => !followsRightly(entry, entries[index - 1]))
      return broken < 0 ? { entries: entries.length } : { entries: broken, broken: broken + 1 }
    },
  }
}
