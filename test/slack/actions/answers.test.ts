import { describe, expect, it } from 'vitest'
import { packTaskButton } from '../../../app/slack/actions/task-button.ts'
import type { NoticeSubject } from '../../../app/tasks/notice.ts'
import type { Task } from '../../../app/tasks/task.ts'
import { missingNotices } from '../../../app/tasks/wanted-notices.ts'
import { after, ask, minute, person, WORKSPACE } from '../../support/tasks.ts'
import { PEOPLE, twoTasks, world } from '../../verbs/world.ts'
import { filled, readable, submitted } from '../modals/forms.ts'

const SYSTEM = { kind: 'system' } as const
const APPROVERS = { 'tech-lead': [PEOPLE.owner.id, PEOPLE.lead.id] }

/** A world in which everything that the task wants to tell has been told; the value of a button on such a message. */
function told(task: Task) {
  const home = world()
  const written = missingNotices(task).map(
    (notice) => ({ type: 'WriteNotice', notice, by: SYSTEM, at: minute(61) }) as const,
  )
  home.seed(after(task, ...written))
  const on = (kind: NoticeSubject['kind'], to: keyof typeof PEOPLE) => {
    const notices = Object.values(home.task(WORKSPACE, task.id).notices)
    const notice = notices.find((each) => each.subject.kind === kind && each.to === PEOPLE[to].id)
    if (notice === undefined) throw new Error(`The test has told ${to} nothing of the kind ${kind}.`)
    return {
      value: packTaskButton({ task: task.id, notice: notice.id }),
      refresh: { task: task.id, notice: notice.id },
    }
  }
  return { home, on, task: () => home.task(WORKSPACE, task.id) }
}

const ready = () => twoTasks()[0]
const asked = () => {
  const gated = { ...ready(), gates: [{ kind: 'approved', roles: ['tech-lead'], quorum: 1 }] } as const
  return after(gated, ask.approval(APPROVERS, { by: person(PEOPLE.member.id) }))
}

describe('the button Got it', () => {
  it('keeps that it was received; the message itself shows it', async () => {
    const { home, on, task } = told(ready())
    expect(await home.click('member', 'handoff.got', on('handoff', 'member').value)).toEqual({})
    expect(task().receipt?.by).toBe(PEOPLE.member.id)
  })

  it('says so where no message does', async () => {
    const { home } = told(ready())
    expect((await home.click('member', 'handoff.got', 'UAPI-1')).reply?.text).toBe(
      'Good: *UAPI-1* is received.\nWhen you begin: `/codexflow start UAPI-1`',
    )
  })

  it('of somebody else’s hand-off is answered in private, and changes nothing', async () => {
    const { home, on } = told(ready())
    const { value, refresh } = on('handoff', 'member')
    const clicked = await home.click('lead', 'handoff.got', value)
    expect([clicked.reply?.text, clicked.refresh]).toEqual([
      'UAPI-1 is not assigned to you, so its hand-off is not yours to answer.\nSee whose it is: `/codexflow show UAPI-1`',
      refresh,
    ])
    expect(home.images).toEqual([])
  })

  it('on a message that is no longer true is answered, and the message put right', async () => {
    const { home, on } = told(ready())
    const { value, refresh } = on('handoff', 'member')
    await home.say('lead', 'assign UAPI-1 me')
    const { reply, refresh: again } = await home.click('member', 'handoff.got', value)
    expect([reply?.text.split('\n')[0], again]).toEqual(['UAPI-1 has moved on since that was written.', refresh])
  })
})

describe('the button Approve', () => {
  it('decides, and says so', async () => {
    const { home, on, task } = told(asked())
    expect((await home.click('lead', 'approval.approve', on('approval', 'lead').value)).reply?.text).toBe(
      '*UAPI-1* Provision the Lambda is approved. Whoever asked for it hears of it from me.\nHow it stands: `/codexflow why UAPI-1`',
    )
    expect([task().approval?.outcome?.verdict, task().status]).toEqual(['approved', 'done'])
  })

  it('of two at the same instant decides once; the other hears that it is decided', async () => {
    const { home, on, task } = told(asked())
    const clicks = await Promise.all([
      home.click('lead', 'approval.approve', on('approval', 'lead').value),
      home.click('owner', 'approval.approve', on('approval', 'owner').value),
    ])
    const said = clicks.map(({ reply }) => reply?.text.split('\n')[0]).toSorted()
    expect(said).toEqual([
      '*UAPI-1* Provision the Lambda is approved. Whoever asked for it hears of it from me.',
      'That was decided before: the request about UAPI-1 was approved.',
    ])
    expect(task().approval?.votes).toHaveLength(1)
  })

  it('pressed again after the outcome is answered in private, and redraws the message', async () => {
    const { home, on } = told(asked())
    const { value, refresh } = on('approval', 'lead')
    await home.click('lead', 'approval.approve', value)
    const late = await home.click('lead', 'approval.approve', value)
    expect([late.reply?.text.split('\n')[0], late.refresh]).toEqual([
      'That was decided before: the request about UAPI-1 was approved.',
      refresh,
    ])
  })

  it('by one who may not is refused with its reason', async () => {
    const { home, on } = told(asked())
    const { reply } = await home.click('member', 'approval.approve', on('approval', 'lead').value)
    expect(reply?.text).toBe(
      'You cannot decide about UAPI-1: that is for its tech lead.\nSee who that is: `/codexflow why UAPI-1`',
    )
    expect(home.images).toEqual([])
  })

  it('on the message of an older request says nothing about the new one', async () => {
    const { home, on, task } = told(asked())
    const { value } = on('approval', 'lead')
    await home.say('owner', 'reject UAPI-1 "no plan"')
    // The orchestrator has taken back what was asked before, and a new request was made.
    home.seed({ ...after(task(), ask.approval(APPROVERS, { by: person(PEOPLE.member.id) })), notices: {} })
    expect((await home.click('lead', 'approval.approve', value)).reply?.text.split('\n')[0]).toBe(
      'UAPI-1 has moved on since that was written.',
    )
    expect(task().approval?.votes).toEqual([])
  })
})

describe('the button Ask for approval', () => {
  it('stands where a task lacks only that, and asks', async () => {
    const home = world()
    home.seed({ ...ready(), gates: [{ kind: 'approved', roles: ['tech-lead'], quorum: 1 }] })
    const refused = await home.reply('member', 'done UAPI-1')
    expect(refused.text).toBe(
      'UAPI-1 counts as done when it is approved by tech lead. Missing: approval by tech lead.\nI will finish it by myself as soon as that arrives.',
    )
    expect(JSON.stringify(refused.blocks?.at(-1))).toContain('"approval.request"')
    const { reply } = await home.click('member', 'approval.request', 'UAPI-1')
    expect(reply?.text).toMatch(
      /^I am asking for approval of \*UAPI-1\* Provision the Lambda: its tech lead may decide until /,
    )
    expect(home.task(WORKSPACE, 'UAPI-1').approval?.approvers).toEqual(APPROVERS)
  })
})

describe('the forms behind the other buttons', () => {
  const FORMS = [
    ['handoff.need', 'member', 'text', 'Which region?'],
    ['handoff.notmine', 'member', 'reason', 'I am on leave.'],
    ['approval.reject', 'lead', 'comment', 'No rollback plan.'],
  ] as const

  it.each(FORMS)(
    '%s changes what its verb would, for the message that was clicked',
    async (form, role, field, words) => {
      const { home, on, task } = told(asked())
      const { refresh } = on(form === 'approval.reject' ? 'approval' : 'handoff', role)
      const done = await submitted(home, role, form, refresh, filled({ [field]: words }))
      expect(readable(done)).toMatchSnapshot()
      expect(JSON.stringify([task().questions, task().declined, task().approval?.votes])).toContain(words)
    },
  )

  it.each(FORMS)('%s without words names its field, and changes nothing', async (form, role, field) => {
    const { home, on } = told(asked())
    const { refresh } = on(form === 'approval.reject' ? 'approval' : 'handoff', role)
    expect(await submitted(home, role, form, refresh, {})).toEqual({
      kind: 'errors',
      errors: { [field]: expect.stringMatching(/^\S.+/) },
    })
    expect(home.images).toEqual([])
  })
})
