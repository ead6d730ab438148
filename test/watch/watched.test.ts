import { describe, expect, it } from 'vitest'
import type { Decided } from '../../app/decisions/spec.ts'
import type { NoticeContent } from '../../app/handoffs/content.ts'
import type { LedgerEntry } from '../../app/handoffs/ledger.ts'
import { PATIENCE } from '../../app/handoffs/ledger.ts'
import { ambiguous, claimed, dead, edited, pending, refused, sent } from '../../app/handoffs/transitions.ts'
import type { Ledger } from '../../app/ports/ledger.ts'
import type { OwedIndex } from '../../app/ports/owed.ts'
import type { Measure } from '../../app/telemetry/metrics.ts'
import { watchedDoor } from '../../app/watch/watched-door.ts'
import { watchedLedger } from '../../app/watch/watched-ledger.ts'
import { watchedModel } from '../../app/watch/watched-model.ts'
import { watchedOwed } from '../../app/watch/watched-owed.ts'
import { WORKSPACE } from '../support/tasks.ts'

/** Figures as they were noted: `name value apart`. */
function noting() {
  const noted: unknown[] = []
  const measure: Measure = (metric, value, apart) => void noted.push([metric, value, apart])
  return { noted, measure }
}

const NINE = Date.UTC(2026, 2, 2, 9)
const slack = { channel: 'slack', conversation: 'U0BEN', isPerson: true } as const

function entryOf(delivery: NoticeContent['deliveries'][number], kind: 'handoff' | 'block' = 'handoff') {
  const subject =
    kind === 'handoff'
      ? ({ kind, readiness: 1, assignment: 1 } as const)
      : ({ kind, source: 's', since: 1, assignment: 1 } as const)
  const content = { workspace: WORKSPACE, notice: 'n_1', task: 'UAPI-2', subject } as unknown as NoticeContent
  return claimed(pending(content, delivery, NINE), NINE, PATIENCE)
}

async function movedTo(seen: LedgerEntry, next: LedgerEntry, outcome: 'moved' | 'lost' = 'moved') {
  const { noted, measure } = noting()
  const ledger = watchedLedger({ move: async () => outcome } as unknown as Ledger, measure, () => NINE + 4_000)
  expect(await ledger.move(seen, next)).toBe(outcome)
  return noted
}

describe('a delivery that is sent', () => {
  const since = new Date(NINE - 1_000).toISOString()
  const claim = entryOf({ role: 'notice', address: slack, since })

  it('counts, with how long its receiver waited since their turn began', async () => {
    expect(await movedTo(claim, sent(claim, { id: 'x' }))).toEqual([
      ['Deliveries', 1, { channel: 'slack', state: 'sent' }],
      ['HandoffLatency', 5_000, { channel: 'slack' }],
    ])
  })

  it('made nobody wait while they were not to be disturbed', async () => {
    const held = { until: NINE + 3_000, because: 'quiet-hours' } as const
    const late = entryOf({ role: 'notice', address: slack, since, held })
    expect(await movedTo(late, sent(late, { id: 'x' }))).toContainEqual(['HandoffLatency', 1_000, { channel: 'slack' }])
  })

  it('is no hand-off where it is a record of one, or something else', async () => {
    const record = entryOf({ role: 'record', address: slack })
    const block = entryOf({ role: 'notice', address: slack, since }, 'block')
    for (const entry of [record, block]) {
      expect(await movedTo(entry, sent(entry, { id: 'x' }))).toEqual([
        ['Deliveries', 1, { channel: 'slack', state: 'sent' }],
      ])
    }
  })

  it('is not sent again when it is edited', async () => {
    const done = sent(claim, { id: 'x' })
    expect(await movedTo(done, edited(done, { id: 'x' }))).toEqual([])
  })

  it('counts for whoever was faster', async () => {
    expect(await movedTo(claim, sent(claim, { id: 'x' }), 'lost')).toEqual([])
  })
})

describe('a delivery that is not', () => {
  const claim = entryOf({ role: 'notice', address: slack })

  it('counts as what it became', async () => {
    const no = { notBefore: NINE, why: 'not now' }
    const states = []
    for (const next of [ambiguous(claim), refused(claim, no, NINE, PATIENCE), dead(claim, 'never')]) {
      states.push(...(await movedTo(claim, next)))
    }
    expect(states).toEqual(
      ['ambiguous', 'retry', 'dead'].map((state) => ['Deliveries', 1, { channel: 'slack', state }]),
    )
  })

  it('counts for nothing while somebody tries', async () => {
    const open = pending({ subject: claim.subject } as NoticeContent, claim.delivery, NINE)
    expect(await movedTo(open, claim)).toEqual([])
  })
})

describe('the model', () => {
  async function decided(given: Omit<Decided<unknown>, 'answer'>) {
    const { noted, measure } = noting()
    const decide = watchedModel((async () => ({ answer: 1, ...given })) as never, measure)
    expect(await decide({} as never, {})).toEqual({ answer: 1, ...given })
    return noted
  }

  it('counts by decision, call and token', async () => {
    expect(await decided({ by: 'model', attempts: 2, usage: { input: 900, output: 80, cached: 0 } })).toEqual([
      ['ModelDecisions', 1, {}],
      ['ModelCalls', 2, {}],
      ['ModelTokens', 900, { kind: 'input' }],
      ['ModelTokens', 80, { kind: 'output' }],
    ])
  })

  it('counts what it did not do, by why', async () => {
    expect(await decided({ by: 'fallback', reason: 'throttled', attempts: 1 })).toEqual([
      ['ModelDecisions', 1, {}],
      ['ModelFallbacks', 1, { reason: 'throttled' }],
      ['ModelCalls', 1, {}],
    ])
  })

  it.each(['no-model', 'over-budget'] as const)('is not blamed for what it was not asked: %s', async (reason) => {
    expect(await decided({ by: 'fallback', reason, attempts: 0 })).toEqual([])
  })
})

describe('what is owed', () => {
  async function round(...due: readonly number[]) {
    const { noted, measure } = noting()
    const index = {
      late: async function* () {
        for (const at of due) yield { due: at }
      },
    } as unknown as OwedIndex
    const seen = []
    for await (const late of watchedOwed(index, measure, () => NINE).late(NINE)) seen.push(late.due)
    expect(seen).toEqual(due)
    return noted
  }

  it('is as old as the longest overdue of it, once a round', async () => {
    expect(await round(NINE - 10_000, NINE - 90_000, NINE + 5_000)).toEqual([['OldestOwed', 90, {}]])
  })

  it('is nothing when nothing is, and that is said too', async () => {
    expect(await round()).toEqual([['OldestOwed', 0, {}]])
  })
})

describe('a door', () => {
  async function answered(statusCode: number) {
    const { noted, measure } = noting()
    const answer = { statusCode, headers: {}, body: '' }
    const door = watchedDoor('github', async () => answer, measure)
    expect(await door({} as never)).toBe(answer)
    return noted
  }

  it('counts whom it turned away, by why, and nobody else', async () => {
    expect(await answered(401)).toEqual([['DoorRejections', 1, { door: 'github', reason: '401' }]])
    expect(await answered(500)).toEqual([['DoorRejections', 1, { door: 'github', reason: 'broken' }]])
    expect(await answered(202)).toEqual([])
  })
})
