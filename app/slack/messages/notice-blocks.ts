import type { Message } from '../../ports.ts'
import { blockNoticeBlocks } from './block-notice-blocks.ts'
import { handoffBlocks } from './handoff-blocks.ts'
import type { Posted } from './notice-layout.ts'

/** The message of any notice, as its task stands now. */
export function noticeBlocks(message: Message): Posted {
  return message.content.subject.kind === 'handoff' ? handoffBlocks(message) : blockNoticeBlocks(message)
}
