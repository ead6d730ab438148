import { describe, expect, it } from 'vitest'
import { tellIncident } from '../app/incident.ts'
import type { AlarmChange, Incident, Incidents, TellIncident } from '../app/ports/incidents.ts'
import { incidentReply } from '../app/slack/messages/incident-reply.ts'
import { minute, WORKSPACE } from './support/tasks.ts'

const change = (state: AlarmChange['state'], at: number, alarm = 'late'): AlarmChange => ({
  ...{ alarm, state, at: minute(at), reason: 'because' },
  description: 'Somebody waits. docs/operations.md#alarm-hand-off-late',
})

/** A channel, and what was said there: each message as it stands. */
function channel() {
  const rows = new Map<string, Incident>()
  const said: string[] = []
  const tell: TellIncident = {
    post: async ({ state }) => ({ channel: 'C1', ts: String(said.push(state) - 1) }),
    edit: async ({ ts }, { state }) => {
      said[Number(ts)] += ` ${state}`
    },
  }
  const incidents: Incidents = {
    find: async (_, alarm) => rows.get(alarm),
    save: async (_, alarm, seen, next) => {
      if (rows.get(alarm) !== seen) return 'lost'
      rows.set(alarm, next)
      return 'saved'
    },
  }
  const hear = (of: AlarmChange) => tellIncident({ incidents, tell }, WORKSPACE, of)
  return { said, hear, rows, incidents, tell }
}

describe('an alarm', () => {
  it('is one message from its beginning to its end; the next time is another one', async () => {
    const { said, hear } = channel()
    for (const each of [change('ALARM', 1), change('OK', 2), change('ALARM', 3)]) await hear(each)
    expect(said).toEqual(['ALARM OK', 'ALARM'])
  })

  it('is told once, however often it is heard, and never backwards', async () => {
    const { said, hear } = channel()
    for (const each of [change('ALARM', 1), change('ALARM', 1), change('OK', 5), change('ALARM', 3)]) await hear(each)
    expect(said).toEqual(['ALARM OK'])
  })

  it('whose end came before its beginning is not told at all', async () => {
    const { said, hear } = channel()
    for (const each of [change('OK', 2), change('ALARM', 1)]) await hear(each)
    expect(said).toEqual([])
  })

  it('that begins well is no news', async () => {
    const { said, hear } = channel()
    await hear(change('INSUFFICIENT_DATA', 1))
    await hear(change('OK', 2))
    expect(said).toEqual([])
  })

  it('has nothing to do with another one', async () => {
    const { said, hear } = channel()
    await hear(change('ALARM', 5))
    await hear(change('ALARM', 1, 'other'))
    await hear(change('OK', 6))
    expect(said).toEqual(['ALARM OK', 'ALARM'])
  })

  it('comes again when somebody else was faster', async () => {
    const { incidents, tell } = channel()
    const slower = { ...incidents, save: async () => 'lost' as const }
    await expect(tellIncident({ incidents: slower, tell }, WORKSPACE, change('ALARM', 1))).rejects.toThrow(
      'twice at once',
    )
  })
})

it('says what it is, what it means, where its runbook is, and why one hears of it', () => {
  expect(incidentReply(change('ALARM', 1)).text).toMatchInlineSnapshot(`
    "🔴 *late* has begun.
    Somebody waits. docs/operations.md#alarm-hand-off-late
    because
    Since 2026-03-02T09:01:00.000Z. You get this because this channel is named for alarms where CodexFlow was set up."
  `)
  expect(incidentReply({ ...change('OK', 1), description: '', reason: '<!channel>' }).text).toMatchInlineSnapshot(`
    "🟢 *late* is over.
    &lt;!channel&gt;
    Since 2026-03-02T09:01:00.000Z. You get this because this channel is named for alarms where CodexFlow was set up."
  `)
})
