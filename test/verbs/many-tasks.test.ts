import { describe, expect, it } from 'vitest'
import type { TaskId } from '../../app/tasks/ids.ts'
import { messageFaults } from '../support/block-kit.ts'
import { HOSTILE_PIECES } from '../support/hostile-text.ts'
import { minute, person } from '../support/tasks.ts'
import { PEOPLE, PROJECT, waiting, world } from './world.ts'

const { lead, owner } = PEOPLE

describe('200 tasks with the longest and worst of titles', () => {
  it.each(['next', 'graph', 'graph status:all', 'graph UAPI-100 steps:5', 'history UAPI-100'])(
    '%s keeps to the limits of Slack',
    async (text) => {
      const home = world({ projects: [{ ...PROJECT, name: '<!here> 🏗️ مشروع' }] })
      for (let number = 1; number <= 200; number++) {
        const foreign = HOSTILE_PIECES[number % HOSTILE_PIECES.length]!
        const title = `${foreign} שלום 👩‍👩‍👧 \`code\` ${'&<>'.repeat(60)}`.slice(0, 200)
        const before = [number - 1, number - 7, number >> 1].filter((each) => each > 0 && number % 9 > 0)
        home.seed(
          waiting(number, title, number % 3 ? owner.id : lead.id, ...before.map((each): TaskId => `UAPI-${each}`)),
        )
      }
      const created = { type: 'TaskCreated', title: 'x', phase: 'qa', by: person(owner.id), at: minute(0) } as const
      await home.history.write({ task: home.task(owner.workspace, 'UAPI-100'), events: [created] })
      expect(messageFaults(await home.reply('owner', text))).toEqual([])
    },
  )
})
