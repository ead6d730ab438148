import { isDeepStrictEqual } from 'node:util'
import type { DigestState } from '../../app/handoffs/digest.ts'
import type { PersonDays } from '../../app/ports/digests.ts'
import type { PersonId, TaskId } from '../../app/tasks/ids.ts'
import type { Workspace } from '../../app/tasks/workspace.ts'

/** What people were told, in memory, with the conditions of the real table. */
export function daysMemory(): PersonDays {
  const rows = new Map<string, { told: Set<string>; folded: Set<TaskId>; digest?: DigestState }>()
  const row = (workspace: Workspace, person: PersonId, day: string) => {
    const key = `${workspace} ${person} ${day}`
    const known = rows.get(key) ?? { told: new Set(), folded: new Set() }
    rows.set(key, known)
    return known
  }
  return {
    spend: async (workspace, person, day, notice, budget) => {
      const { told } = row(workspace, person, day)
      if (told.size > 0 && told.size >= budget && !told.has(notice)) return 'spent'
      told.add(notice)
      return 'counted'
    },
    putDown: async (workspace, person, day, task) => void row(workspace, person, day).folded.add(task),
    day: async (workspace, person, day) => {
      const { told, folded, digest } = row(workspace, person, day)
      return { told: told.size, folded: [...folded], ...(digest === undefined ? {} : { digest }) }
    },
    moveDigest: async (workspace, person, day, seen, next) => {
      const known = row(workspace, person, day)
      if (!isDeepStrictEqual(known.digest, seen)) return 'lost'
      known.digest = next
      return 'moved'
    },
  }
}
