import type { NoticeContent } from '../../handoffs/content.ts'
import type { Message } from '../../ports.ts'
import { command, moment } from './markup.ts'

/** Why a message came later than it was written, and how to hear at once; empty: it was not held. */
export function heldWords({ writtenAt }: Pick<NoticeContent, 'writtenAt'>, delivery: Message['delivery']): string {
  if (delivery.role !== 'notice' || delivery.held === undefined) return ''
  return ` It waited for your working hours since ${moment(writtenAt)}; to hear at once: ${command('settings quiet:off')}`
}
