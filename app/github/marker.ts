import { createHmac } from 'node:crypto'
import { sameText } from '../door.ts'
import type { NoticeId } from '../tasks/notice.ts'

/**
 * The hidden mark of our comment about a notice: invisible on GitHub, and made with a key, so that nobody who copies our
 * words can pass for us. Changing the key makes earlier comments unknown to us.
 */
export function markerOf(notice: NoticeId, key: string): string {
  return `<!-- codexflow:v1 n=${notice} k=${seal(notice, key)} -->`
}

const MARKER = /<!-- codexflow:v1 n=(n_[0-9a-f]{1,64}) k=([0-9a-f]{1,64}) -->/g

/** Whether a comment carries our valid mark of this notice. */
export function isMarked(body: string, notice: NoticeId, key: string): boolean {
  for (const [, id, mark = ''] of body.matchAll(MARKER)) {
    if (id === notice && sameText(mark, seal(notice, key))) return true
  }
  return false
}

function seal(notice: NoticeId, key: string): string {
  return createHmac('sha256', key).update(`codexflow:v1 ${notice}`).digest('hex').slice(0, 32)
}
