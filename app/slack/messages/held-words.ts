import type { NoticeContent } from '../../handoffs/content.ts'
import type { Message } from '../../ports/channel.ts'
import { command, moment } from '../../verbs/words/markup.ts'

/** Why a message came later than it was written, and how to hear at once; empty: it was not held. */
export function heldWords({ writtenAt }: Pick<NoticeContent, 'writtenAt'>, delivery: Message['delivery']): string {
  if (delivery.role !== 'notice' || delivery.held === undefined) return ''
  const since = moment(writtenAt)
  return delivery.held.because === 'quiet-hours'
    ? ` It waited for your working hours since ${since}; to hear at once: ${command('settings quiet:off')}`
    : ` It was beyond your budget of a day, and waited for your digest since ${since}; to hear of each at once: ${command('settings budget:none')}`
}
