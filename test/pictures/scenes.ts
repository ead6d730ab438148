import type { KnownBlock } from '@slack/types'
import type { NoticeContent } from '../../app/handoffs/content.ts'
import type { Standing } from '../../app/handoffs/standing.ts'
import { blockWords } from '../../app/orchestrator/block-words.ts'
import { messageSentence } from '../../app/orchestrator/message-words.ts'
import type { Message, Remark } from '../../app/ports/channel.ts'
import type { ModalView, SlackReply } from '../../app/slack/handlers.ts'
import { noticeBlocks } from '../../app/slack/messages/notice-blocks.ts'
import { threadLine } from '../../app/slack/messages/thread-line.ts'
import { SYSTEM } from '../../app/tasks/actor.ts'
import type { Task } from '../../app/tasks/task.ts'
import { toGaius } from '../support/gaius.ts'
import { aTask } from '../support/tasks.ts'
import { graphScene } from './graph-scene.ts'
import { viewScenes } from './view-scenes.ts'

/** What the README shows: the main messages and views, from the builders that Slack gets them from. */
export type Scene = {
  /** Names its picture: `docs/pictures/<name>.png`. */
  readonly name: string
  /** What one sees, for those who do not. */
  readonly caption: string
  readonly shown:
    | {
        readonly on: 'message' | 'home'
        readonly text: string
        readonly blocks: readonly KnownBlock[]
        /** What stands in the message's thread. */
        readonly thread?: readonly SlackReply[]
      }
    | { readonly on: 'modal'; readonly view: ModalView }
  /** A PNG that stands beside it in the conversation. */
  readonly beside?: () => Promise<Uint8Array>
}

const VOTE = { by: 'per_gaius', verdict: 'approved', at: '2026-03-02T11:40:00.000Z', comment: 'Go ahead.' } as const
const DECIDED: Standing = {
  state: 'decided',
  votes: [VOTE],
  outcome: { verdict: 'approved', by: { kind: 'person', id: 'per_gaius' }, at: VOTE.at, ordinal: 1 },
}

/** In the order of a task's life. */
export const SCENES: readonly Scene[] = [
  message('hand-off', 'The last thing Gaius waited for is finished', toGaius({ state: 'current' })),
  message(
    'started',
    'The same message, once he has begun',
    toGaius({ state: 'started', by: { kind: 'person', id: 'per_gaius' } }),
  ),
  message(
    'taken-back',
    'The same message, after what he waited for was reopened',
    toGaius({ state: 'on-hold', reasons: [{ kind: 'blocker', task: 'UAPI-11' }] }),
  ),
  thread(),
  message('blocked', 'A check fails on his pull request', checkFails()),
  message(
    'nudge',
    'He has not said whether it reached him',
    asked({ kind: 'nudge', readiness: 1, assignment: 1, step: 1 }),
  ),
  message('approval', 'A release needs a decision', approval({ state: 'current' })),
  message('decided', 'The same request, decided', approval(DECIDED)),
  graphScene(),
  ...viewScenes(),
]

function message(name: string, caption: string, notice: Message): Scene {
  return { name, caption, shown: { on: 'message', ...noticeBlocks(notice) } }
}

/** What a channel heard of the hand-off, and how it came to say what it says. */
function thread(): Scene {
  const inChannel = { channel: 'slack', conversation: 'C0BACKEND', isPerson: false } as const
  const at = (standing: Standing): Message => ({
    ...toGaius(standing),
    delivery: { role: 'record', address: inChannel },
  })
  const people = new Map([
    ['per_gaius', { name: 'Gaius' }],
    ['per_devi', { name: 'Devi' }],
  ] as const)
  const said = (standing: Standing, ...events: Remark['events']) =>
    threadLine(at(standing), { event: events.at(-1)!, events, people })
  const gaius = { by: { kind: 'person', id: 'per_gaius' }, at: '2026-03-02T09:12:00.000Z' } as const
  const devi = { by: { kind: 'person', id: 'per_devi' }, at: '2026-03-02T09:55:00.000Z' } as const
  const receipt = { readiness: 1, assignment: 1, by: gaius.by.id, at: gaius.at }
  const reasons = [{ kind: 'blocker', task: 'UAPI-11' }] as const
  const lines = [
    said({ state: 'received', by: gaius.by.id, at: gaius.at }, { type: 'HandoffAccepted', receipt, ...gaius }),
    said(
      { state: 'on-hold', reasons },
      { type: 'BlockerSettled', blocker: 'UAPI-11', open: true, changed: 9, ...devi },
      { type: 'TaskUnready', reasons, ...devi },
    ),
  ]
  const caption = 'In the thread of a message: how it came to say what it says'
  const { text, blocks } = noticeBlocks(at({ state: 'on-hold', reasons }))
  return { name: 'thread', caption, shown: { on: 'message', text, blocks, thread: lines } }
}

/** What the orchestrator writes about such a task; Devi does whatever somebody does. */
function words(task: Task, subject: NoticeContent['subject']): NoticeContent['words'] {
  const opening = [{ text: messageSentence(task, subject, () => 'Devi') }]
  return { opening, body: [], steps: [], priority: 'medium', writtenBy: 'template' }
}

function asked(subject: NoticeContent['subject']): Message {
  return toGaius({ state: 'current' }, { subject, facts: [], words: words(aTask({ id: 'UAPI-12' }), subject) })
}

function approval(standing: Standing): Message {
  const subject = { kind: 'approval', request: 1, approver: 'per_gaius' } as const
  return toGaius(standing, {
    subject,
    task: 'UAPI-18',
    title: 'Release sign-up',
    phase: 'deployment',
    facts: [],
    words: words(aTask({ id: 'UAPI-18' }), subject),
    approval: {
      requestedBy: 'Devi',
      note: 'Staging has run for two days without an error.',
      quorum: 1,
      approvers: { 'tech-lead': [{ id: 'per_gaius', name: 'Gaius' }] },
      expiresAt: '2026-03-04T09:00:00.000Z',
    },
  })
}

function checkFails(): Message {
  const source = 'check:northwind/user-api#71:build'
  const reason = 'the check build fails on northwind/user-api#71'
  const subject = { kind: 'block', source, since: 4, assignment: 1 } as const
  const impediments = { [source]: { reason, by: SYSTEM, since: 4 } }
  const url = 'https://github.com/northwind/user-api/actions/runs/71'
  return toGaius(
    { state: 'current' },
    {
      subject,
      facts: [{ id: 'f1', kind: 'check', label: 'build', value: url, source: 'check' }],
      words: blockWords({ impediments }, subject),
    },
  )
}
