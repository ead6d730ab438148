import nock from 'nock'
import { afterEach, expect } from 'vitest'
import type { Receipt } from '../../app/handoffs/ledger.ts'
import { silentLog } from '../../app/log.ts'
import { slackChannel } from '../../app/slack/channel.ts'
import { toGaius } from './gaius.ts'

/** The channel under test, at an hour that stands still, and the calls that Slack answers it. All must be made. */

export const NOW = Date.parse('2026-03-02T10:00:00Z')
export const API = 'https://slack.test'
export const MESSAGE = toGaius({ state: 'current' })
export const GAIUS = { channel: 'slack', conversation: 'U0GAIUS', isPerson: true } as const
export const MARK = {
  event_type: 'codexflow_notice',
  event_payload: { n: 'n_0123456789abcdef0123456789abcdef', k: 'slack#U0GAIUS' },
}

const AS_WRITTEN = 'U0GAIUS'
const TOKEN = 'xoxb-test'
let slackUser: string | undefined = AS_WRITTEN

let digest: Receipt | undefined

/** From now on Gaius has his digest there; until the end of the test. */
export function digestStands(id: string): void {
  digest = { id }
}

/** From now on Gaius is this user in Slack, or none; until the end of the test. */
export function gaiusIs(user: string | undefined): void {
  slackUser = user
}

let token: string | undefined = TOKEN

/** From now on CodexFlow is not installed; until the end of the test. */
export function uninstalled(): void {
  token = undefined
}

export function channel(apiUrl = `${API}/api/`, timeout = 8_000, now = () => NOW) {
  const slackUserOf = async (workspace: string, person: string) => {
    expect([workspace, person]).toEqual(['T0NORTHWIND', 'per_gaius'])
    return slackUser
  }
  const tokenOf = async (workspace: string) => {
    expect(workspace).toBe('T0NORTHWIND')
    return token
  }
  const digestOf = async (workspace: string, person: string, day: string) => {
    expect([workspace, person, day]).toEqual(['T0NORTHWIND', 'per_gaius', '2026-03-02'])
    return digest
  }
  return slackChannel({ tokenOf, apiUrl, timeout, now, slackUserOf, digestOf, log: silentLog })
}

export type Form = Readonly<Record<string, string>>

/** One call that Slack answers. */
export function slack(method: string, answer: object, check: (form: Form) => boolean = () => true): nock.Scope {
  return nock(API, { reqheaders: { authorization: `Bearer ${TOKEN}` } })
    .post(`/api/${method}`, (form: Form) => check(form))
    .reply(200, answer)
}

/** Slack opens the conversation with a user. */
export function opened(user = AS_WRITTEN, id = 'D1'): nock.Scope {
  return slack('conversations.open', { ok: true, channel: { id } }, ({ users }) => users === user)
}

export function refuses(method: string, error: string): nock.Scope {
  return slack(method, { ok: false, error })
}

afterEach(() => {
  const pending = nock.pendingMocks()
  nock.cleanAll()
  slackUser = AS_WRITTEN
  digest = undefined
  token = TOKEN
  expect(pending).toEqual([])
})
