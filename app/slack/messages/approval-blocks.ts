import type { ActionsBlockElement } from '@slack/types'
import type { ApprovalContent, NoticeContent } from '../../handoffs/content.ts'
import { shortNotice } from '../../handoffs/short-notice.ts'
import type { Standing } from '../../handoffs/standing.ts'
import type { Message } from '../../ports.ts'
import { listed as inWords, roleName } from '../../projects/refusal-words.ts'
import type { Actor } from '../../tasks/actor.ts'
import type { Outcome, Vote } from '../../tasks/approval.ts'
import type { PersonId } from '../../tasks/ids.ts'
import { documentLinks, factLines, proseWords } from './fact-words.ts'
import { title } from './handoff-blocks.ts'
import { moment, plain } from './markup.ts'
import { noticeButton } from './notice-buttons.ts'
import { laidOut, listed, type Posted } from './notice-layout.ts'

/** Room in characters, well under Slack's limits. */
const ROOM = { words: 900, details: 1_300, links: 900 } as const

/** The message that asks somebody for approval, and shows in the same place how it was decided, by whom and when. */
export function approvalBlocks({ content, standing }: Message): Posted {
  const { sign, head, isTrue, now, why } = shortNotice(content, standing)
  return laidOut({
    head: `${sign} ${head}`,
    sections: [title(content), ...(isTrue ? asked(content) : []), decided(content, standing) || now],
    buttons: buttons(content, standing),
    footer: plain(why, 500),
  })
}

function asked({ words, facts, approval, task }: NoticeContent): string[] {
  const note = approval?.note === undefined ? '' : `> ${plain(approval.note, 500)}`
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

function decided({ approval }: NoticeContent, standing: Standing): string {
  if (approval === undefined) return ''
  if (standing.state === 'voted') {
    const open = standing.open.map(roleName)
    const still =
      open.length === 0 ? 'Somebody else still has to decide.' : `Still to decide: ${plain(inWords(open), 300)}.`
    return [...standing.votes.map((vote) => voteLine(vote, approval)), still].join('\n')
  }
  if (standing.state !== 'decided') return ''
  return [...standing.votes.map((vote) => voteLine(vote, approval)), outcomeLine(standing.outcome)]
    .filter(Boolean)
    .join('\n')
}

function voteLine({ by, verdict, at, comment }: Vote, approval: ApprovalContent): string {
  const why = comment === undefined ? '' : `: ${plain(comment, 500)}`
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
  if (hasVoted || (standing.state !== 'current' && standing.state !== 'voted')) return [show]
  return [noticeButton('approval.approve', task, notice), noticeButton('approval.reject', task, notice), show]
}
