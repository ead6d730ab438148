import { createHash, createHmac } from 'node:crypto'
import { sameText } from '../door.ts'
import type { KeyRing } from '../secrets/key-ring.ts'
import type { NoticeId } from '../tasks/notice.ts'
import type { Task } from '../tasks/task.ts'

/** What a comment of ours is about: one notice, a task as a whole, or somebody's comment that it answers. */
export type Mark = NoticeId | `t_${string}` | `c_${string}`

/** Names a task in a mark, without naming its workspace. */
export function taskMark({ workspace, id }: Pick<Task, 'workspace' | 'id'>): Mark {
  const hash = createHash('sha256').update(JSON.stringify([workspace, id]))
  return `t_${hash.digest('hex').slice(0, 32)}`
}

/**
 * The hidden mark of our comment: invisible on GitHub, and made with a key, so that nobody who copies our words can pass
 * for us. A comment whose key has left the ring is unknown to us.
 */
export function markerOf(mark: Mark, [key]: KeyRing): string {
  return `<!-- codexflow:v1 n=${mark} k=${seal(mark, key)} -->`
}

const MARKER = /<!-- codexflow:v1 n=([ntc]_[0-9a-f]{1,64}) k=([0-9a-f]{1,64}) -->/g

/** Whether a comment carries our valid mark of this very thing. */
export function isMarked(body: string, mark: Mark, keys: KeyRing): boolean {
  for (const [, id, found = ''] of body.matchAll(MARKER)) {
    if (id === mark && keys.some((key) => sameText(found, seal(mark, key)))) return true
  }
  return false
}

function seal(mark: Mark, key: string): string {
  return createHmac('sha256', key).update(`codexflow:v1 ${mark}`).digest('hex').slice(0, 32)
}
