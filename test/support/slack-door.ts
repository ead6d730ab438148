import nock from 'nock'
import { afterEach, beforeEach, expect } from 'vitest'
import { jsonLog } from '../../app/log.ts'
import { createSlackApp, type SlackAppOptions } from '../../app/slack/bolt.ts'
import { slackDoor } from '../../app/slack/door.ts'
import type { SlackInput } from '../../app/slack/inputs.ts'
import { NOW, SLACK_SECRET } from './requests.ts'
import { standing } from './secrets.ts'

/** Lines of the log, and what reached a handler, since the test began. */
export const lines: string[] = []
export const seen: SlackInput[] = []
export const log = jsonLog((line) => lines.push(line))

beforeEach(() => {
  lines.length = 0
  seen.length = 0
})
afterEach(() => {
  const pending = nock.pendingMocks()
  nock.cleanAll()
  expect(pending).toEqual([])
})

/** Our own record of the workspace. */
export const authorize = async () => ({ botToken: 'xoxb-test', botId: 'B0BOT', botUserId: 'U0BOT' })

/** The whole path: door, receiver, Bolt, and handlers that note what they were given. */
export function door(handlers: Partial<SlackAppOptions> = {}) {
  const note = async <T extends SlackInput>(input: T) => void seen.push(input)
  const receiver = createSlackApp({
    authorize,
    apiUrl: 'https://slack.com/api/',
    log,
    commands: {
      '/codexflow': async (input) => {
        await note(input)
        return { text: `you said: ${input.text}` }
      },
    },
    actions: [
      {
        on: /^receipt:/,
        act: async (input) => {
          await note(input)
          return undefined
        },
      },
    ],
    views: {
      contract: async (input) => {
        await note(input)
        return input.values['endpoint']?.['url']
          ? { kind: 'close' }
          : { kind: 'errors', errors: { endpoint: 'Gebraucht: größer' } }
      },
    },
    shortcuts: {
      done: async (input) => {
        await note(input)
        return undefined
      },
    },
    options: {
      'task.search': async (input) => {
        await note(input)
        return [{ text: 'UAPI-1 Provision', value: 'UAPI-1' }]
      },
    },
    events: { app_mention: note },
    ...handlers,
  })
  return slackDoor({ signers: standing([SLACK_SECRET]), now: () => NOW * 1000, log, receiver })
}
