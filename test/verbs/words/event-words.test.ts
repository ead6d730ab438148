import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TaskEvent } from '../../../app/tasks/events.ts'
import type { Notice } from '../../../app/tasks/notice.ts'
import { peopleIn } from '../../../app/tasks/people-in.ts'
import { eventWords } from '../../../app/verbs/words/event-words.ts'
import { hostileText } from '../../support/hostile-text.ts'
import { readSlack, slackTarget } from '../../support/markup-readers.ts'
import { ANN, aCheck, aDeployment, aPull, aReview, BEN, CHO, minute, PULL, person } from '../../support/tasks.ts'

const happened = { by: person(ANN), at: minute(1) } as const
const people = new Map([
  [ANN, { name: 'Ann' }],
  [BEN, { name: 'Ben' }],
  [CHO, { name: 'Cho' }],
])
const notice: Notice = {
  id: 'n_1',
  subject: { kind: 'handoff', readiness: 1, assignment: 1 },
  to: BEN,
  suppressed: false,
}
const { to: _, ...toTheTeam } = notice

const SOURCES = ['person:per_ann', `check:${PULL}:build`, 'deployment:northwind/user-api:production']

/** Every event that there is, with a foreign text wherever it can carry one. */
function everyEvent(text: string): Readonly<Record<TaskEvent['type'], readonly TaskEvent[]>> {
  const declared = (status: 'open' | 'in_progress' | 'done' | 'cancelled'): TaskEvent => {
    return { type: 'StatusDeclared', declared: { status, by: person(ANN), ordinal: 1 }, ...happened }
  }
  const resource = { kind: 'url', label: text, value: text, source: text, by: person(ANN), ordinal: 1 } as const
  const impediment = { reason: text, by: person(ANN), since: 1 }
  const reasons = [
    { kind: 'blocker', task: 'UAPI-1' },
    { kind: 'impediment', source: 'person:per_ann', impediment },
  ] as const
  return {
    TaskCreated: [{ type: 'TaskCreated', title: text, phase: 'qa', assignee: BEN, ...happened }],
    StatusDeclared: [
      ...(['in_progress', 'done', 'cancelled'] as const).map(declared),
      {
        type: 'StatusDeclared',
        declared: { status: 'open', by: person(ANN), ordinal: 1, reason: text },
        ...happened,
      },
    ],
    ResourcesRecorded: [
      { type: 'ResourcesRecorded', resources: [resource, { ...resource, label: 'ARN' }], ...happened },
    ],
    TaskReassigned: [
      { type: 'TaskReassigned', from: BEN, to: CHO, ...happened },
      { type: 'TaskReassigned', to: CHO, ...happened },
      { type: 'TaskReassigned', from: BEN, ...happened },
    ],
    IssueRecorded: [
      { type: 'IssueRecorded', facts: {}, ...happened },
      { type: 'IssueRecorded', facts: {}, issue: { repository: text, number: 7, movedTo: text }, ...happened },
      {
        type: 'IssueRecorded',
        facts: {
          closed: { how: 'completed', by: person(ANN), ordinal: 1 },
          reopened: { by: person(ANN), ordinal: 2 },
          title: { text, ordinal: 1 },
        },
        ...happened,
      },
      {
        type: 'IssueRecorded',
        facts: { closed: { how: 'not-planned', by: person(ANN), ordinal: 1 } },
        ...happened,
      },
    ],
    ImpedimentRaised: SOURCES.map((source) => ({ type: 'ImpedimentRaised', source, reason: text, ...happened })),
    ImpedimentCleared: SOURCES.map((source) => ({ type: 'ImpedimentCleared', source, ...happened })),
    PullRecorded: (['draft', 'open', 'closed', 'merged', 'reverted', 'unlinked'] as const).map((state) => ({
      type: 'PullRecorded',
      subject: PULL,
      pull: aPull(state, 1, { title: text }),
      ...happened,
    })),
    CheckRecorded: (['success', 'failure', 'pending'] as const).map((conclusion) => ({
      type: 'CheckRecorded',
      subject: `${PULL}:build`,
      check: aCheck(conclusion, 1, { name: text }),
      ...happened,
    })),
    ReviewRecorded: (
      ['asked', 'withdrawn', 'approved', 'changes-requested', 'commented', 'dismissed'] as const
    ).flatMap((state) => [
      { type: 'ReviewRecorded', review: aReview(state, 1, { pull: text, url: text }), ...happened },
      {
        type: 'ReviewRecorded',
        review: aReview(state, 1, { reviewer: { kind: 'github', login: text }, isTeam: true }),
        ...happened,
      },
    ]),
    DeploymentRecorded: (['success', 'superseded', 'failure', 'pending'] as const).map((state) => ({
      type: 'DeploymentRecorded',
      subject: `${PULL}:production`,
      deployment: aDeployment(state, 1, { environment: text }),
      ...happened,
    })),
    BlockerAdded: [{ type: 'BlockerAdded', blocker: 'UAPI-1', open: true, changed: 1, ...happened }],
    BlockerRemoved: [{ type: 'BlockerRemoved', blocker: 'UAPI-1', ...happened }],
    BlockerSettled: [true, false].map((open) => ({
      type: 'BlockerSettled',
      blocker: 'UAPI-1',
      open,
      changed: 1,
      ...happened,
    })),
    HandoffWritten: [notice, toTheTeam].map((each) => ({ type: 'HandoffWritten', notice: each, ...happened })),
    HandoffSuppressed: [{ type: 'HandoffSuppressed', notice, ...happened }],
    BlockNoticeWritten: [{ type: 'BlockNoticeWritten', notice, ...happened }],
    BlockNoticeSuppressed: [{ type: 'BlockNoticeSuppressed', notice, ...happened }],
    MessageWritten: [
      { type: 'MessageWritten', notice: { ...notice, subject: { kind: 'question', since: 3 } }, ...happened },
    ],
    MessageSuppressed: [
      { type: 'MessageSuppressed', notice: { ...notice, subject: { kind: 'outcome', request: 3 } }, ...happened },
    ],
    HandoffAccepted: [
      {
        type: 'HandoffAccepted',
        receipt: { readiness: 1, assignment: 1, by: BEN, at: minute(1) },
        ...happened,
      },
    ],
    HandoffDeclined: [{ type: 'HandoffDeclined', decline: { by: BEN, at: minute(1), reason: text }, ...happened }],
    HandoffUnanswered: [1, 2].map((nudges) => ({ type: 'HandoffUnanswered', notice: 'n_1', nudges, ...happened })),
    QuestionAsked: [{ type: 'QuestionAsked', question: { text, by: BEN, at: minute(1) }, ...happened }],
    ApprovalRequested: [
      {
        type: 'ApprovalRequested',
        request: {
          by: person(ANN),
          at: minute(1),
          note: text,
          quorum: 1,
          approvers: { 'tech-lead': [CHO] },
          votes: [],
          remindAt: minute(2),
          expiresAt: minute(3),
        },
        ...happened,
      },
    ],
    ApprovalVoted: [
      {
        type: 'ApprovalVoted',
        request: 3,
        vote: { by: CHO, verdict: 'rejected', at: minute(1), comment: text },
        ...happened,
      },
      { type: 'ApprovalVoted', request: 3, vote: { by: CHO, verdict: 'approved', at: minute(1) }, ...happened },
    ],
    ApprovalReminded: [{ type: 'ApprovalReminded', request: 3, ...happened }],
    ApprovalSettled: (['approved', 'rejected', 'expired', 'withdrawn'] as const).map((verdict) => ({
      type: 'ApprovalSettled',
      request: 3,
      outcome: { verdict, by: person(CHO), at: minute(1), ordinal: 1 },
      ...happened,
    })),
    NoticeForgotten: [{ type: 'NoticeForgotten', notice: 'n_1', ...happened }],
    TaskStarted: [{ type: 'TaskStarted', ...happened }],
    ReviewStarted: [{ type: 'ReviewStarted', ...happened }],
    TaskReturned: [{ type: 'TaskReturned', ...happened }],
    TaskCompleted: [{ type: 'TaskCompleted', status: 'done', hasBlockers: false, ...happened }],
    TaskCancelled: [{ type: 'TaskCancelled', ...happened }],
    TaskReopened: [{ type: 'TaskReopened', status: 'open', ...happened }],
    TaskReady: [{ type: 'TaskReady', readiness: 1, ...happened }],
    TaskUnready: [{ type: 'TaskUnready', reasons, ...happened }],
    TaskBlocked: [{ type: 'TaskBlocked', sources: ['person:per_ann'], ...happened }],
    TaskUnblocked: [{ type: 'TaskUnblocked', sources: ['person:per_ann'], ...happened }],
  }
}

const all = (text: string) => Object.values(everyEvent(text)).flat()

describe('the words of an event', () => {
  it('go on where "Ann:" began', () => {
    const said = all('x & y').map((event) => `${event.type}: ${eventWords(event, people)}`)
    expect(`\n${said.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      TaskCreated: made it, for qa, and gave it to Ben
      StatusDeclared: started it
      StatusDeclared: finished it
      StatusDeclared: cancelled it
      StatusDeclared: reopened it: x &amp; y
      ResourcesRecorded: recorded x &amp; y and ARN
      TaskReassigned: gave it to Cho, until then Ben's
      TaskReassigned: gave it to Cho
      TaskReassigned: took it from its assignee, until then Ben's
      IssueRecorded: its issue was changed
      IssueRecorded: its issue is x &amp; y now
      IssueRecorded: its issue was closed as completed, its issue was opened again and its issue is called x &amp; y
      IssueRecorded: its issue was closed as not planned
      ImpedimentRaised: put something in its way: x &amp; y
      ImpedimentRaised: x &amp; y
      ImpedimentRaised: x &amp; y
      ImpedimentCleared: took something out of its way
      ImpedimentCleared: a failing check stands in its way no more
      ImpedimentCleared: a failed deployment stands in its way no more
      PullRecorded: the pull request <https://github.com/northwind/user-api/pull/7|northwind/user-api#7> x &amp; y is a draft
      PullRecorded: the pull request <https://github.com/northwind/user-api/pull/7|northwind/user-api#7> x &amp; y is open
      PullRecorded: the pull request <https://github.com/northwind/user-api/pull/7|northwind/user-api#7> x &amp; y was closed unmerged
      PullRecorded: the pull request <https://github.com/northwind/user-api/pull/7|northwind/user-api#7> x &amp; y was merged
      PullRecorded: the pull request <https://github.com/northwind/user-api/pull/7|northwind/user-api#7> x &amp; y was reverted
      PullRecorded: the pull request <https://github.com/northwind/user-api/pull/7|northwind/user-api#7> x &amp; y no longer names it
      CheckRecorded: the check <https://github.com/northwind/user-api/runs/1|x &amp; y> passed
      CheckRecorded: the check <https://github.com/northwind/user-api/runs/1|x &amp; y> failed
      CheckRecorded: the check <https://github.com/northwind/user-api/runs/1|x &amp; y> is running
      ReviewRecorded: asked Ben to review x &amp; y
      ReviewRecorded: asked the team x &amp; y on GitHub to review <https://github.com/northwind/user-api/pull/7#pullrequestreview-1|northwind/user-api#7>
      ReviewRecorded: no longer asks Ben to review x &amp; y
      ReviewRecorded: no longer asks the team x &amp; y on GitHub to review <https://github.com/northwind/user-api/pull/7#pullrequestreview-1|northwind/user-api#7>
      ReviewRecorded: approved x &amp; y in a review
      ReviewRecorded: approved <https://github.com/northwind/user-api/pull/7#pullrequestreview-1|northwind/user-api#7> in a review
      ReviewRecorded: requested changes in a review of x &amp; y
      ReviewRecorded: requested changes in a review of <https://github.com/northwind/user-api/pull/7#pullrequestreview-1|northwind/user-api#7>
      ReviewRecorded: commented in a review of x &amp; y
      ReviewRecorded: commented in a review of <https://github.com/northwind/user-api/pull/7#pullrequestreview-1|northwind/user-api#7>
      ReviewRecorded: dismissed the review of x &amp; y by Ben
      ReviewRecorded: dismissed the review of <https://github.com/northwind/user-api/pull/7#pullrequestreview-1|northwind/user-api#7> by the team x &amp; y on GitHub
      DeploymentRecorded: the deployment to <https://github.com/northwind/user-api/deployments/production|x &amp; y> brought it there
      DeploymentRecorded: <https://github.com/northwind/user-api/deployments/production|x &amp; y> runs a commit without it
      DeploymentRecorded: the deployment to <https://github.com/northwind/user-api/deployments/production|x &amp; y> failed
      DeploymentRecorded: a deployment to <https://github.com/northwind/user-api/deployments/production|x &amp; y> is under way
      BlockerAdded: had it wait for UAPI-1
      BlockerRemoved: no longer has it wait for UAPI-1
      BlockerSettled: UAPI-1 was opened again
      BlockerSettled: UAPI-1 is out of the way
      HandoffWritten: the hand-off for Ben was written
      HandoffWritten: the hand-off for the team's channel was written
      HandoffSuppressed: no hand-off was sent: Ben did it themselves
      BlockNoticeWritten: the word for Ben that it is blocked was written
      BlockNoticeSuppressed: nobody was told that it is blocked: Ben did it themselves
      MessageWritten: the question was written
      MessageSuppressed: the outcome of the approval was not sent: it would have told somebody of their own act
      HandoffAccepted: got the hand-off
      HandoffDeclined: gave the hand-off back: x &amp; y
      HandoffUnanswered: the hand-off was not answered in time
      HandoffUnanswered: the hand-off was still not answered
      QuestionAsked: asked what the hand-off lacks: x &amp; y
      ApprovalRequested: asked for approval: x &amp; y
      ApprovalVoted: rejected it: x &amp; y
      ApprovalVoted: approved it
      ApprovalReminded: half of the time to decide was over
      ApprovalSettled: the approval is given
      ApprovalSettled: the approval is refused
      ApprovalSettled: nobody decided in time
      ApprovalSettled: no approval is needed any more
      NoticeForgotten: a message that was no longer true was put right
      TaskStarted: it is in progress
      ReviewStarted: it is in review
      TaskReturned: it is open again
      TaskCompleted: it counts as done
      TaskCancelled: it is cancelled
      TaskReopened: it is open again
      TaskReady: it became ready
      TaskUnready: it is not ready any more: it waits for UAPI-1, and it is blocked ("x &amp; y")
      TaskBlocked: it is blocked
      TaskUnblocked: something in its way is gone
      "
    `)
  })

  it('hold foreign text, and obey none of it', () => {
    fc.assert(
      fc.property(
        fc.oneof(hostileText, fc.constantFrom('https://evil.example/x', 'https://a.example/b|c<d>&e')),
        (text) => {
          for (const event of all(text)) {
            const { controls } = readSlack(eventWords(event, people))
            const strange = controls.filter((control) => !control.startsWith('https://github.com/'))
            // A review stands where its address leads, and a hostile text may be one from end to end.
            if (event.type === 'ReviewRecorded') {
              for (const control of strange) expect(control.split('|')[0]).toBe(slackTarget(text))
            } else expect(strange).toEqual([])
          }
        },
      ),
    )
  })

  it('name nobody whom the answer does not look up', () => {
    for (const event of all('x')) {
      const missing = new Map([...people].filter(([id]) => !peopleIn(event).includes(id)))
      expect(eventWords(event, missing).match(/\b(Ben|Cho)\b/g) ?? []).toEqual([])
    }
  })
})
