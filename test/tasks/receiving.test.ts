import { describe, expect, it } from 'vitest'
import { nextAlarm } from '../../app/tasks/alarms.ts'
import { staleNotices, type WantedNotice } from '../../app/tasks/notice.ts'
import { receiptOf } from '../../app/tasks/receipt.ts'
import type { Task } from '../../app/tasks/task.ts'
import { missingNotices, wantedNotices } from '../../app/tasks/wanted-notices.ts'
import { ANN, after, ask, aTask, BEN, CHO, given, minute, openSince, person } from '../support/tasks.ts'

const SYSTEM = { kind: 'system' } as const
const NUDGE_AT = [minute(120), minute(240)]

const write = (notice: WantedNotice) => ({ type: 'WriteNotice', notice, by: SYSTEM, at: minute(61) }) as const

/** Ben's task, ready; he was told, and is asked at eleven and the lead at one if he says nothing. */
function told(task: Task = aTask()): Task {
  const [handoff] = missingNotices(task)
  return after(task, write({ ...handoff!, nudgeAt: NUDGE_AT }))
}

const of = (task: Task, kind: string) => wantedNotices(task).filter(({ subject }) => subject.kind === kind)

describe('Got it', () => {
  it('is kept with the turn that it is about', () => {
    const task = after(told(), ask.got())
    expect(receiptOf(task)).toEqual({ readiness: 1, assignment: 1, by: BEN, at: minute(60) })
    expect(nextAlarm(task)).toBeUndefined()
  })

  it.each([
    ['somebody else', told(), ask.got({ by: person(CHO) }), { kind: 'not-receiver', task: 'UAPI-2' }],
    ['twice', after(told(), ask.got()), ask.got(), { kind: 'already-received', task: 'UAPI-2' }],
    [
      'after the start',
      after(told(), ask.start()),
      ask.got(),
      { kind: 'already', task: 'UAPI-2', status: 'in_progress' },
    ],
    [
      'about a task that waits',
      aTask({ blockers: { 'UAPI-1': openSince(1) } }),
      ask.got(),
      { kind: 'not-ready', task: 'UAPI-2', reasons: [{ kind: 'blocker', task: 'UAPI-1' }], verb: 'got' },
    ],
  ] as const)('is refused from or when: %s', (_, task, command, refusal) => {
    given(task).when(command).thenRefused(refusal)
  })

  it('is of no worth for the next turn', () => {
    const again = after(told(), ask.got(), ask.done(), ask.reopen())
    expect([again.ready, receiptOf(again)]).toEqual([true, undefined])
  })
})

describe('what was accepted and is taken back', () => {
  const accepted = after(told(), ask.got())

  it.each([
    ['on hold', after(accepted, ask.addBlocker('UAPI-1', true, 1)), 'on-hold'],
    ['given to another', after(accepted, ask.assign(CHO)), 'reassigned'],
    ['cancelled', after(accepted, ask.cancel()), 'cancelled'],
  ] as const)('is told anew to the one who counts on it: %s', (_, task, how) => {
    expect(of(task, 'withdrawn')).toMatchObject([{ to: BEN, subject: { how }, suppressed: false }])
  })

  it('is told to nobody who had not accepted it', () => {
    expect(of(after(told(), ask.cancel()), 'withdrawn')).toEqual([])
  })

  it('is not told to the one who took it back', () => {
    const task = after(accepted, ask.assign(CHO, { by: person(BEN) }))
    expect(of(task, 'withdrawn')).toMatchObject([{ to: BEN, suppressed: true }])
  })

  it('is out of date once the task is ready again, and is not told a second time', () => {
    const held = after(accepted, ask.addBlocker('UAPI-1', true, 1))
    const [withdrawn] = of(held, 'withdrawn')
    const free = after(held, write(withdrawn!), ask.settle('UAPI-1', false, 2))
    expect(staleNotices(free).map(({ id }) => id)).toContain(withdrawn!.id)
    expect(of(after(free, ask.settle('UAPI-1', true, 3)), 'withdrawn')).toEqual([])
  })

  it('stays told while somebody begins in spite of it', () => {
    const held = after(accepted, ask.addBlocker('UAPI-1', true, 1))
    expect(of(held, 'withdrawn')).toHaveLength(1)
  })
})

describe('Need something', () => {
  it('is asked once, of whoever can answer', () => {
    const task = after(told(), ask.need('which region?'))
    expect(task.questions).toEqual({ 3: { text: 'which region?', by: BEN, at: minute(60) } })
    const [question] = of(task, 'question')
    expect(question).toMatchObject({ subject: { kind: 'question', since: 3 }, suppressed: false })
    expect(missingNotices(after(task, write(question!)))).toEqual([])
  })

  it('is refused from others, and after ten', () => {
    given(told())
      .when(ask.need('why?', { by: person(CHO) }))
      .thenRefused({ kind: 'not-receiver', task: 'UAPI-2' })
    const asked = after(told(), ...Array.from({ length: 10 }, (_, n) => ask.need(`${n}?`)))
    given(asked).when(ask.need('more?')).thenRefused({ kind: 'too-many', what: 'questions about one task', limit: 10 })
  })
})

describe('Not mine', () => {
  it('takes the task from him, tells the lead, and leaves it to the team', () => {
    const task = after(told(), ask.notMine('this is frontend work'))
    expect([task.assignee, task.assignment, task.ready]).toEqual([undefined, 2, true])
    expect(task.declined).toEqual({ since: 3, by: BEN, at: minute(60), reason: 'this is frontend work', assignment: 2 })
    expect(of(task, 'declined')).toMatchObject([{ subject: { since: 3, assignment: 2 } }])
    expect(of(task, 'handoff')).toMatchObject([{ suppressed: false, subject: { assignment: 2 } }])
    expect(of(task, 'handoff')[0]).not.toHaveProperty('to')
  })

  it('gives it on to the one whose it is, who hears of it', () => {
    const task = after(told(), ask.notMine('Cho does these', CHO))
    expect([task.assignee, of(task, 'handoff')[0]?.to]).toEqual([CHO, CHO])
  })

  it('is settled when somebody has it', () => {
    const back = after(told(), ask.notMine('not mine'))
    const [declined] = of(back, 'declined')
    const task = after(back, write(declined!), ask.assign(CHO))
    expect(staleNotices(task).map(({ subject }) => subject.kind)).toContain('declined')
  })

  it.each([
    [
      'somebody else',
      told(),
      ask.notMine('no', undefined, { by: person(CHO) }),
      { kind: 'not-receiver', task: 'UAPI-2' },
    ],
    ['him, to himself', told(), ask.notMine('no', BEN), { kind: 'already-assigned', task: 'UAPI-2' }],
    [
      'him, once begun',
      after(told(), ask.start()),
      ask.notMine('no'),
      { kind: 'already', task: 'UAPI-2', status: 'in_progress' },
    ],
  ] as const)('is refused from %s', (_, task, command, refusal) => {
    given(task).when(command).thenRefused(refusal)
  })
})

describe('a hand-off that nobody answers', () => {
  it('is asked about once, then the lead is, each when it falls due', () => {
    expect(nextAlarm(told())).toBe(minute(120))
    given(told())
      .when(ask.tick(minute(119)))
      .thenNothing()
    const first = after(told(), ask.tick(minute(120)))
    expect(of(first, 'nudge')).toMatchObject([{ to: BEN, subject: { step: 1 } }])
    given(first)
      .when(ask.tick(minute(121)))
      .thenNothing()
    expect(nextAlarm(first)).toBe(minute(240))
    const second = after(first, ask.tick(minute(240)))
    expect(of(second, 'nudge')).toMatchObject([{ subject: { step: 2 } }])
    expect(of(second, 'nudge')[0]).not.toHaveProperty('to')
    expect(nextAlarm(second)).toBeUndefined()
  })

  it('goes straight to the lead when the clock was late', () => {
    expect(of(after(told(), ask.tick(minute(300))), 'nudge')).toMatchObject([{ subject: { step: 2 } }])
  })

  it.each([
    ['received', ask.got()],
    ['begun', ask.start()],
    ['given back', ask.notMine('no')],
    ['cancelled', ask.cancel()],
  ])('is asked about no more once it is %s', (_, answer) => {
    const task = after(told(), answer)
    given(task)
      .when(ask.tick(minute(300)))
      .thenNothing()
    expect(of(task, 'nudge')).toEqual([])
  })

  it('takes the question back when the answer comes after all', () => {
    const asked = after(told(), ask.tick(minute(120)))
    const [nudge] = of(asked, 'nudge')
    const answered = after(asked, write(nudge!), ask.got({ at: minute(130) }))
    expect(staleNotices(answered).map(({ id }) => id)).toEqual([nudge!.id])
  })

  it('is not asked about by the one who told themselves', () => {
    const own = aTask({ by: person(BEN) })
    const [handoff] = missingNotices(own)
    const task = after(own, write({ ...handoff!, nudgeAt: NUDGE_AT }))
    expect([handoff!.suppressed, nextAlarm(task)]).toEqual([true, undefined])
  })
})

describe('nobody assigned', () => {
  it('leaves nobody to answer', () => {
    const { assignee: _, ...nobodys } = aTask()
    given(nobodys)
      .when(ask.got({ by: person(ANN) }))
      .thenRefused({ kind: 'not-receiver', task: 'UAPI-2' })
  })
})
