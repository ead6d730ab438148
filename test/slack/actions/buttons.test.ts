import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BUTTONS } from '../../../app/slack/actions/registry.ts'
import { packTaskButton, taskButton, unpackTaskButton } from '../../../app/slack/actions/task-button.ts'
import type { NoticeId } from '../../../app/tasks/notice.ts'
import { missingNotices } from '../../../app/tasks/wanted-notices.ts'
import { TASK_ACTS } from '../../../app/verbs/words/offer.ts'
import { after, minute, WORKSPACE } from '../../support/tasks.ts'
import { PEOPLE, twoTasks, world } from '../../verbs/world.ts'

/** UAPI-1 is ready and Max was told; the value of a button on that message. */
function told() {
  const home = world()
  const [task, second] = twoTasks()
  const [notice] = missingNotices(task)
  home.seed(after(task, { type: 'WriteNotice', notice: notice!, by: { kind: 'system' }, at: minute(5) }), second)
  const refresh = { task: task.id, notice: notice!.id }
  return { home, value: packTaskButton(refresh), refresh }
}

describe('the button Start', () => {
  it('starts the task; the message itself shows it', async () => {
    const { home, value } = told()
    expect(await home.click('member', 'task.start', value)).toEqual({})
    const { status, declared } = home.task(WORKSPACE, 'UAPI-1')
    expect([status, declared.by]).toEqual(['in_progress', { kind: 'person', id: PEOPLE.member.id }])
  })

  it('says so where no message does', async () => {
    const { home } = told()
    const { reply, refresh } = await home.click('member', 'task.start', 'UAPI-1')
    expect([reply?.text, refresh]).toEqual([
      '*UAPI-1* is in progress now.\nWhen it is finished: `/codexflow done UAPI-1`',
      undefined,
    ])
  })

  it('does it once, and answers the same when the click comes twice', async () => {
    const { home, value } = told()
    const again = { cause: 'slack:T0NORTHWIND:again' }
    await home.click('member', 'task.start', value, again)
    expect(await home.click('member', 'task.start', value, again)).toEqual({})
    expect(home.images).toHaveLength(1)
  })

  it('answers a second click in words, and corrects the message', async () => {
    const { home, value, refresh } = told()
    await home.click('lead', 'task.start', value)
    const second = await home.click('member', 'task.start', value)
    expect([second.reply?.text, second.refresh]).toEqual([
      'UAPI-1 is in progress already.\nWhen it is finished: `/codexflow done UAPI-1`',
      refresh,
    ])
  })

  it('starts nothing from a message that is no longer true', async () => {
    const { home, value, refresh } = told()
    await home.say('lead', 'assign UAPI-1 me')
    const stale = await home.click('member', 'task.start', value)
    expect([stale.reply?.text, stale.refresh]).toEqual([
      'UAPI-1 has moved on since that was written.\nSee how it stands: `/codexflow why UAPI-1`',
      refresh,
    ])
    expect(home.task(WORKSPACE, 'UAPI-1').status).toBe('open')
  })

  it('starts nothing from a message that nobody wrote', async () => {
    const { home } = told()
    const { reply } = await home.click('member', 'task.start', `UAPI-1 n_${'0'.repeat(32)}`)
    expect(reply?.text).toMatch(/^UAPI-1 has moved on since that was written\./)
    expect(home.images).toEqual([])
  })

  it('is refused in private to those who may not, and leaves the message', async () => {
    const { home, value } = told()
    const { reply, refresh } = await home.click('guest', 'task.start', value)
    expect([reply?.text, refresh]).toEqual([
      'As a guest you may not start this task. Those who may: owners, leads and members, and guests on their own tasks.\nAsk one of them to do it.',
      undefined,
    ])
  })
})

describe('the buttons Why, Show and History', () => {
  it.each([
    ['task.why', 'why UAPI-2'],
    ['task.show', 'show UAPI-2'],
    ['task.history', 'history UAPI-2'],
  ])('%s answers what the verb answers', async (actionId, text) => {
    const { home } = told()
    expect(await home.click('member', actionId, 'UAPI-2')).toEqual({ reply: await home.reply('member', text) })
  })

  it('Why says on a message why that came', async () => {
    const { home, value } = told()
    const second = async () => (await home.click('member', 'task.why', value)).reply?.text.split('\n')[1]
    expect(await second()).toBe('Max was told because it became ready to start and it was assigned to them.')
    await home.say('lead', 'assign UAPI-1 me')
    expect(await second()).toBe(
      'Max was told because it became ready to start and it was assigned to them. That is no longer so.',
    )
    const gone = await home.click('member', 'task.why', `UAPI-1 n_${'0'.repeat(32)}`)
    expect(gone.reply?.text.split('\n')[1]).toBe(
      'That message told of an earlier state of the task, which has moved on since.',
    )
  })

  it.each(['task.why', 'task.show', 'task.history'])(
    '%s is refused to a guest whose task it is not',
    async (actionId) => {
      const { home } = told()
      expect((await home.click('guest', actionId, 'UAPI-2')).reply?.text).toMatch(
        /^As a guest you may not see this task/,
      )
    },
  )
})

describe('any other click', () => {
  it.each([
    ['task.delete', 'UAPI-1'],
    ['__proto__', 'UAPI-1'],
    ['task.start', ''],
    ['task.start', 'uapi-1'],
    ['task.start', 'UAPI-1 n_1'],
    ['task.start', `UAPI-1 n_${'0'.repeat(32)} x`],
    ['task.start', '{"task":"UAPI-1"}'],
  ])('is answered in words: %s %s', async (actionId, value) => {
    const { home } = told()
    expect((await home.click('owner', actionId, value)).reply?.text).toBe(
      'That button is from an older version of me, and does nothing any more.\nWhat you can do: `/codexflow help`',
    )
    expect(home.images).toEqual([])
  })

  it('does nothing in a workspace where I am not installed', async () => {
    const home = world({ installed: false })
    const { reply } = await home.click('owner', 'task.start', 'UAPI-1')
    expect(reply?.text).toMatch(/^CodexFlow is not set up in this Slack workspace yet/)
  })

  it('never throws, whatever its value', async () => {
    const ids = fc.constantFrom('UAPI-1', 'UAPI-2', 'UAPI-9', 'uapi-1', `n_${'0'.repeat(32)}`, 'n_1', '', '__proto__')
    const near = fc.array(ids, { maxLength: 3 }).map((parts) => parts.join(' '))
    const values = fc.oneof(near, fc.string({ unit: 'binary' }))
    const { home } = told()
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...TASK_ACTS), values, async (actionId, value) => {
        expect((await home.click('owner', actionId, value)).reply?.text).toBeTruthy()
      }),
    )
  })
})

describe('the value of a button', () => {
  const task = fc.tuple(fc.stringMatching(/^[A-Z][A-Z0-9]{1,9}$/), fc.integer({ min: 1, max: 999_999_999 }))
  const notice = fc.stringMatching(/^n_[0-9a-f]{32}$/).map((id) => id as NoticeId)

  it('is read back from what is packed', () => {
    fc.assert(
      fc.property(task, fc.option(notice, { nil: undefined }), ([key, number], on) => {
        const value = { task: `${key}-${number}` as const, ...(on === undefined ? {} : { notice: on }) }
        expect(unpackTaskButton(packTaskButton(value))).toEqual(value)
      }),
    )
  })

  it.each(TASK_ACTS)('stands on a button within Slack’s limits: %s', (action) => {
    const button = taskButton(action, 'ABCDEFGHIJ-999999999', { notice: `n_${'0'.repeat(32)}`, isNamed: true })
    expect([button.action_id, BUTTONS[action].id, button.accessibility_label!.length <= 75]).toEqual([
      action,
      action,
      true,
    ])
  })
})
