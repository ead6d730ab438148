import { describe, expect, it } from 'vitest'
import type { Command } from '../../app/tasks/commands.ts'
import type { Task } from '../../app/tasks/task.ts'
import { missingNotices } from '../../app/tasks/wanted-notices.ts'
import { aPull, ask, aTask, changed, minute, PULL, person } from '../support/tasks.ts'
import { PEOPLE, twoTasks, type World, world } from './world.ts'

/** Lets a task live, with its history behind it as the relay writes it. */
async function lived(home: World, task: Task, ...commands: readonly Command[]): Promise<Task> {
  const made = { type: 'TaskCreated', title: task.title, phase: task.phase, by: task.createdBy, at: minute(0) } as const
  await home.history.write({ task, events: [made] })
  let now = task
  for (const command of commands) {
    const change = changed(now, command)
    await home.history.write(change)
    now = change.task
  }
  home.seed(now)
  return now
}

const system = { kind: 'system' } as const
const max = { by: person(PEOPLE.member.id) }
const lena = { by: person(PEOPLE.lead.id) }

describe('history', () => {
  it('tells what happened, latest first, with who and when', async () => {
    const home = world()
    const [task] = twoTasks()
    const [notice] = missingNotices(task)
    await lived(
      home,
      task,
      { type: 'WriteNotice', notice: notice!, by: system, at: minute(1) },
      ask.start({ ...max, at: minute(2) }),
      ask.pull(PULL, aPull('open', 3, { title: '<!here> endpoint' }), [], { at: minute(3) }),
      ask.block('person:per_lena', 'no <key>', { ...lena, at: minute(4) }),
      ask.unblock('person:per_lena', { ...lena, at: minute(5) }),
      ask.pull(PULL, aPull('merged', 6), [], { at: minute(6) }),
      ask.reopen({ ...lena, at: minute(7) }),
      ask.assign(PEOPLE.guest.id, { ...lena, at: minute(8) }),
    )
    expect(await home.say('member', 'history UAPI-1')).toMatchInlineSnapshot(`
      "*UAPI-1* Provision the Lambda · 🟢 ready
      What happened, latest first:
      • <!date^1772442480^{date_short_pretty} at {time}|2026-03-02 09:08 UTC> · Lena: gave it to Gaia, until then Max's
      • <!date^1772442420^{date_short_pretty} at {time}|2026-03-02 09:07 UTC> · Lena: reopened it; it became ready
      • <!date^1772442360^{date_short_pretty} at {time}|2026-03-02 09:06 UTC> · ben-codes on GitHub: the pull request <https://github.com/northwind/user-api/pull/7|northwind/user-api#7> UAPI-2 endpoint was merged; it counts as done
      • <!date^1772442300^{date_short_pretty} at {time}|2026-03-02 09:05 UTC> · Lena: took something out of its way
      • <!date^1772442240^{date_short_pretty} at {time}|2026-03-02 09:04 UTC> · Lena: put something in its way: no &lt;key&gt;
      • <!date^1772442180^{date_short_pretty} at {time}|2026-03-02 09:03 UTC> · ben-codes on GitHub: the pull request <https://github.com/northwind/user-api/pull/7|northwind/user-api#7> &lt;!here&gt; endpoint is open; it is in review
      • <!date^1772442120^{date_short_pretty} at {time}|2026-03-02 09:02 UTC> · Max: started it
      • <!date^1772442060^{date_short_pretty} at {time}|2026-03-02 09:01 UTC> · CodexFlow: the hand-off for Max was written
      • <!date^1772442000^{date_short_pretty} at {time}|2026-03-02 09:00 UTC> · Olga: made it, for infrastructure"
    `)
  })

  it('goes on where a page ended', async () => {
    const home = world()
    const [task] = twoTasks()
    const turns = Array.from({ length: 15 }, (_, turn) => [
      ask.block('person:per_lena', `reason ${turn}`, lena),
      ask.unblock('person:per_lena', lena),
    ])
    await lived(home, task, ...turns.flat())
    const [first, second] = [await home.say('lead', 'history UAPI-1'), await home.say('lead', 'history UAPI-1 page:12')]
    expect(first.split('\n').at(-1)).toBe('What came before: `/codexflow history UAPI-1 page:12`')
    expect([first, second].map((text) => text.split('\n• ').length - 1)).toEqual([20, 11])
    expect(second).not.toContain('What came before')
  })

  it('says what is missing, and does not stop there', async () => {
    const home = world()
    const [task] = twoTasks()
    await lived(home, task)
    const gap = { type: 'HistoryGap', from: 2, to: 4 } as const
    Object.assign(home.history, { page: async () => ({ items: [gap, { ...gap, from: 6, to: 6 }] }) })
    expect((await home.say('lead', 'history UAPI-1')).split('\n').slice(2)).toEqual([
      '• Changes 2 to 4 are missing here; what they did still counts.',
      '• Change 6 is missing here; what they did still counts.',
    ])
  })

  it('says that nothing is written down yet', async () => {
    const home = world()
    home.seed(aTask({ id: 'UAPI-1' }))
    expect(await home.say('lead', 'history UAPI-1')).toContain('Nothing is written down yet; that takes a moment.')
  })

  it.each([
    ['history', 'it lacks the id of a task'],
    ['history UAPI-1 page:next', '"next" is no page'],
    ['history UAPI-1 UAPI-2', '"UAPI-2" is one word too many'],
    ['history UAPI-9', 'I know no task UAPI-9 in this workspace.'],
  ])('does not take %s', async (text, answer) => {
    expect(await world().say('lead', text)).toContain(answer)
  })

  it('is closed to a guest whose task it is not', async () => {
    const home = world()
    home.seed(aTask({ id: 'UAPI-1', by: person(PEOPLE.lead.id) }))
    expect(await home.say('guest', 'history UAPI-1')).toMatch(/^As a guest you may not see this task/)
  })
})
