import type { NoticeContent } from '../../../app/handoffs/content.ts'
import type { Digest } from '../../../app/handoffs/digest.ts'
import type { Standing } from '../../../app/handoffs/standing.ts'
import type { Message } from '../../../app/ports.ts'
import { approvalBlocks } from '../../../app/slack/messages/approval-blocks.ts'
import { blockNoticeBlocks } from '../../../app/slack/messages/block-notice-blocks.ts'
import { digestBlocks } from '../../../app/slack/messages/digest-blocks.ts'
import { handoffBlocks } from '../../../app/slack/messages/handoff-blocks.ts'
import { plain } from '../../../app/slack/messages/markup.ts'
import { noticeBlocks } from '../../../app/slack/messages/notice-blocks.ts'
import { laidOut } from '../../../app/slack/messages/notice-layout.ts'
import { shortNoticeBlocks } from '../../../app/slack/messages/short-notice-blocks.ts'
import type { NoticeSubject } from '../../../app/tasks/notice.ts'
import { toGaius } from '../gaius.ts'
import { BEN, github, minute, WORKSPACE } from '../tasks.ts'
import { type Sweep, swept } from './swept.ts'
import { enough, idOf, times, worstContent } from './worst.ts'

/** Messages that are delivered, in every standing. */
export const NOTICES: readonly Sweep[] = [
  swept(handoffBlocks, (text) => inEveryStanding(text)),
  swept(blockNoticeBlocks, (text) => inEveryStanding(text, BLOCK)),
  swept(approvalBlocks, (text) => inEveryStanding(text, approvalAsked(text))),
  swept(shortNoticeBlocks, (text) =>
    SHORT.flatMap((subject) => inEveryStanding(text, { ...approvalAsked(text), subject })),
  ),
  swept(noticeBlocks, (text) => [...inEveryStanding(text), ...inEveryStanding(text, BLOCK)]),
  swept(digestBlocks, (text) => [
    [worstDigest(text)],
    [{ ...worstDigest(text), because: 'budget' as const, ready: [], begun: [], waiting: [], approvals: [] }],
  ]),
  swept(laidOut, (text) => [[{ head: 'Ready', sections: [`Of ${plain(text)}`, ''], buttons: [], footer: 'From me.' }]]),
]

const BLOCK: Partial<NoticeContent> = {
  subject: { kind: 'block', source: 'check:northwind/user-api#7:build', since: 4, assignment: 1 },
}

const SHORT: readonly NoticeSubject[] = [
  { kind: 'nudge', readiness: 1, assignment: 1, step: 1 },
  { kind: 'nudge', readiness: 1, assignment: 1, step: 2 },
  { kind: 'withdrawn', readiness: 1, assignment: 1, how: 'on-hold' },
  { kind: 'question', since: 4 },
  { kind: 'declined', since: 4, assignment: 1 },
  { kind: 'outcome', request: 4 },
]

function approvalAsked(text: string): Partial<NoticeContent> {
  const people = times(enough(10, text), (at) => ({ id: `per_${at}` as const, name: text }))
  const approvers = Object.fromEntries(times(enough(5, text), (at) => [`${text.slice(0, 40)}${at}`, people]))
  const approval = { requestedBy: text, note: text.slice(0, 500), quorum: 2, approvers, expiresAt: minute(120) }
  return { subject: { kind: 'approval', request: 4, approver: BEN }, approval }
}

function worstDigest(text: string): Digest {
  const tasks = times(200, (at) => ({ id: idOf(at), title: text, awaitedBy: 100, isNew: true }))
  const impediment = { reason: text, by: github(text), since: 1 }
  const reasons = times(enough(50, text), (at) => ({ kind: 'impediment', source: `${at}`, impediment }) as const)
  return {
    workspace: WORKSPACE,
    person: BEN,
    slackUser: 'U0BEN',
    day: '2026-11-28',
    because: 'digest',
    ready: tasks,
    begun: tasks,
    approvals: tasks,
    waiting: tasks.map((task) => ({ ...task, reasons })),
    folded: tasks.map(({ id }) => id),
  }
}

function inEveryStanding(text: string, over: Partial<NoticeContent> = {}): [Message][] {
  const content = { ...worstContent(text), ...over }
  const { to: _, ...toNobody } = content
  const current = toGaius({ state: 'current' })
  return [
    ...standings(text).map((standing): [Message] => [toGaius(standing, content)]),
    [{ ...current, content: toNobody }],
  ]
}

function standings(text: string): readonly Standing[] {
  const impediment = { reason: text, by: github(text), since: 1 }
  const vote = { by: BEN, verdict: 'rejected', at: minute(5), comment: text.slice(0, 500) } as const
  return [
    { state: 'current' },
    { state: 'started', by: github(text) },
    { state: 'finished' },
    {
      state: 'on-hold',
      reasons: [
        ...times(100, (at) => ({ kind: 'blocker', task: idOf(at) }) as const),
        ...times(enough(50, text), (at) => ({ kind: 'impediment', source: `${at}`, impediment }) as const),
      ],
    },
    { state: 'reassigned' },
    { state: 'cancelled' },
    { state: 'superseded' },
    { state: 'lifted' },
    { state: 'received', by: BEN, at: minute(5) },
    { state: 'voted', votes: [vote], open: ['tech-lead'] },
    { state: 'decided', votes: [vote], outcome: { ...vote, by: github(text), ordinal: 4 } },
  ]
}
