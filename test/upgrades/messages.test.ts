import { describe, expect, it } from 'vitest'
import { readEnvelope } from '../../app/bus/envelope.ts'
import { unpackDelivery } from '../../app/github/inbox.ts'
import { unpackAlarm } from '../../app/queue/alarms.ts'
import { unpackDigestOrder } from '../../app/queue/digest-orders.ts'
import { unpackImport } from '../../app/queue/imports.ts'
import { unpackOrder } from '../../app/queue/orders.ts'
import { unpackStatementOrder } from '../../app/queue/statement-orders.ts'
import { unpackVisit } from '../../app/queue/visits.ts'
import { BUTTONS } from '../../app/slack/actions/registry.ts'
import { unpackTaskButton } from '../../app/slack/actions/task-button.ts'
import { MODALS, OPEN_FORM } from '../../app/slack/callbacks.ts'
import { unpackFormCall, unpackPreset } from '../../app/slack/modals/preset.ts'
import { unpackFollowUp } from '../../app/verbs/follow-up.ts'
import { allStored } from './stored.ts'

/** How a message of each queue is read: with all that it says, or `undefined`. */
const READERS: Readonly<Record<string, (body: string) => unknown>> = {
  events: (body) => readEnvelope(JSON.parse(body)),
  inbox: (body) => contentOf(unpackDelivery(body)),
  deliveries: (body) => unpackOrder(JSON.parse(body)),
  alarms: (body) => unpackAlarm(JSON.parse(body)),
  digests: (body) => unpackDigestOrder(JSON.parse(body)),
  imports: (body) => unpackImport(JSON.parse(body)),
  statements: (body) => unpackStatementOrder(JSON.parse(body)),
  visits: (body) => unpackVisit(JSON.parse(body)),
  followUps: (body) => contentOf(unpackFollowUp(body)),
}

function contentOf<T>(read: { readonly ok: boolean; readonly value?: T; readonly error?: unknown }): T | undefined {
  return read.ok ? read.value : undefined
}

describe.each(allStored().map((stored) => [stored.name, stored] as const))('what was sent by %s', (_, { messages }) => {
  it.each(Object.entries(messages.queues))('and waits on a queue is read: %s', (queue, bodies) => {
    expect(bodies.length).toBeGreaterThan(0)
    const unread = bodies.filter((body) => READERS[queue]!(body) === undefined)
    expect(unread).toEqual([])
  })

  it('is a button that still acts on its task', () => {
    const { buttons } = messages
    expect(buttons.length).toBeGreaterThan(3)
    const dead = buttons.filter(({ actionId, value }) => {
      if (actionId.startsWith(OPEN_FORM)) return unpackFormCall(value) === undefined
      return !(actionId in BUTTONS) || unpackTaskButton(value) === undefined
    })
    expect(dead).toEqual([])
  })

  it('is a form that is still taken', () => {
    for (const { callbackId, privateMetadata } of messages.modals) {
      expect(MODALS).toContain(callbackId)
      expect(unpackPreset(privateMetadata)).toEqual(JSON.parse(privateMetadata))
    }
  })

  it('is a comment whose hidden mark is still looked for', () => {
    expect(messages.comments.length).toBeGreaterThan(0)
    // As `marker.ts` reads it; whether the key is ours cannot be known here.
    for (const body of messages.comments) expect(body).toMatch(/<!-- codexflow:v1 n=[ntc]_[0-9a-f]+ k=[0-9a-f]+ -->/)
  })
})

it('a repository that was to be connected before it mattered where that was asked still is, and is answered there', () => {
  const old = { type: 'ConnectRepository', workspace: 'T0', person: 'per_amy', project: 'UAPI', fullName: 'o/r' }
  const said = { responseUrl: 'https://hooks.slack.com/commands/T0/1/x', at: '2026-11-23T10:00:00.000Z', cause: 'c' }
  expect(unpackFollowUp(JSON.stringify({ ...old, ...said }))).toEqual({
    ok: true,
    value: {
      ...{ type: 'ConnectRepository', person: 'per_amy', project: 'UAPI', fullName: 'o/r' },
      asked: { ...said, workspace: 'T0', channel: '', slackUser: 'nobody', userName: '' },
    },
  })
})
