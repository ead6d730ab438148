import type { ActionsBlockElement } from '@slack/types'
import type { ApprovalContent, NoticeContent } from '../../handoffs/content.ts'
import { shortNotice } from '../../handoffs/short-notice.ts'
import type { Standing } from '../../handoffs/standing.ts'
import type { Message } from '../../ports/channel.ts'
import { listed as inWords, roleName } from '../../projects/phrases.ts'
import type { Actor } from '../../tasks/actor.ts'
import type { ApproverRole, Outcome, Vote } from '../../tasks/approval.ts'
import type { PersonId } from '../../tasks/ids.ts'
import { documentLinks, factLines, proseWords } from '../../verbs/words/fact-words.ts'
import { moment, plain } from '../../verbs/words/markup.ts'
import { title } from './handoff-blocks.ts'
import { noticeButton, pastButtons } from './notice-buttons.ts'
import { laidOut, listed, type Posted } from './notice-layout.ts'

/** Room in characters, so that everything together stays under 10,000 even where every sign grows when it is escaped. */
const ROOM = { words: 900, note: 300, details: 1_200, links: 900, comment: 240, decisions: 1_800, roles: 150 } as const

/** The message that asks somebody for approval, and shows in the same place how it was decided, by whom and when. */
export function approvalBlocks({ content, standing }: Message): Posted {
  const { sign, head, isTrue, now, why } = shortNotice(content, standing)
  return laidOut({
    head: `${sign} ${head}`,
    sections: [title(content), ...(isTrue ? asked(content) : []), decided(content, standing) || now],
    buttons: buttons(content, standing),
    footer: plain(why, 250),
  })
}

function asked({ words, facts, approval, task }: NoticeContent): string[] {
  const note = approval?.note === undefined ? '' : `> ${plain(approval.note, ROOM.note)}`
  const deadline = approval === undefined ? '' : `Please decide by ${moment(approval.expiresAt)}.`
  return [
    [proseWords(words.opening, facts, ROOM.words), note, deadline].filter((line) => line !== '').join('\n'),
    listed(
      'What it is about',
      factLines(facts, ['environment', 'resource', 'arn', 'url', 'deployment'], task),
      ROOM.details,
      task,
    ),
    listed(
      'Links',
      documentLinks(facts).map((document) => `• ${document}`),
      ROOM.links,
      task,
    ),
  ]
}

function decided({ approval, task }: NoticeContent, standing: Standing): string {
  if (approval === undefined || (standing.state !== 'voted' && standing.state !== 'decided')) return ''
  const votes = standing.votes.map((vote) => voteLine(vote, approval))
  const last = standing.state === 'voted' ? stillToDecide(standing.open) : outcomeLine(standing.outcome)
  return [listed('Decisions', votes, ROOM.decisions, task), last].filter((part) => part !== '').join('\n')
}

/** Who has yet to decide, by their roles. */
export function stillToDecide(roles: readonly ApproverRole[]): string {
  if (roles.length === 0) return 'Somebody else still has to decide.'
  return `Still to decide: ${plain(inWords(roles.map(roleName)), ROOM.roles)}.`
}

function voteLine({ by, verdict, at, comment }: Vote, approval: ApprovalContent): string {
  const why = comment === undefined ? '' : `: ${plain(comment, ROOM.comment)}`
  const what = verdict === 'approved' ? '✅ Approved' : '🚫 Rejected'
  return `${what} by ${nameOf(by, approval)} on ${moment(at)}${why}`
}

// Whoever decided by voting is named with the vote.
function outcomeLine({ verdict, by, at }: Outcome): string {
  if (verdict === 'expired') return `Nobody decided until ${moment(at)}. It has to be asked for again.`
  return verdict === 'withdrawn' ? `The task was closed${closer(by)} on ${moment(at)}, so nobody has to decide.` : ''
}

function closer(by: Actor): string {
  return by.kind === 'github' ? ` by ${plain(by.login, 60)}` : ''
}

function nameOf(person: PersonId, { approvers }: ApprovalContent): string {
  const found = Object.values(approvers)
    .flat()
    .find(({ id }) => id === person)
  return plain(found?.name ?? 'somebody', 80)
}

function buttons({ task, notice, subject }: NoticeContent, standing: Standing): ActionsBlockElement[] {
  const show = noticeButton('task.show', task, notice)
  const hasVoted =
    standing.state === 'voted' &&
    (subject.kind === 'approval' || subject.kind === 'reminder') &&
    standing.votes.some(({ by }) => by === subject.approver)
  if (hasVoted || (standing.state !== 'current' && standing.state !== 'voted')) return pastButtons(task, notice)
  return [noticeButton('approval.approve', task, notice), noticeButton('approval.reject', task, notice), show]
}
