import type { KeptCheck, KeptCommitRevert, KeptRevert, KeptReview, PullIndex, PullRow } from '../ports/pulls.ts'
import type { TaskId } from '../tasks/ids.ts'
import { secondsOf } from '../tasks/ordinal.ts'
import { reviewKey } from '../tasks/review.ts'
import type { Workspace } from '../tasks/workspace.ts'
import { type Item, notNewer, type Store, type TransactWrite } from './store.ts'
import { type Key, keys, prefixes } from './table.ts'

const THIRTY_DAYS = 30 * 24 * 3600
/** Pull requests stay open longer than a commit stays their head. */
const NINETY_DAYS = 3 * THIRTY_DAYS

/** Which pull request names which tasks, and which checks a commit has. Rows only ever move forward by ordinal. */
export function pullIndex(store: Store): PullIndex {
  const forward = (key: Key, kind: string, body: Item, ordinal: number) =>
    store.put({ ...key, kind, ordinal, ...body }, notNewer(ordinal))
  const under = async (key: Key, prefix: string) => {
    const { items } = await store.query({ pk: { name: 'pk', value: key.pk }, sk: { name: 'sk', prefix } })
    return items
  }

  return {
    async link(workspace, pull) {
      await forward(keys.headPull(workspace, pull.repository, pull.sha, pull.number), 'pull', { pull }, pull.ordinal)
      const key = keys.pull(workspace, pull.repository, pull.number)
      for (;;) {
        const seen = await store.get(key)
        const known = seen?.['pull'] as PullRow | undefined
        // Every task that this pull request ever named, so that those it names no more hear of it, in whichever order
        // the deliveries come.
        const ever = new Set([...((seen?.['ever'] as TaskId[] | undefined) ?? []), ...pull.tasks])
        const now = known !== undefined && known.ordinal > pull.ordinal ? known : pull
        const revision = ((seen?.['revision'] as number | undefined) ?? 0) + 1
        const isListed = now.isOpen === true && now.tasks.length > 0
        const row = { ...key, kind: 'pull', pull: now, ever: [...ever], revision, isListed }
        const condition = atRevision(revision - 1)
        // The list of open ones changes with the row, or not at all.
        const written =
          isListed === (seen !== undefined && (seen['isListed'] as boolean))
            ? await store.put(row, condition)
            : await store.transact([{ put: row, condition }, listing(workspace, pull, isListed)])
        if (written) return [...ever].filter((task) => !now.tasks.includes(task))
      }
    },
    async pull(workspace, repository, number) {
      const row = await store.get(keys.pull(workspace, repository, number))
      return row?.['pull'] as PullRow | undefined
    },
    async pullsByHead(workspace, repository, sha) {
      const rows = await under(keys.headPull(workspace, repository, sha, 0), prefixes.headPulls(sha))
      return rows.map((row) => row['pull'] as PullRow)
    },
    async keepCheck(workspace, repository, check) {
      const expires = secondsOf(check.ordinal) + THIRTY_DAYS
      const key = keys.headCheck(workspace, repository, check.sha, check.name, check.sums)
      await forward(key, 'check', { check, expires }, check.ordinal)
    },
    async checksOf(workspace, repository, sha) {
      const rows = await under(keys.headCheck(workspace, repository, sha, ''), prefixes.headChecks(sha))
      return rows.map((row) => row['check'] as KeptCheck)
    },
    async keepReview(workspace, repository, pull, review) {
      const expires = secondsOf(review.ordinal) + NINETY_DAYS
      const key = keys.review(workspace, repository, pull, reviewKey(review))
      await forward(key, 'review', { review, expires }, review.ordinal)
    },
    async reviewsOf(workspace, repository, pull) {
      const rows = await under(keys.review(workspace, repository, pull, ''), prefixes.reviews(pull))
      return rows.map((row) => row['review'] as KeptReview)
    },
    async keepRevert(workspace, repository, taken, revert) {
      await store.put({ ...keys.revert(workspace, repository, taken, revert.number), kind: 'revert', revert })
    },
    async revertsOf(workspace, repository, taken) {
      const rows = await under(keys.revert(workspace, repository, taken, 0), prefixes.reverts(taken))
      return rows.map((row) => row['revert'] as KeptRevert)
    },
    async keepCommitRevert(workspace, repository, revert) {
      const { takes, sha, at } = revert
      const body = { kind: 'taking-back', revert, expires: Math.floor(Date.parse(at) / 1_000) + NINETY_DAYS }
      // Who finds the one finds the other.
      await store.transact([
        { put: { ...keys.taken(workspace, repository, takes, sha), ...body } },
        { put: { ...keys.takes(workspace, repository, sha), ...body } },
      ])
    },
    async commitRevert(workspace, repository, sha) {
      const row = await store.get(keys.takes(workspace, repository, sha))
      return row?.['revert'] as KeptCommitRevert | undefined
    },
    async commitRevertsOf(workspace, repository, taken) {
      const rows = await under(keys.taken(workspace, repository, taken, ''), prefixes.taken(taken))
      return rows.map((row) => row['revert'] as KeptCommitRevert)
    },
  }
}

function listing(workspace: Workspace, { repository, number }: PullRow, isListed: boolean): TransactWrite {
  const key = keys.openPull(workspace, repository, number)
  return isListed ? { put: { ...key, kind: 'open-pull', number } } : { remove: key }
}

function atRevision(revision: number) {
  if (revision === 0) return { expression: 'attribute_not_exists(pk)' }
  return { expression: '#revision = :revision', names: { '#revision': 'revision' }, values: { ':revision': revision } }
}
