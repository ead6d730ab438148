import type { NoticeSubject } from '../../tasks/notice.ts'

/** What a notice is called, within a sentence. */
export const NOTICE_NAMES: Readonly<Record<NoticeSubject['kind'], string>> = {
  handoff: 'the hand-off',
  block: 'the word that it is blocked',
  nudge: 'the question whether the hand-off arrived',
  withdrawn: 'the word that it was taken back',
  question: 'the question',
  declined: 'the word that it was given back',
  approval: 'the request for approval',
  reminder: 'the reminder to decide',
  outcome: 'the outcome of the approval',
}
