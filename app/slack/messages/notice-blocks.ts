import type { Message } from '../../ports/channel.ts'
import { approvalBlocks } from './approval-blocks.ts'
import { blockNoticeBlocks } from './block-notice-blocks.ts'
import { channelUpdateBlocks } from './channel-update-blocks.ts'
import { handoffBlocks } from './handoff-blocks.ts'
import type { Posted } from './notice-layout.ts'
import { shortNoticeBlocks } from './short-notice-blocks.ts'

/** The message of any notice, as its task stands now. */
export function noticeBlocks(message: Message): Posted {
  switch (message.content.subject.kind) {
    case 'handoff':
      return isUpdate(message) ? channelUpdateBlocks(message) : handoffBlocks(message)
    case 'block':
      return blockNoticeBlocks(message)
    case 'approval':
    case 'reminder':
      return approvalBlocks(message)
    default:
      return shortNoticeBlocks(message)
  }
}

// In a channel, beside the message that tells the person.
function isUpdate({ delivery: { role, address } }: Message): boolean {
  return role === 'record' && address.channel === 'slack'
}
