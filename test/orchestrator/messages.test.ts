import { describe, expect, it } from 'vitest'
import { noticeMail } from '../../app/email/message.ts'
import { noticeComment } from '../../app/github/messages/notice.ts'
import type { NoticeContent } from '../../app/handoffs/content.ts'
import { standingOf } from '../../app/handoffs/standing.ts'
import { noticeBlocks } from '../../app/slack/messages/notice-blocks.ts'
import type { Command } from '../../app/tasks/commands.ts'
import type { NoticeSubject } from '../../app/tasks/notice.ts'
import type { Gate, Task } from '../../app/tasks/task.ts'
import { tick } from '../../app/tick.ts'
import { messageFaults } from '../support/block-kit.ts'
import { anOrchestrator } from '../support/orchestration.ts'
import { ANN, after, ask, aTask, BEN, CHO, minute, openSince, WORKSPACE } from '../support/tasks.ts'

const BOTH: Gate = { kind: 'approved', roles: ['tech-lead', 'product-manager'], quorum: 2 }
const APPROVERS = { 'tech-lead': [CHO], 'product-manager': [ANN] }

/** Ann leads the project; UAPI-1, finished by Cho, was what UAPI-2 of Ben waited for. */
async function scene(...commands: readonly Command[]) {
  const home = anOrchestrator(undefined, { lead: ANN })
  const first = after(aTask({ id: 'UAPI-1', title: 'Provision the Lambda', assignee: CHO }), ask.done({ by: by(CHO) }))
  const task = aTask({ blockers: { 'UAPI-1': openSince(1) }, gates: [BOTH] })
  home.world.seed(first, after(task, ask.settle('UAPI-1', false, first.changed)))
  await home.wake('UAPI-2')
  const does = async (...more: readonly Command[]) => {
    home.world.seed(after(home.world.task(WORKSPACE, 'UAPI-2'), ...more))
    await home.wake('UAPI-2')
  }
  await does(...commands)
  const task2 = () => home.world.task(WORKSPACE, 'UAPI-2')
  /** The contents of all notices of a kind, as they were frozen, in the order in which the task has them. */
  const written = async (kind: NoticeSubject['kind']): Promise<NoticeContent[]> => {
    const notices = Object.values(task2().notices).filter(
      ({ subject, suppressed }) => subject.kind === kind && !suppressed,
    )
    const contents = await Promise.all(notices.map(({ id }) => home.world.ledger.content(WORKSPACE, id)))
    return contents.filter((content) => content !== undefined)
  }
  return { ...home, does, task: task2, written }
}

const by = (id: typeof ANN) => ({ kind: 'person', id }) as const

/** A notice as Slack shows it, one block a line. */
function slack(content: NoticeContent, task: Task): string {
  const message = { content, standing: standingOf(content.subject, task), delivery: content.deliveries[0]! }
  const posted = noticeBlocks(message)
  expect(messageFaults(posted)).toEqual([])
  expect(noticeComment(message)).not.toContain('undefined')
  expect(noticeMail(message).text).not.toContain('undefined')
  const buttons = posted.blocks.flatMap((block) =>
    block.type === 'actions' ? block.elements.map((element) => ('text' in element ? element.text?.text : '')) : [],
  )
  return `\n${posted.text}\n[${buttons.join('] [')}]\n`
}

describe('a hand-off that nobody answers', () => {
  it('is asked about in its receiver’s own words, then of the lead', async () => {
    const { ports, alarms, wake, task, written } = await scene()
    // Monday, eleven in the morning UTC, plus four working hours each.
    expect(alarms.at(-1)).toEqual({ task: 'UAPI-2', at: '2026-03-02T15:00:00.000Z' })
    await tick(ports, WORKSPACE, 'UAPI-2', '2026-03-02T15:00:00.000Z')
    await wake('UAPI-2')
    const [first] = await written('nudge')
    expect([first!.to?.name, first!.deliveries]).toEqual([
      'Ben',
      [{ role: 'notice', address: { channel: 'slack', conversation: 'U0BEN', isPerson: true } }],
    ])
    expect(slack(first!, task())).toMatchInlineSnapshot(`
      "
      *🔔 Did this reach you? UAPI-2*

      *Build the endpoint*
      backend · User API

      UAPI-2 is ready for you, and you have not said whether that reached you. One click is enough; if something is missing or it is not yours, say that instead.

      You get this because UAPI-2 is assigned to you, and you have not said whether its hand-off reached you.
      [Got it] [Need something…] [Not mine…] [Show]
      "
    `)

    await tick(ports, WORKSPACE, 'UAPI-2', '2026-03-03T11:00:00.000Z')
    await wake('UAPI-2')
    const [, second] = await written('nudge')
    expect(second!.to?.name).toBe('Ann')
    expect(slack(second!, task())).toMatchInlineSnapshot(`
      "
      *🔔 No answer yet: UAPI-2*

      *Build the endpoint*
      backend · User API

      Ben has not answered: UAPI-2 is ready and waits. Perhaps they are away, and somebody else can take it.

      You get this because you lead backend in User API.
      [Show] [Why am I getting this?]
      "
    `)
  })

  it('is corrected when the answer comes', async () => {
    const { ports, wake, does, task, written } = await scene()
    await tick(ports, WORKSPACE, 'UAPI-2', '2026-03-02T15:00:00.000Z')
    await wake('UAPI-2')
    const [nudge] = await written('nudge')
    await does(ask.got())
    expect(slack(nudge!, task())).toMatchInlineSnapshot(`
      "
      *📬 Answered: UAPI-2*

      *Build the endpoint*
      backend · User API

      The hand-off was received.

      You get this because UAPI-2 is assigned to you, and you have not said whether its hand-off reached you.
      [Show] [History]
      "
    `)
  })
})

describe('what was accepted and is taken back', () => {
  it.each([
    [
      'on hold',
      ask.addBlocker('UAPI-7', true, 1),
      'On hold again: UAPI-2',
      'You had accepted UAPI-2, but it cannot be begun any more: it waits for UAPI-7. You hear of it as soon as it can.',
    ],
    [
      'given to another',
      ask.assign(CHO),
      'With somebody else now: UAPI-2',
      'You had accepted UAPI-2; Ann has given it to Cho.',
    ],
    [
      'cancelled',
      ask.cancel(),
      'Cancelled: UAPI-2',
      'You had accepted UAPI-2; Ann has cancelled it. Nothing has to be done for it any more.',
    ],
  ])('reaches the one who counts on it: %s', async (_, command, head, sentence) => {
    const { does, task, written } = await scene(ask.got())
    await does(command)
    const [content] = await written('withdrawn')
    const said = slack(content!, task())
    expect(said).toContain(head)
    expect(said).toContain(sentence)
    expect(content!.to?.name).toBe('Ben')
  })
})

describe('a question', () => {
  it('goes to the one who finished the work before, in a conversation with the one who asks', async () => {
    const { task, written } = await scene(ask.need('which region is the table in?'))
    const [content] = await written('question')
    expect(content!.deliveries).toEqual([
      { role: 'notice', address: { channel: 'slack', conversation: 'U0CHO', isPerson: true, with: 'U0BEN' } },
    ])
    expect(slack(content!, task())).toMatchInlineSnapshot(`
      "
      *❓ A question about UAPI-2*

      *Build the endpoint*
      backend · User API

      Ben, who does UAPI-2, lacks something to begin: which region is the table in?

      You get this because you finished what UAPI-2 waited for, or lead that work.
      [Show] [Why am I getting this?]
      "
    `)
  })
})

describe('a hand-off that is given back', () => {
  it('reaches the lead, with the reason', async () => {
    const { task, written } = await scene(ask.notMine('this is frontend work'))
    const [content] = await written('declined')
    expect(content!.to?.name).toBe('Ann')
    expect(slack(content!, task())).toMatchInlineSnapshot(`
      "
      *↩️ Given back: UAPI-2*

      *Build the endpoint*
      backend · User API

      Ben says that UAPI-2 is not theirs: this is frontend work — Nobody has it now: please say whose it is.

      You get this because you lead backend in User API.
      [Show] [Why am I getting this?]
      "
    `)
  })

  it('by the lead is told to nobody', async () => {
    const { does, task, written } = await scene(ask.assign(ANN))
    await does(ask.notMine('Ben does these', BEN, { by: by(ANN) }))
    expect(await written('declined')).toEqual([])
    const [declined] = Object.values(task().notices).filter(({ subject }) => subject.kind === 'declined')
    expect(declined?.suppressed).toBe(true)
  })
})

describe('what digests and budgets make of it', () => {
  it('a hand-off that comes with tomorrow’s digest is asked about when there was time to answer after it', async () => {
    const home = anOrchestrator()
    const ben = (await home.world.directory.person(WORKSPACE, BEN))!
    await home.world.directory.savePreferences(ben, { budget: 0 })
    home.world.seed(aTask())
    await home.wake('UAPI-2')
    // It is heard of a minute after nine on Tuesday.
    expect((await home.content('UAPI-2'))?.nudgeAt).toEqual(['2026-03-03T13:01:00.000Z', '2026-03-04T09:01:00.000Z'])
  })
})

describe('a request for approval', () => {
  it('shows what it is about, who decided, and how it ended, in one place', async () => {
    const { does, task, written } = await scene(ask.approval(APPROVERS, { note: 'release 1.4, tested on staging' }))
    const [toCho] = await written('approval')
    expect(toCho!.to?.name).toBe('Cho')
    expect(slack(toCho!, task())).toMatchInlineSnapshot(`
      "
      *🗳️ Your approval is asked for: UAPI-2*

      *Build the endpoint*
      backend · User API

      Ben asks for your approval.
      > release 1.4, tested on staging
      Please decide by <!date^1772452800^{date_short_pretty} at {time}|2026-03-02 12:00 UTC>.

      *Links*
      • <https://docs.example.com/api|API Specs>

      You get this because you may decide as tech lead of User API.
      [Approve] [Reject…] [Show]
      "
    `)
    await does(ask.vote(CHO, 'approved'))
    expect(slack(toCho!, task())).toMatchInlineSnapshot(`
      "
      *🗳️ Your approval is asked for: UAPI-2*

      *Build the endpoint*
      backend · User API

      Ben asks for your approval.
      > release 1.4, tested on staging
      Please decide by <!date^1772452800^{date_short_pretty} at {time}|2026-03-02 12:00 UTC>.

      *Links*
      • <https://docs.example.com/api|API Specs>

      *Decisions*
      ✅ Approved by Cho on <!date^1772445600^{date_short_pretty} at {time}|2026-03-02 10:00 UTC>
      Still to decide: product manager.

      You get this because you may decide as tech lead of User API.
      [Show] [History]
      "
    `)
    await does(ask.vote(ANN, 'rejected', 'the rollback plan is missing'))
    expect(slack(toCho!, task())).toMatchInlineSnapshot(`
      "
      *🚫 Not approved: UAPI-2*

      *Build the endpoint*
      backend · User API

      *Decisions*
      ✅ Approved by Cho on <!date^1772445600^{date_short_pretty} at {time}|2026-03-02 10:00 UTC>
      🚫 Rejected by Ann on <!date^1772445600^{date_short_pretty} at {time}|2026-03-02 10:00 UTC>: the rollback plan is missing

      You get this because you may decide as tech lead of User API.
      [Show] [History]
      "
    `)
    const [outcome] = await written('outcome')
    expect(outcome!.to?.name).toBe('Ben')
    expect(slack(outcome!, task())).toMatchInlineSnapshot(`
      "
      *🚫 Not approved: UAPI-2*

      *Build the endpoint*
      backend · User API

      Ann has rejected UAPI-2: the rollback plan is missing

      You get this because you asked for approval of UAPI-2.
      [Show] [Why am I getting this?]
      "
    `)
  })

  it('is brought to mind, and expires in words', async () => {
    const { ports, wake, task, written, alarms } = await scene(ask.approval(APPROVERS))
    expect(alarms.at(-1)).toEqual({ task: 'UAPI-2', at: minute(120) })
    await tick(ports, WORKSPACE, 'UAPI-2', minute(120))
    await wake('UAPI-2')
    const reminders = await written('reminder')
    expect(reminders.map(({ to }) => to?.name)).toEqual(['Cho', 'Ann'])
    expect(slack(reminders[0]!, task())).toContain('half of the time for it is over')
    await tick(ports, WORKSPACE, 'UAPI-2', minute(180))
    await wake('UAPI-2')
    const [outcome] = await written('outcome')
    expect(slack(outcome!, task())).toMatchInlineSnapshot(`
      "
      *⌛ Nobody decided in time: UAPI-2*

      *Build the endpoint*
      backend · User API

      Nobody decided about UAPI-2 in time. Still missing: tech lead and product manager. Ask again when they are there.

      You get this because you asked for approval of UAPI-2.
      [Show] [Why am I getting this?]
      "
    `)
  })
})

describe('an orchestrator that is woken twice', () => {
  it('writes and sends nothing twice', async () => {
    const { wake, sent, task } = await scene(ask.got(), ask.need('which region?'), ask.approval(APPROVERS))
    const before = [sent.length, task().version]
    await wake('UAPI-2')
    expect([sent.length, task().version]).toEqual(before)
  })
})
