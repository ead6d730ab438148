import type { KnownBlock } from '@slack/types'
import type { Message } from '../../app/ports.ts'
import type { ModalView } from '../../app/slack/handlers.ts'
import { noticeBlocks } from '../../app/slack/messages/notice-blocks.ts'
import { GAIUS_CONTENT, toGaius } from '../support/gaius.ts'
import { graphScene } from './graph-scene.ts'

/** What the README shows: the main messages and views, from the builders that Slack gets them from. */
export type Scene = {
  /** Names its picture: `docs/pictures/<name>.png`. */
  readonly name: string
  /** What one sees, for those who do not. */
  readonly caption: string
  readonly shown:
    | { readonly on: 'message' | 'home'; readonly text: string; readonly blocks: readonly KnownBlock[] }
    | { readonly on: 'modal'; readonly view: ModalView }
  /** A PNG that stands beside it in the conversation. */
  readonly beside?: () => Promise<Uint8Array>
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
  message('blocked', 'A check fails on his pull request', checkFails()),
  graphScene(),
]

function message(name: string, caption: string, notice: Message): Scene {
  return { name, caption, shown: { on: 'message', ...noticeBlocks(notice) } }
}

function checkFails(): Message {
  const source = 'check:northwind/user-api#7:build'
  const url = 'https://github.com/northwind/user-api/actions/runs/71'
  return toGaius(
    { state: 'current' },
    {
      subject: { kind: 'block', source, since: 4, assignment: 1 },
      facts: [
        { id: 'f1', kind: 'task', label: GAIUS_CONTENT.title, value: 'UAPI-12', source: 'task' },
        { id: 'f2', kind: 'check', label: 'build', value: url, source: 'check' },
      ],
      words: {
        opening: [
          { text: 'The check ' },
          { fact: 'f2' },
          { text: ' fails on your pull request for ' },
          { fact: 'f1' },
          { text: '.' },
        ],
        body: [],
        steps: [[{ text: 'Open it and read the first error.' }]],
        priority: 'high',
        writtenBy: 'template',
      },
    },
  )
}
