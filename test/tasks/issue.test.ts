import { describe, expect, it } from 'vitest'
import type { PersonId } from '../../app/tasks/ids.ts'
import { ISSUE_RANK, type IssueFacts, mergeIssue, standsAlike } from '../../app/tasks/issue.ts'
import { ordinal } from '../../app/tasks/ordinal.ts'
import type { Task } from '../../app/tasks/task.ts'
import { missingNotices } from '../../app/tasks/wanted-notices.ts'
import { ANN, after, aPull, ask, aTask, BEN, CHO, changed, github, minute, PULL, person } from '../support/tasks.ts'

const issue = { repository: 'northwind/user-api', number: 7, repositoryId: 1001 }
const imported = { ...issue, imported: true } as const
const at = (minutes: number, rank: number) => ordinal(minute(minutes), rank)

const open = (when: number): IssueFacts => ({ open: { ordinal: at(when, 8) } })
const closed = (when: number, how: 'completed' | 'not-planned' = 'completed'): IssueFacts => ({
  closed: { how, by: github('devi-gh'), ordinal: at(when, ISSUE_RANK.closed) },
})
const reopened = (when: number): IssueFacts => ({
  ...open(when),
  reopened: { by: github('devi-gh'), ordinal: at(when, ISSUE_RANK.reopened) },
})
const given = (login: string, who: Task['assignee'], when: number, assigned = true): IssueFacts => ({
  assignees: {
    [login]: { assigned, by: github('devi-gh'), ordinal: at(when, 8), ...(who === undefined ? {} : { person: who }) },
  },
})

describe('a task whose issue', () => {
  it.each([
    ['is closed as completed is done', [closed(10)], 'done'],
    ['is closed as not planned is cancelled', [closed(10, 'not-planned')], 'cancelled'],
    ['is opened again is open', [closed(10), reopened(20)], 'open'],
    ['is opened again, heard of first, is open', [reopened(20), closed(10)], 'open'],
    ['was seen open after it was closed is open', [closed(10), open(30)], 'open'],
    ['is closed once more is done', [closed(10), reopened(20), closed(30)], 'done'],
    ['is only seen open stays as it is', [open(10)], 'open'],
  ] as const)('%s', (_, facts, status) => {
    const task = after(aTask({ issue }), ...facts.map((each) => ask.issue(each)))
    expect(task.status).toBe(status)
  })

  it('is closed was finished by whoever closed it', () => {
    expect(after(aTask({ issue }), ask.issue(closed(10))).closedBy).toEqual(github('devi-gh'))
  })

  it('is closed stays open while its gates are not met', () => {
    const gated = aTask({ issue, gates: [{ kind: 'deployed', environment: 'production' }] })
    expect(after(gated, ask.issue(closed(10))).status).toBe('open')
    const named = after(aTask({ issue }), ask.pull(PULL, aPull('open', 5)))
    expect(after(named, ask.issue(closed(10))).status).toBe('in_review')
    expect(after(named, ask.issue(closed(10)), ask.pull(PULL, aPull('merged', 12))).status).toBe('done')
  })

  it('was closed, and which a person has reopened here, waits for a later closing', () => {
    const reopenedHere = after(aTask({ issue }), ask.issue(closed(10)), ask.reopen())
    expect(reopenedHere.status).toBe('open')
    // The same closing, told by somebody who only saw it, and by the one who did it.
    expect(after(reopenedHere, ask.issue(closed(10))).status).toBe('open')
    expect(after(reopenedHere, ask.issue(closed(70))).status).toBe('done')
  })

  it('is opened again is open, though a person had finished or cancelled it before', () => {
    const both = [ask.done(), ask.cancel()].map((word) => after(aTask({ issue }), word))
    expect(both.map((task) => after(task, ask.issue(closed(61)), ask.issue(reopened(70))).status)).toEqual([
      'open',
      'open',
    ])
    // An opening from before that word takes nothing back.
    expect(both.map((task) => after(task, ask.issue(closed(10)), ask.issue(reopened(20))).status)).toEqual([
      'done',
      'cancelled',
    ])
  })

  it('is edited after a person has finished it stays done', () => {
    expect(after(aTask({ issue }), ask.done(), ask.issue(open(90))).status).toBe('done')
  })

  it('is renamed is renamed too; what it was made of also says title and phase when it is only seen', () => {
    const seen = { title: { text: 'Build it well', ordinal: 5 }, phase: { name: 'qa', ordinal: 5 } } as const
    const renamed = { ...seen, renamed: seen.title }
    const tasks = [issue, imported].flatMap((ref) =>
      [seen, renamed].map((facts) => after(aTask({ issue: ref }), ask.issue(facts))),
    )
    expect(tasks.map(({ title, phase }) => `${title}, ${phase}`)).toEqual([
      'Build the endpoint, backend',
      'Build it well, backend',
      'Build it well, qa',
      'Build it well, qa',
    ])
  })
})

describe('whose a task is that follows an issue', () => {
  const made = (...facts: readonly IssueFacts[]) =>
    after(aTask({ issue: imported, issueFacts: {} }), ...facts.map((each) => ask.issue(each)))

  it('is the first of those assigned on GitHub, in whatever order that is heard', () => {
    const [ben, cho] = [given('ben-gh', BEN, 10), given('cho-gh', CHO, 20)]
    expect([made(ben, cho).assignee, made(cho, ben).assignee]).toEqual([BEN, BEN])
    expect(made(cho, ben, given('ben-gh', BEN, 30, false)).assignee).toBe(CHO)
    expect(made(given('stranger', undefined, 10)).assignee).toBeUndefined()
  })

  it('is for people here to say, until GitHub says something later', () => {
    const byHand = after(made(given('ben-gh', BEN, 10)), ask.assign(CHO))
    expect(byHand.assignee).toBe(CHO)
    expect(after(byHand, ask.issue(given('ben-gh', BEN, 20))).assignee).toBe(CHO)
    expect(after(byHand, ask.issue(given('ann-gh', ANN, 90))).assignee).toBe(ANN)
    expect(after(byHand, ask.issue(given('cho-gh', CHO, 90, false))).assignee).toBeUndefined()
  })

  it('is taken away by the same person, in whatever order two accounts that lose it in one second are named', () => {
    const byHand = after(made(), ask.assign(BEN))
    const lost = ([login, by]: readonly [string, PersonId]) => {
      const { assignees = {} } = given(login, BEN, 90, false)
      return [login, { ...assignees[login]!, by: person(by) }] as const
    }
    const accounts = [['ben-gh', ANN] as const, ['old-ben', CHO] as const]
    const [one, other] = [accounts, accounts.toReversed()].map((all) =>
      after(byHand, ask.issue({ assignees: Object.fromEntries(all.map(lost)) })),
    )
    expect([one!.assignee, one!.turnBy, other!.turnBy]).toEqual([undefined, person(CHO), person(CHO)])
  })

  it('is not moved by the first word about an issue that was linked by hand', () => {
    expect(after(aTask({ issue }), ask.issue(open(10))).assignee).toBe(BEN)
  })

  it('is news for the one who is given it, and a turn of its own', () => {
    const { task, events } = changed(made(), ask.issue(given('ben-gh', BEN, 10)))
    expect(events.map(({ type }) => type)).toEqual(['IssueRecorded', 'TaskReassigned'])
    expect([task.assignment, task.turnBy, missingNotices(task).map(({ to }) => to)]).toEqual([
      2,
      github('devi-gh'),
      [BEN],
    ])
  })
})

describe('a task that comes in with many others', () => {
  const facts = given('ben-gh', BEN, 0)

  it('tells nobody that it is ready', () => {
    const quiet = aTask({ issue: imported, issueFacts: facts, quietly: true })
    expect([quiet.ready, quiet.assignee, missingNotices(quiet), quiet.owed]).toEqual([true, BEN, [], {}])
    const told = aTask({ issue: imported, issueFacts: facts })
    expect(missingNotices(told)).toHaveLength(1)
  })

  it('tells of what happens to it afterwards', () => {
    const quiet = aTask({ issue: imported, issueFacts: facts, quietly: true })
    expect(missingNotices(after(quiet, ask.assign(CHO))).map(({ to }) => to)).toEqual([CHO])
    const waiting = after(quiet, ask.addBlocker('UAPI-1', true, 1))
    expect(missingNotices(waiting)).toEqual([])
    expect(missingNotices(after(waiting, ask.settle('UAPI-1', false, 2))).map(({ to }) => to)).toEqual([BEN])
  })

  it('that was closed meanwhile comes in closed', () => {
    const done = aTask({ issue: imported, issueFacts: { ...open(0), ...closed(10) }, quietly: true })
    expect([done.status, done.closedBy]).toEqual(['done', github('devi-gh')])
  })
})

it('A merge that brings nothing new gives back what was known, and what only shows it open again is worth no write', () => {
  const known = mergeIssue(mergeIssue(undefined, open(10)), given('ben-gh', BEN, 10))
  expect(mergeIssue(known, { ...open(10), ...given('ben-gh', BEN, 5, false) })).toBe(known)
  expect([standsAlike(known, open(20)), standsAlike(known, closed(20)), standsAlike(undefined, open(1))]).toEqual([
    true,
    false,
    false,
  ])
  expect(standsAlike(mergeIssue(known, closed(20)), open(30))).toBe(false)
  expect(after(aTask({ issue }), ask.issue(known, { by: person(ANN) })).issueFacts).toEqual(known)
})
