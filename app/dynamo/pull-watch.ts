import type { PullWatch } from '../ports/pulls.ts'
import type { Store } from './store.ts'
import { keys, partitions, prefixes } from './table.ts'

const PAGE = 25

/** Which pull requests of a repository are open, and until when it was compared with GitHub. */
export function pullWatch(store: Store): PullWatch {
  return {
    async openPulls(workspace, repository, after) {
      const { items, next } = await store.query({
        pk: { name: 'pk', value: partitions.repository(workspace, repository) },
        sk: { name: 'sk', prefix: prefixes.openPulls },
        limit: PAGE,
        ...(after === undefined ? {} : { after: keys.openPull(workspace, repository, after) }),
      })
      const numbers = items.map((item) => item['number'] as number)
      const last = numbers.at(-1)
      return next === undefined || last === undefined ? { items: numbers } : { items: numbers, next: last }
    },
    async comparedUntil(workspace, repository) {
      return (await store.get(keys.compared(workspace, repository)))?.['until'] as number | undefined
    },
    async compareUntil(workspace, repository, until) {
      await store.put(
        { ...keys.compared(workspace, repository), kind: 'compared', until },
        {
          expression: 'attribute_not_exists(pk) OR #until < :until',
          names: { '#until': 'until' },
          values: { ':until': until },
        },
      )
    },
  }
}
