import { describe, expect, it } from 'vitest'
import { changeBehind } from '../../../app/deliveries/news.ts'
import { standingOf } from '../../../app/handoffs/standing.ts'
import { threadLine } from '../../../app/slack/messages/thread-line.ts'
import type { Command } from '../../../app/tasks/commands.ts'
import type { NoticeSubject } from '../../../app/tasks/notice.ts'
import type { Task } from '../../../app/tasks/task.ts'
import { toGaius } from '../../support/gaius.ts'
import { ANN, aPull, ask, aTask, BEN, CHO, changed, github, minute, PULL, person } from '../../support/tasks.ts'

const people = new Map([
  [ANN, { name: 'Ann' }],
  [BEN, { name: 'Ben & <Co>' }],
  [CHO, { name: 'Cho' }],
])
const byAnn = { by: person(ANN) }
const HANDOFF: NoticeSubject = { kind: 'handoff', readiness: 1, assignment: 1 }

/** The last line of the thread of a notice, after all of that has happened; without its time, which is the same for all. */
function after(commands: readonly Command[], { task = aTask(), subject = HANDOFF, seen = people } = {}): string {
  let now: Task = task
  const history = commands.map((command) => {
    const change = changed(now, command)
    now = change.task
    return { version: now.version, events: change.events }
  })
  const standing = standingOf(subject, now)
  const message = toGaius(standing, { subject, task: now.id })
  const change = changeBehind(message.content, standing, history.toReversed())
  expect(change).toBeDefined()
  const { text, blocks } = threadLine(message, { ...change!, people: seen })
  expect(blocks).toEqual([{ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }])
  return text.replace(/ · <!date\^1772445600\^[^>]*>/, '')
}

describe('a line of a thread', () => {
  it('says who did it, and when as each reader counts', () => {
    const event = { type: 'TaskStarted', by: person(ANN), at: minute(60) } as const
    const message = toGaius({ state: 'started', by: person(ANN) })
    expect(threadLine(message, { event, events: [event], people }).text).toMatchInlineSnapshot(
      `"🔵 Ann has started *UAPI-12* · <!date^1772445600^{date_short_pretty} at {time}|2026-03-02 10:00 UTC>"`,
    )
  })

  it('of a hand-off', () => {
    expect({
      received: after([ask.got()]),
      started: after([ask.start()]),
      'started on GitHub': after([ask.pull(PULL, aPull('open', 60, { by: github('octo') }))]),
      finished: after([ask.start(), ask.done()]),
      'opened again': after([ask.start(), ask.done(), ask.reopen(byAnn), ask.start(byAnn)]),
      'waits for another again': after([ask.addBlocker('UAPI-1', true, 3)]),
      'a blocker opened again': after([ask.settle('UAPI-1', true, 9)], {
        task: aTask({ blockers: { 'UAPI-1': { open: false, at: 3 } } }),
      }),
      'something in its way': after([ask.block('a', 'no <access>', byAnn)]),
      'with somebody else': after([ask.assign(CHO), ask.assign(ANN)]),
      cancelled: after([ask.cancel()]),
      overtaken: after([ask.block('a', 'no access', byAnn), ask.unblock('a', byAnn)]),
      'by one who left': after([ask.assign(CHO)], { seen: new Map() }),
      'merged and reverted': after([
        ask.pull(PULL, aPull('merged', 60)),
        ask.pull(PULL, aPull('reverted', 61), [], { at: minute(60) }),
      ]),
    }).toMatchInlineSnapshot(`
      {
        "a blocker opened again": "⏸️ *UAPI-2* is on hold again: UAPI-1 was opened again, by Cho",
        "by one who left": "↪️ somebody who left gave *UAPI-2* to somebody who left",
        "cancelled": "✖️ Ann has cancelled *UAPI-2*",
        "finished": "✅ Ben &amp; &lt;Co&gt; has finished *UAPI-2*",
        "merged and reverted": "🕓 *UAPI-2* has moved on, and a newer message says how: the pull request <https://github.com/northwind/user-api/pull/7|northwind/user-api#7> UAPI-2 endpoint was reverted",
        "opened again": "🕓 *UAPI-2* has moved on, and a newer message says how: Ann reopened it",
        "overtaken": "🕓 *UAPI-2* has moved on, and a newer message says how: Ann took something out of its way",
        "received": "📬 Ben &amp; &lt;Co&gt; got *UAPI-2*",
        "something in its way": "⏸️ *UAPI-2* is on hold again: Ann put something in its way: no &lt;access&gt;",
        "started": "🔵 Ben &amp; &lt;Co&gt; has started *UAPI-2*",
        "started on GitHub": "👀 octo on GitHub brought *UAPI-2* into review",
        "waits for another again": "⏸️ *UAPI-2* is on hold again: Ann had it wait for UAPI-1",
        "with somebody else": "↪️ Ann gave *UAPI-2* to Cho",
      }
    `)
  })

  it('of something in the way', () => {
    const subject = { kind: 'block', source: 'a', since: 2, assignment: 1 } as const
    const begun = { status: 'in_progress', declared: { status: 'in_progress', by: person(BEN), ordinal: 1 } } as const
    const raised = changed(aTask({}, begun), ask.block('a', 'no access', byAnn)).task
    const about = { task: raised, subject }
    expect({
      lifted: after([ask.unblock('a', byAnn)], about),
      'in other words': after([ask.block('a', 'no access at all', byAnn)], about),
      finished: after([ask.pull(PULL, aPull('merged', 60))], {
        task: { ...raised, gates: [{ kind: 'merged' }] },
        subject,
      }),
    }).toMatchInlineSnapshot(`
      {
        "finished": "✅ ben-codes on GitHub has finished *UAPI-2* all the same",
        "in other words": "⛔ *UAPI-2* is blocked by something else now: Ann put something in its way: no access at all",
        "lifted": "✅ Ann took this out of the way of *UAPI-2*",
      }
    `)
  })

  it('of a request for approval', () => {
    const gate = { kind: 'approved', roles: ['tech-lead', 'qa'], quorum: 2 } as const
    const asked = changed(aTask({ gates: [gate] }), ask.approval({ 'tech-lead': [ANN], qa: [CHO] })).task
    const about = { task: asked, subject: { kind: 'approval', request: 2, approver: ANN } as const }
    expect({
      voted: after([ask.vote(CHO, 'approved', 'fine & good')], about),
      approved: after([ask.vote(CHO, 'approved'), ask.vote(ANN, 'approved')], about),
      rejected: after([ask.vote(CHO, 'rejected', 'too slow')], about),
      expired: after([{ ...ask.tick(minute(60)), at: minute(181) }], about),
      withdrawn: after([ask.cancel()], about),
      'asked anew': after([ask.vote(CHO, 'rejected', 'no'), ask.approval({ 'tech-lead': [ANN], qa: [CHO] })], about),
    }).toMatchInlineSnapshot(`
      {
        "approved": "✅ *UAPI-2* is decided: Ann approved it",
        "asked anew": "🕓 *UAPI-2* has moved on, and a newer message says how: Ben &amp; &lt;Co&gt; asked for approval",
        "expired": "⌛ *UAPI-2* was not decided in time · <!date^1772452860^{date_short_pretty} at {time}|2026-03-02 12:01 UTC>",
        "rejected": "🚫 *UAPI-2* is decided: Cho rejected it: too slow",
        "voted": "🗳️ *UAPI-2* is being decided: Cho approved it: fine &amp; good
      Still to decide: tech lead.",
        "withdrawn": "✖️ Ann closed *UAPI-2*, so nobody has to decide",
      }
    `)
  })
})
