import { describe, expect, it } from 'vitest'
import type { Role } from '../../../app/projects/permissions.ts'
import type { HomeView } from '../../../app/slack/handlers.ts'
import { buildHome } from '../../../app/slack/home/build-home.ts'
import { homeOpenedBy } from '../../../app/slack/home/opened.ts'
import { homeBody } from '../../../app/slack/wire.ts'
import type { TaskId } from '../../../app/tasks/ids.ts'
import { viewFaults } from '../../support/block-kit.ts'
import { after, ask, aTask, minute, openSince, person, WORKSPACE } from '../../support/tasks.ts'
import { PEOPLE, PROJECT, twoTasks, type World, world } from '../../verbs/world.ts'

const HOSTILE = '<!channel> <https://evil.example|UAPI-1> &lt; ``` \u202e مرحبا 👩‍👩‍👧'

function homeOf(home: World, role: Role | { slackUser: string }): Promise<HomeView> {
  const slackUser = typeof role === 'string' ? PEOPLE[role].slackUser! : role.slackUser
  return buildHome({ workspace: WORKSPACE, slackUser, at: minute(60) }, { ...home, directory: home.directory })
}

/** What the tab says, a line for each text; buttons in brackets. */
function readable({ blocks }: HomeView): string {
  return blocks
    .map((block) => {
      switch (block.type) {
        case 'header':
          return `# ${block.text.text}`
        case 'section': {
          const { accessory } = block
          const beside = accessory?.type === 'button' ? ` [${accessory.text.text}]` : ''
          return `${block.text?.text}${beside}`
        }
        case 'actions':
          return block.elements.map((each) => (each.type === 'button' ? `[${each.text.text}]` : each.type)).join(' ')
        case 'context':
          return block.elements.map((each) => ('text' in each ? each.text : each.type)).join(' ')
        default:
          return `— ${block.type}`
      }
    })
    .join('\n')
}

describe('the Home tab', () => {
  it('shows what is ready and what it is good for, what waits for whom since when, and what was handed on', async () => {
    const home = world()
    const [first, second] = twoTasks()
    const mine = { assignee: PEOPLE.member.id, by: person(PEOPLE.owner.id) }
    const done = aTask({ id: 'UAPI-4', title: 'Design the API', phase: 'design', ...mine })
    const begun = after(aTask({ id: 'UAPI-5', title: 'Write the docs', ...mine }), ask.start())
    const next = {
      ...aTask({ id: 'UAPI-6', title: 'Build it', assignee: PEOPLE.lead.id, by: person(PEOPLE.owner.id) }),
    }
    const waiting = { ...next, blockers: { 'UAPI-4': { open: false, at: 1 } } }
    home.seed(first, second, after(done, ask.done()), begun, waiting)
    await home.history.write({
      task: second,
      events: [
        {
          type: 'TaskCreated',
          title: second.title,
          phase: 'backend',
          by: { kind: 'system' },
          at: '2026-03-02T09:00:00.000Z',
        },
      ],
    })
    const view = await homeOf(home, 'member')
    expect(viewFaults(homeBody(view))).toEqual([])
    expect(readable(view)).toMatchInlineSnapshot(`
      "# 🟢 Ready for you
      *UAPI-1* Provision the Lambda
      infrastructure · Finishing it lets you begin *UAPI-2*.
      [Start] [Block…] [Show]
      # 🔵 You are on
      *UAPI-5* Write the docs
      backend · 🔵 in progress
      [Done…] [Block…] [Reassign…]
      # ⏳ Waiting
      *UAPI-2* Build &lt;the&gt; endpoint
      Waits for *UAPI-1* Provision the Lambda (Max, 🟢 ready).
      Since <!date^1772442000^{date_short_pretty} at {time}|2026-03-02 09:00 UTC>. [Why?]
      # 🤝 What you handed on
      *UAPI-4* Design the API · done <!date^1772445600^{date_short_pretty} at {time}|2026-03-02 10:00 UTC>
      → *UAPI-6* Build it · Lena · 🟢 ready · no answer yet [Show]
      — divider
      [New task] [New project] [Settings] [Link GitHub…]
      As of <!date^1772445600^{date_short_pretty} at {time}|2026-03-02 10:00 UTC>. All that I can do: \`/codexflow help\`"
    `)
  })

  it('names of what a guest may not see the id alone', async () => {
    const home = world()
    const [first, second] = twoTasks(PEOPLE.guest.id)
    home.seed({ ...first, assignee: PEOPLE.lead.id }, second)
    const said = readable(await homeOf(home, 'guest'))
    expect(said).toContain('Waits for *UAPI-1*.')
    expect(said).not.toContain('Provision')
    expect(said).not.toContain('[New task]')
  })

  it('keeps to the limits of Slack with 200 tasks of the longest and worst titles, and says how many are not shown', async () => {
    const home = world({ projects: [] })
    const title = `${HOSTILE} ${'x'.repeat(200)}`.slice(0, 200)
    for (let n = 1; n <= 100; n++) {
      home.seed(aTask({ id: `UAPI-${n}`, title, assignee: PEOPLE.member.id, by: person(PEOPLE.owner.id) }))
      const blockers = Object.fromEntries(
        Array.from({ length: 20 }, (_, b) => [`UAPI-${((n + b) % 100) + 1}`, openSince(1)]),
      ) as Record<TaskId, ReturnType<typeof openSince>>
      const id = `UAPI-${n + 100}` as const
      home.seed(aTask({ id, title, assignee: PEOPLE.member.id, blockers, by: person(PEOPLE.owner.id) }))
    }
    const view = await homeOf(home, 'member')
    expect(viewFaults(homeBody(view))).toEqual([])
    expect(readable(view)).toContain('…and 92 more are waiting')
  })
})

describe('somebody who begins', () => {
  it('is led to a first hand-off where there is no project', async () => {
    const view = await homeOf(world({ projects: [] }), 'owner')
    expect(viewFaults(homeBody(view))).toEqual([])
    expect(readable(view)).toMatchInlineSnapshot(`
      "# 👋 Three steps to your first hand-off
      Hi Olga! I keep the graph of who waits for whom. The moment the last thing somebody waited for is finished, I tell them, with all they need.
      *1. Make a project.* Its key begins the names of its tasks, such as UAPI-1.
      [Make a project]
      *2. Make two tasks.* Give the second one to a colleague, and say that the first has to be finished before.
      *3. Finish the first.* Your colleague hears of it from me, with what you recorded.
      — divider
      [New task] [New project] [Settings] [Link GitHub…]
      As of <!date^1772445600^{date_short_pretty} at {time}|2026-03-02 10:00 UTC>. All that I can do: \`/codexflow help\`"
    `)
  })

  it('is told what to do first when nothing is theirs, and is not put down for looking', async () => {
    const home = world()
    const view = await homeOf(home, { slackUser: 'U0NEW' })
    expect(viewFaults(homeBody(view))).toEqual([])
    expect(readable(view)).toMatchInlineSnapshot(`
      "# 👋 Nothing is yours to do yet
      Hi! As soon as something is ready for you, I write to you here, with all you need to begin.
      *1. Make a task*, or take one that nobody has: \`/codexflow list\`
      [Make a task]
      *2. Link your GitHub account*, so that your pull requests speak for your tasks: the button below, or \`/codexflow link\`
      *3. Finish it* (\`/codexflow done ID\`), and whoever waits for it hears from me.
      — divider
      [New task] [New project] [Settings] [Link GitHub…]
      As of <!date^1772445600^{date_short_pretty} at {time}|2026-03-02 10:00 UTC>. All that I can do: \`/codexflow help\`"
    `)
    expect(await home.directory.personBySlack(WORKSPACE, 'U0NEW')).toBeUndefined()
  })

  it('is told what a guest can do', async () => {
    const view = await homeOf(world(), 'guest')
    expect(viewFaults(homeBody(view))).toEqual([])
    expect(readable(view)).toMatchInlineSnapshot(`
      "# 👋 Nothing is yours to do yet
      Hi Gaia! You are a guest here: you see the tasks that are given to you, and can start, block and finish them. As soon as one is ready, I write to you.
      — divider
      [Settings] [Link GitHub…]
      As of <!date^1772445600^{date_short_pretty} at {time}|2026-03-02 10:00 UTC>. All that I can do: \`/codexflow help\`"
    `)
  })

  it('is told so where CodexFlow is not installed', async () => {
    const view = await homeOf(world({ installed: false }), 'owner')
    expect(viewFaults(homeBody(view))).toEqual([])
    expect(readable(view)).toMatchInlineSnapshot(`
      "# CodexFlow is not set up here
      Ask whoever looks after your Slack apps to install it in this workspace."
    `)
  })
})

describe('whoever opens the Home tab', () => {
  const opened = (event: Record<string, unknown>) =>
    homeOpenedBy({ kind: 'event', teamId: 'T1', type: 'app_home_opened', cause: 'slack:T1:Ev1', event })

  it.each([
    [{ user: 'U1', tab: 'home' }, 'U1'],
    [{ user: 'U1', tab: 'messages' }, undefined],
    [{ tab: 'home' }, undefined],
    [{ user: { id: 'U1' }, tab: 'home' }, undefined],
    [{ user: '<!here>', tab: 'home' }, undefined],
  ])('is read from %j as %s', (event, user) => {
    expect(opened(event)).toBe(user)
  })
})

describe('repositories in the Home tab', () => {
  const away = { why: 'suspended', since: minute(0) } as const
  const repositories = [{ ...PROJECT.repositories[0]!, away }]

  it('are shown while they are out of reach, to those who may see projects', async () => {
    const home = world({ projects: [{ ...PROJECT, repositories }] })
    expect(readable(await homeOf(home, 'member'))).toContain(
      [
        '# 🔌 Out of reach in GitHub',
        '*UAPI* northwind/user-api (out of reach since <!date^1772442000^{date_short_pretty} at {time}|2026-03-02 09:00 UTC>: CodexFlow is suspended there)',
      ].join('\n'),
    )
    expect(readable(await homeOf(home, 'guest'))).not.toContain('Out of reach')
    expect(readable(await homeOf(world(), 'member'))).not.toContain('Out of reach')
  })

  it('are left out with their archived project', async () => {
    const home = world({ projects: [{ ...PROJECT, repositories, archivedAt: minute(1) }] })
    expect(readable(await homeOf(home, 'member'))).not.toContain('Out of reach')
  })
})

describe('approvals in the Home tab', () => {
  const gated = () => {
    const gates = [{ kind: 'approved', roles: ['tech-lead'], quorum: 1 }] as const
    return aTask({ id: 'UAPI-9', title: 'Release 1.4', assignee: PEOPLE.member.id, by: person(PEOPLE.owner.id), gates })
  }
  const approvers = { 'tech-lead': [PEOPLE.lead.id, PEOPLE.owner.id] }

  it('are shown to those who have to decide, and to nobody else', async () => {
    const home = world()
    home.seed(after(gated(), ask.approval(approvers, { by: person(PEOPLE.member.id), note: 'tested on <staging>' })))
    const view = await homeOf(home, 'lead')
    expect(viewFaults(homeBody(view))).toEqual([])
    expect(readable(view)).toContain(
      [
        '# 🗳️ Your approval is asked for',
        '*UAPI-9* Release 1.4',
        'Max asks for your approval as tech lead, by <!date^1772452800^{date_short_pretty} at {time}|2026-03-02 12:00 UTC>.',
        '> tested on &lt;staging&gt;',
        '[Approve] [Reject…] [Show]',
      ].join('\n'),
    )
    expect(readable(await homeOf(home, 'member'))).not.toContain('Your approval is asked for')
  })

  it('are gone once they are decided', async () => {
    const home = world()
    const asked = ask.approval(approvers, { by: person(PEOPLE.member.id) })
    home.seed(after(gated(), asked, ask.vote(PEOPLE.owner.id, 'approved')))
    expect(readable(await homeOf(home, 'lead'))).not.toContain('Your approval is asked for')
  })
})

describe('what became of work that was handed on', () => {
  it.each([
    ['no answer yet', []],
    ['📬 got it', [ask.got({ by: person(PEOPLE.lead.id) })]],
  ])('says whether it was received: %s', async (words, commands) => {
    const home = world()
    const done = aTask({ id: 'UAPI-4', assignee: PEOPLE.member.id, by: person(PEOPLE.owner.id) })
    const next = aTask({
      id: 'UAPI-6',
      title: 'Build it',
      assignee: PEOPLE.lead.id,
      by: person(PEOPLE.owner.id),
      blockers: { 'UAPI-4': { open: false, at: 1 } },
    })
    home.seed(after(done, ask.done({ by: person(PEOPLE.member.id) })), after(next, ...commands))
    expect(readable(await homeOf(home, 'member'))).toContain(`→ *UAPI-6* Build it · Lena · 🟢 ready · ${words}`)
  })
})
