import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPerson } from '../../app/tasks/actor.ts'
import type { Command } from '../../app/tasks/commands.ts'
import { decide } from '../../app/tasks/decide.ts'
import {
  isStale,
  mayTell,
  type NoticeId,
  type NoticeSubject,
  noticeId,
  staleNotices,
  type WantedNotice,
} from '../../app/tasks/notice.ts'
import { isClosed, type Task } from '../../app/tasks/task.ts'
import { missingNotices, wantedNotices } from '../../app/tasks/wanted-notices.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'
import { anyCommand, anyNewTask, anySweep, live, sweepOrders } from '../support/task-arbitraries.ts'
import { ANN, after, aPull, ask, aTask, BEN, CHO, given, openSince, PULL, person } from '../support/tasks.ts'

const system = { by: { kind: 'system' }, at: 'then' } as const
const write = (notice: WantedNotice): Command => ({ type: 'WriteNotice', notice, ...system })
const forget = (notice: NoticeId): Command => ({ type: 'ForgetNotice', notice, ...system })
const turn = (readiness: number, assignment: number): NoticeSubject => ({ kind: 'handoff', readiness, assignment })
const handoff = (task: Task, subject: NoticeSubject, suppressed = false): WantedNotice => ({
  id: noticeId(task, subject),
  subject,
  ...(task.assignee === undefined ? {} : { to: task.assignee }),
  suppressed,
})
const FIRST = handoff(aTask(), turn(1, 1))

describe('the id of a notice', () => {
  it('is the same for the same turn, and another for every other turn, task, workspace and kind', () => {
    const task = aTask()
    expect(noticeId(task, turn(1, 1))).toMatch(/^n_[0-9a-f]{32}$/)
    const block = { kind: 'block', source: BEN, since: 1, assignment: 1 } as const
    const all = [
      noticeId(task, turn(1, 1)),
      noticeId(task, turn(1, 2)),
      noticeId(task, turn(2, 1)),
      noticeId(aTask({ id: 'UAPI-3' }), turn(1, 1)),
      noticeId(aTask({ workspace: workspaceOf('T0OTHER') }), turn(1, 1)),
      noticeId(task, block),
      noticeId(task, { ...block, source: ANN }),
      noticeId(task, { ...block, since: 2 }),
      noticeId(task, { ...block, assignment: 2 }),
    ]
    expect(new Set(all).size).toBe(all.length)
    expect(noticeId(aTask({ title: 'another title' }), turn(1, 1))).toBe(all[0])
  })
})

describe('what a task wants to be told', () => {
  it('its hand-off, when it is ready', () => {
    expect(wantedNotices(aTask())).toEqual([FIRST])
    expect(wantedNotices(aTask({ blockers: { 'UAPI-1': openSince(1) } }))).toEqual([])
  })

  it('to nobody in particular, when nobody is assigned', () => {
    const { assignee: _, ...nobodys } = aTask()
    expect(wantedNotices(nobodys)).toEqual([{ id: FIRST.id, subject: FIRST.subject, suppressed: false }])
  })

  it('suppressed, when the receiver moved the turn', () => {
    expect(wantedNotices(aTask({ by: person(BEN) }))).toEqual([{ ...FIRST, suppressed: true }])
    const own = after(aTask({ assignee: CHO, by: person(CHO) }), ask.assign(BEN, { by: person(ANN) }))
    expect(wantedNotices(own)).toEqual([handoff(own, turn(1, 2), false)])
  })

  it('each impediment to the assignee, but not to the one who raised it', () => {
    const blocked = after(aTask(), ask.block(CHO, 'no access', { by: person(CHO) }), ask.block(BEN, 'no budget'))
    const subjects = [
      { kind: 'block', source: CHO, since: 2, assignment: 1 },
      { kind: 'block', source: BEN, since: 3, assignment: 1 },
    ] as const
    expect(wantedNotices(blocked)).toEqual([
      { id: noticeId(blocked, subjects[0]), subject: subjects[0], to: BEN, suppressed: false },
      { id: noticeId(blocked, subjects[1]), subject: subjects[1], to: BEN, suppressed: true },
    ])
  })

  it('nothing, once it is started or closed', () => {
    expect(wantedNotices(after(aTask(), ask.start()))).toEqual([])
    expect(wantedNotices(after(aTask(), ask.block(CHO, 'no access'), ask.cancel()))).toEqual([])
  })

  it('not again what is written', () => {
    expect(missingNotices(aTask())).toEqual([FIRST])
    expect(missingNotices(after(aTask(), write(FIRST)))).toEqual([])
  })
})

describe('writing and forgetting a notice', () => {
  it('is kept with the task, once', () => {
    given(aTask())
      .when(write(FIRST))
      .thenEvents([{ type: 'HandoffWritten', notice: FIRST }], { notices: { [FIRST.id]: FIRST } })
    given(after(aTask(), write(FIRST)))
      .when(write(FIRST))
      .thenNothing()
  })

  it('records the suppressed and the block notices as what they are', () => {
    const own = { ...FIRST, suppressed: true }
    given(aTask({ by: person(BEN) }))
      .when(write(own))
      .thenEvents([{ type: 'HandoffSuppressed', notice: own }], { notices: { [own.id]: own } })
    const blocked = after(aTask(), ask.block(CHO, 'no access', { by: person(CHO) }), ask.block(BEN, 'no budget'))
    const [told, kept] = wantedNotices(blocked)
    if (told === undefined || kept === undefined) throw new Error('two notices are wanted')
    given(blocked)
      .when(write(told))
      .thenEvents([{ type: 'BlockNoticeWritten', notice: told }], { notices: { [told.id]: told } })
    given(blocked)
      .when(write(kept))
      .thenEvents([{ type: 'BlockNoticeSuppressed', notice: kept }], { notices: { [kept.id]: kept } })
  })

  it('is refused when the turn has passed, or when the task is ready no longer', () => {
    const passed = { kind: 'turn-passed', task: 'UAPI-2' } as const
    given(after(aTask(), ask.assign(CHO)))
      .when(write(FIRST))
      .thenRefused(passed)
    given(after(aTask(), ask.start())).when(write(FIRST)).thenRefused(passed)
    given(after(aTask(), ask.block(CHO, 'no access')))
      .when(write(FIRST))
      .thenRefused(passed)
    given(after(aTask(), ask.cancel())).when(write(FIRST)).thenRefused(passed)
    given(after(aTask(), ask.done(), ask.reopen()))
      .when(write(FIRST))
      .thenRefused(passed)
  })

  it('forgets what is there, and nothing twice', () => {
    const written = after(aTask(), write(FIRST))
    given(written)
      .when(forget(FIRST.id))
      .thenEvents([{ type: 'NoticeForgotten', notice: FIRST.id }], { notices: {} })
    given(aTask()).when(forget(FIRST.id)).thenNothing()
  })
})

describe('a written hand-off', () => {
  const told = after(aTask(), write(FIRST))

  it('stands while its turn is ready, started, in review or done', () => {
    for (const task of [
      told,
      after(told, ask.start()),
      after(told, ask.pull(PULL, aPull('open', 1))),
      after(told, ask.start(), ask.done()),
    ]) {
      expect(staleNotices(task)).toEqual([])
    }
  })

  it('is stale once the task waits, is cancelled, is ready anew, or belongs to another', () => {
    for (const task of [
      after(told, ask.addBlocker('UAPI-1', true, 1)),
      after(told, ask.cancel()),
      after(told, ask.done(), ask.reopen()),
      after(told, ask.assign(CHO)),
      after(told, ask.start(), ask.assign(CHO)),
    ]) {
      expect(staleNotices(task)).toEqual([FIRST])
    }
  })

  it('of a started task that is reassigned is edited, and announces nothing', () => {
    expect(missingNotices(after(told, ask.start(), ask.assign(CHO)))).toEqual([])
  })

  it('may be told only while it is true and the task is ready', () => {
    expect(mayTell(FIRST.subject, told)).toBe(true)
    expect(mayTell(FIRST.subject, after(told, ask.start()))).toBe(false)
    expect(mayTell(FIRST.subject, after(told, ask.assign(CHO)))).toBe(false)
  })
})

describe('random histories with an orchestrator that comes late, twice or not at all', () => {
  const step = fc.oneof({ weight: 3, arbitrary: anyCommand }, { weight: 2, arbitrary: anySweep })

  it('tell each turn once, the right person, nobody their own act, and leave nothing false standing', () => {
    const told: Record<NoticeSubject['kind'] | 'suppressed' | 'late', number> = {
      ...{ handoff: 0, suppressed: 0, block: 0, late: 0, nudge: 0, withdrawn: 0, question: 0 },
      ...{ declined: 0, approval: 0, reminder: 0, outcome: 0 },
    }
    fc.assert(
      fc.property(anyNewTask, fc.array(step, { minLength: 10, maxLength: 40 }), (made, steps) => {
        let task = made
        const wantedOnce = new Map<NoticeId, WantedNotice>()
        const written = new Set<NoticeId>()
        for (const each of [...steps, 'all' as const]) {
          for (const wanted of wantedNotices(task)) wantedOnce.set(wanted.id, wanted)
          if (typeof each !== 'string') {
            task = live(task, [each])
            continue
          }
          for (const order of sweepOrders(task, each, [...wantedOnce.values()])) {
            const decided = decide(task, order)
            if (order.type === 'WriteNotice' && !decided.ok) told.late++
            if (!decided.ok || decided.value.events.length === 0) continue
            if (order.type === 'WriteNotice') {
              const { id, subject, to, suppressed } = order.notice
              expect(written).not.toContain(id)
              written.add(id)
              if (subject.kind === 'handoff' || subject.kind === 'block') {
                expect(to).toBe(task.assignee)
                const mover = subject.kind === 'handoff' ? task.turnBy : task.impediments[subject.source]?.by
                expect(suppressed).toBe(to !== undefined && isPerson(mover, to))
              }
              if (subject.kind === 'handoff' || subject.kind === 'nudge') expect(task.ready).toBe(true)
              if (subject.kind === 'approval' || subject.kind === 'reminder') {
                expect(task.approval?.votes.map((vote) => vote.by)).not.toContain(to)
              }
              told[suppressed ? 'suppressed' : subject.kind]++
            }
            task = decided.value.task
          }
          if (each === 'all') expect(falsehoods(task)).toEqual([])
        }
      }),
      { numRuns: 1_200 },
    )
    for (const [kind, count] of Object.entries(told)) expect(count, kind).toBeGreaterThan(0)
  })
})

/** What is told of a cancelled task after its end. */
const OUTLIVE: Readonly<Partial<Record<NoticeSubject['kind'], true>>> = {
  withdrawn: true,
  outcome: true,
  question: true,
}

function asks({ kind }: NoticeSubject): boolean {
  return kind === 'approval' || kind === 'reminder'
}

/** What is wrong after a sweep, said without asking `isStale` or `wantedNotices`. */
function falsehoods(task: Task): string[] {
  const standing = Object.values(task.notices)
  const handoffs = standing.flatMap(({ subject }) => (subject.kind === 'handoff' ? [subject] : []))
  const blocks = standing.flatMap(({ subject }) => (subject.kind === 'block' ? [subject] : []))
  const present = handoffs.filter((it) => it.readiness === task.readiness && it.assignment === task.assignment)
  const wantsBlocks = isClosed(task) || task.assignee === undefined ? [] : Object.keys(task.impediments)
  const wrong: [boolean, string][] = [
    [present.length !== handoffs.length, 'a hand-off of an earlier turn stands'],
    [present.length > 1, 'two hand-offs stand for one turn'],
    [task.ready && present.length === 0, 'ready, and nobody told'],
    [task.status === 'open' && !task.ready && handoffs.length > 0, 'a hand-off stands on a task that waits'],
    [
      task.status === 'cancelled' && standing.some(({ subject }) => !OUTLIVE[subject.kind]),
      'a notice stands on a cancelled task',
    ],
    [
      task.approval?.outcome !== undefined && standing.some(({ subject }) => asks(subject)),
      'a decided request still asks',
    ],
    [
      task.receipt?.ended === undefined && standing.some(({ subject }) => subject.kind === 'withdrawn'),
      'what nobody took back is said to be',
    ],
    [blocks.some((it) => it.since !== task.impediments[it.source]?.since), 'a block notice stands of what is over'],
    [blocks.some((it) => it.assignment !== task.assignment), 'a block notice stands to an earlier assignee'],
    [wantsBlocks.some((source) => !blocks.some((it) => it.source === source)), 'blocked, and nobody told'],
    [standing.some(({ subject }) => isStale(subject, task)), 'a stale notice stands'],
  ]
  return wrong.flatMap(([holds, sentence]) => (holds ? [sentence] : []))
}
