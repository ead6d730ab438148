import type { NoticeContent } from '../../app/handoffs/content.ts'
import { type Finding, numberFacts } from '../../app/handoffs/facts.ts'
import { segmentsOf } from '../../app/handoffs/prose.ts'
import type { Standing } from '../../app/handoffs/standing.ts'
import type { Message } from '../../app/ports/channel.ts'
import { DEV, W } from './world.ts'

/** Notices as they are written for Dev, who waited for Priya's infrastructure. */

const FINDINGS: readonly Finding[] = [
  { kind: 'task', label: 'Build the user API', value: 'UAPI-13', source: 'the backend task UAPI-13' },
  { kind: 'task', label: 'Provision the Lambda', value: 'UAPI-12', source: 'the infrastructure task UAPI-12' },
  {
    kind: 'arn',
    label: 'ARN',
    value: 'arn:aws:lambda:eu-west-1:123456789012:function:user-api',
    source: 'pull request northwind/user-api#12',
  },
  { kind: 'url', label: 'API', value: 'https://api.northwind.example/v1?a=1&b=2', source: 'given by Priya' },
  { kind: 'resource', label: 'Database', value: 'user-table', source: 'given by Priya' },
  { kind: 'document', label: 'Run book', value: 'https://docs.northwind.example/run', source: 'documents of UAPI' },
  { kind: 'person', label: 'Finished UAPI-12', value: 'Priya', source: 'the task UAPI-12' },
]

export const HANDOFF: NoticeContent = {
  workspace: W,
  notice: 'n_0123456789abcdef',
  subject: { kind: 'handoff', readiness: 1, assignment: 1 },
  task: 'UAPI-13',
  title: 'Build the user API',
  phase: 'backend',
  project: { key: 'UAPI', name: 'User API' },
  to: { id: DEV, name: 'Dev', githubLogin: 'dev-gh' },
  finished: [{ id: 'UAPI-12', title: 'Provision the Lambda', phase: 'infrastructure', by: 'Priya' }],
  waitingNext: 2,
  facts: numberFacts(FINDINGS),
  words: {
    opening: segmentsOf('[[f7]] finished [[f2]], so nothing stands in your way now.'),
    body: segmentsOf('[[f6]] holds the details.'),
    steps: [segmentsOf('Call [[f4]] once.'), segmentsOf('Read from [[f5]].')],
    priority: 'medium',
    writtenBy: 'model',
  },
  deliveries: [],
  writtenAt: '2026-06-01T10:00:00.000Z',
}

export const BLOCK: NoticeContent = {
  ...HANDOFF,
  subject: { kind: 'block', source: 'check:northwind/user-api#12:build', since: 3, assignment: 1 },
  finished: [],
  words: {
    opening: segmentsOf('The check build fails on northwind/user-api#12.'),
    body: [],
    steps: [segmentsOf('Look at what failed and push a fix.')],
    priority: 'high',
    writtenBy: 'template',
  },
}

export const ADDRESS = { channel: 'github', repository: 'northwind/user-api', installation: 7, issue: 5 } as const

/** The record on the issue, as long as nothing else is said. */
export function messageOf(content: NoticeContent, rest: Partial<Message> = {}): Message {
  return { content, standing: { state: 'current' }, delivery: { role: 'record', address: ADDRESS }, ...rest }
}

/** Every way in which a notice may stand. */
export const STANDINGS: readonly Standing[] = [
  { state: 'current' },
  { state: 'started', by: { kind: 'person', id: DEV } },
  { state: 'finished' },
  { state: 'on-hold', reasons: [{ kind: 'blocker', task: 'UAPI-12' }] },
  { state: 'reassigned' },
  { state: 'cancelled' },
  { state: 'lifted' },
  { state: 'superseded' },
]
