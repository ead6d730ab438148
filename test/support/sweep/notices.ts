import type { NoticeContent } from '../../../app/handoffs/content.ts'
import type { Digest } from '../../../app/handoffs/digest.ts'
import type { Standing } from '../../../app/handoffs/standing.ts'
import type { Message, Remark } from '../../../app/ports/channel.ts'
import { approvalBlocks } from '../../../app/slack/messages/approval-blocks.ts'
import { blockNoticeBlocks } from '../../../app/slack/messages/block-notice-blocks.ts'
import { channelUpdateBlocks } from '../../../app/slack/messages/channel-update-blocks.ts'
import { digestBlocks } from '../../../app/slack/messages/digest-blocks.ts'
import { handoffBlocks } from '../../../app/slack/messages/handoff-blocks.ts'
import { noticeBlocks } from '../../../app/slack/messages/notice-blocks.ts'
import { laidOut } from '../../../app/slack/messages/notice-layout.ts'
import { shortNoticeBlocks } from '../../../app/slack/messages/short-notice-blocks.ts'
import { threadLine } from '../../../app/slack/messages/thread-line.ts'
import { MAX_APPROVERS, MAX_ROLES } from '../../../app/tasks/approval.ts'
import type { NoticeSubject } from '../../../app/tasks/notice.ts'
import { MAX_REMARK } from '../../../app/tasks/receipt.ts'
import { plain } from '../../../app/verbs/words/markup.ts'
import { toGaius } from '../gaius.ts'
import { BEN, github, WORKSPACE } from '../tasks.ts'
import { worstEvents } from './answers.ts'
import { type Sweep, swept } from './swept.ts'
import { enough, idOf, peopleCalled, times, worstContent } from './worst.ts'

/** Messages that are delivered, in every standing. */
export const NOTICES: readonly Sweep[] = [
  swept(handoffBlocks, (text) => inEveryStanding(text)),
  swept(blockNoticeBlocks, (text) => inEveryStanding(text, BLOCK)),
  swept(approvalBlocks, (text) =>
    [approval(text, 'approval'), approval(text, 'reminder')].flatMap((over) => inEveryStanding(text, over)),
  ),
  swept(shortNoticeBlocks, (text) =>
    SHORT.flatMap((subject) => inEveryStanding(text, { ...approval(text, 'approval'), subject })),
  ),
  swept(channelUpdateBlocks, (text) => inEveryStanding(text)),
  swept(noticeBlocks, (text) => [...inEveryStanding(text), ...inEveryStanding(text, BLOCK)]),
  swept(threadLine, (text) =>
    standings(text).flatMap((standing) =>
      worstEvents(text).map((event): [Message, Remark] => {
        return [toGaius(standing), { event, events: [event], people: peopleCalled(text) }]
      }),
    ),
  ),
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
  ...(['on-hold', 'reassigned', 'cancelled'] as const).map(
    (how) => ({ kind: 'withdrawn', readiness: 1, assignment: 1, how }) as const,
  ),
  { kind: 'question', since: 3 },
  { kind: 'declined', since: 3, assignment: 2 },
  { kind: 'outcome', request: 3 },
]

// As many approvers as a gate may have, in as many roles.
function approval(text: string, kind: 'approval' | 'reminder'): Partial<NoticeContent> {
  const people = times(MAX_APPROVERS, (at) => ({ id: `per_${at}` as const, name: text }))
  const roles = times(MAX_ROLES, (at) => [`role-${at}-${'x'.repeat(20)}`, people] as const)
  return {
    subject: { kind, request: 3, approver: 'per_1' },
    approval: {
      requestedBy: text,
      note: text,
      quorum: MAX_APPROVERS,
      approvers: Object.fromEntries(roles),
      expiresAt: '2026-12-01T09:00:00.000Z',
    },
  }
}

function votes(text: string, verdict: 'approved' | 'rejected') {
  return times(MAX_APPROVERS, (at) => {
    return { by: `per_${at}` as const, verdict, at: '2026-11-28T09:00:00.000Z', comment: text.slice(0, MAX_REMARK) }
  })
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
    approvals: tasks.map((task) => ({ ...task, since: '2026-11-26T09:00:00.000Z', until: '2026-11-30T09:00:00.000Z' })),
    waiting: tasks.map((task) => ({ ...task, reasons })),
    folded: tasks.map(({ id }) => id),
  }
}

function inEveryStanding(text: string, over: Partial<NoticeContent> = {}): [Message][] {
  const content = {
    ...worstContent(text),
    notGiven: [{ from: 'infrastructure', names: times(10, () => text) }],
    ...over,
  } as const
  const { to: _, ...toNobody } = content
  const current = toGaius({ state: 'current' })
  return [
    ...standings(text).map((standing): [Message] => [toGaius(standing, content)]),
    [{ ...current, content: toNobody }],
  ]
}

function standings(text: string): readonly Standing[] {
  const impediment = { reason: text, by: github(text), since: 1 }
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
    { state: 'received', by: BEN, at: '2026-11-28T09:00:00.000Z' },
    { state: 'voted', votes: votes(text, 'approved'), open: times(MAX_ROLES, (at) => `role-${at}-${'x'.repeat(20)}`) },
    ...(['approved', 'rejected', 'expired', 'withdrawn'] as const).map((verdict): Standing => {
      const outcome = { verdict, by: github(text), at: '2026-11-28T09:00:00.000Z', ordinal: 1 }
      return { state: 'decided', votes: votes(text, 'rejected'), outcome }
    }),
  ]
}
