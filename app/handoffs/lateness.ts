import type { NoticeContent } from './content.ts'
import type { Hold } from './hold.ts'

/** How a channel writes what a sentence is made of. */
export type Hand = {
  /** A moment, from ISO 8601. */
  readonly moment: (iso: string) => string
  /** What is typed behind `/codexflow`. */
  readonly command: (text: string) => string
}

const WHY: Readonly<Record<Hold['because'], readonly [waited: string, instead: string, command: string]>> = {
  'quiet-hours': ['It waited for your working hours', 'to hear at once', 'settings quiet:off'],
  budget: [
    'It was beyond your budget of a day, and waited for your digest',
    'to hear of each at once',
    'settings budget:none',
  ],
}

/** Why a message came later than it was written, and how to hear at once; empty: it was not held. */
export function lateWords(
  { writtenAt }: Pick<NoticeContent, 'writtenAt'>,
  delivery: NoticeContent['deliveries'][number],
  { moment, command }: Hand,
): string {
  if (delivery.role !== 'notice' || delivery.held === undefined) return ''
  const [waited, instead, typed] = WHY[delivery.held.because]
  return ` ${waited} since ${moment(writtenAt)}; ${instead}: ${command(typed)}`
}

/** A moment where nobody's time zone is known. */
export function inUtc(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
}
