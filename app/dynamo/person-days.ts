import type { DigestState } from '../handoffs/digest.ts'
import type { PersonDays } from '../ports/digests.ts'
import type { TaskId } from '../tasks/ids.ts'
import type { Store } from './store.ts'
import { keys } from './table.ts'

/** Seconds for which a day is remembered. */
const MONTH = 31 * 86_400

/** What people were told, one row a person and day. */
export function personDays(store: Store): PersonDays {
  return {
    async spend(workspace, person, day, notice, budget) {
      const row = await store.update(keys.personDay(workspace, person, day), {
        kind: 'day',
        expression: `ADD #told :notices SET ${KEPT}`,
        condition: 'attribute_not_exists(#told) OR size(#told) < :budget OR contains(#told, :notice)',
        names: { '#told': 'told', ...KEPT_NAMES },
        values: { ':notices': new Set([notice]), ':notice': notice, ':budget': budget, ...kept(day) },
      })
      return row === undefined ? 'spent' : 'counted'
    },
    async putDown(workspace, person, day, task) {
      await store.update(keys.personDay(workspace, person, day), {
        kind: 'day',
        expression: `ADD #folded :tasks SET ${KEPT}`,
        names: { '#folded': 'folded', ...KEPT_NAMES },
        values: { ':tasks': new Set([task]), ...kept(day) },
      })
    },
    async day(workspace, person, day) {
      const row = await store.get(keys.personDay(workspace, person, day))
      const digest = row?.['digest'] as DigestState | undefined
      return {
        told: (row?.['told'] as Set<string> | undefined)?.size ?? 0,
        folded: [...((row?.['folded'] as Set<TaskId> | undefined) ?? [])],
        ...(digest === undefined ? {} : { digest }),
      }
    },
    async moveDigest(workspace, person, day, seen, next) {
      const row = await store.update(keys.personDay(workspace, person, day), {
        kind: 'day',
        expression: `SET #digest = :next, ${KEPT}`,
        condition: seen === undefined ? 'attribute_not_exists(#digest)' : '#digest = :seen',
        names: { '#digest': 'digest', ...KEPT_NAMES },
        values: { ':next': next, ...(seen === undefined ? {} : { ':seen': seen }), ...kept(day) },
      })
      return row === undefined ? 'lost' : 'moved'
    },
  }
}

const KEPT = '#kind = :kind, #expires = :expires'
const KEPT_NAMES = { '#kind': 'kind', '#expires': 'expires' }

function kept(day: string) {
  return { ':kind': 'day', ':expires': Math.floor(Date.parse(day) / 1000) + MONTH }
}
