import { words } from '../../app/decisions/verified-handoff.ts'
import type { NoticeContent } from '../../app/handoffs/content.ts'
import type { Standing } from '../../app/handoffs/standing.ts'
import type { Message } from '../../app/ports/channel.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'
import { GAIUS } from './handoff-context.ts'

/** The architecture document's hand-off to Gaius, as a model might word it. */
export const GAIUS_CONTENT: NoticeContent = {
  workspace: workspaceOf('T0NORTHWIND'),
  notice: 'n_0123456789abcdef0123456789abcdef',
  subject: { kind: 'handoff', readiness: 1, assignment: 1 },
  task: 'UAPI-12',
  title: 'Implement user CRUD endpoints',
  phase: 'backend',
  project: { key: 'UAPI', name: 'User API' },
  to: { id: 'per_gaius', name: 'Gaius', slackUser: 'U0GAIUS', githubLogin: 'gaius-b' },
  finished: [{ id: 'UAPI-11', title: 'Provision Lambda for user-api', phase: 'infrastructure', by: 'Devi' }],
  waitingNext: 2,
  facts: GAIUS.facts,
  words: words(
    {
      opening: 'Great news! [[f3]] finished [[f1]], so the way is free for [[f2]].',
      body: 'Requests come in at [[f5]] and are answered by the function behind it.',
      nextSteps: ['Answer one simple read request behind [[f5]] first.', 'Read [[f9]] before you model the data.'],
      priority: 'high',
    },
    GAIUS,
  ),
  deliveries: [],
  writtenAt: '2026-03-02T09:00:00.000Z',
}

/** A message of that hand-off, with changes. */
export function toGaius(standing: Standing, over: Partial<NoticeContent> = {}): Message {
  return {
    content: { ...GAIUS_CONTENT, ...over },
    standing,
    delivery: { role: 'notice', address: { channel: 'slack', conversation: 'U0GAIUS', isPerson: true } },
  }
}
