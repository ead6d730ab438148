import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Hearer, LeftBehind } from '../../app/ports/left-behind.ts'
import type { AuditAct } from '../../app/projects/audit.ts'
import { may } from '../../app/projects/permissions.ts'
import type { Person } from '../../app/projects/person.ts'
import type { Project } from '../../app/projects/project.ts'
import { leftBehindReply } from '../../app/slack/messages/left-behind-reply.ts'
import { noteStay, type StaySaid } from '../../app/workspaces/leave.ts'
import { memory } from '../support/memory.ts'
import { PROJECT } from '../support/orchestration.ts'
import { ANN, aTask, BEN, CHO, minute, WORKSPACE } from '../support/tasks.ts'

const OWNER: Person = { workspace: WORKSPACE, id: 'per_olga', name: 'Olga', role: 'owner', slackUser: 'U0OLGA' }
const PEOPLE: readonly Person[] = [
  OWNER,
  { workspace: WORKSPACE, id: ANN, name: 'Ann', role: 'lead', slackUser: 'U0ANN' },
  { workspace: WORKSPACE, id: BEN, name: 'Ben', role: 'lead', slackUser: 'U0BEN' },
  { workspace: WORKSPACE, id: CHO, name: 'Cho', role: 'member', slackUser: 'U0CHO' },
]

function world(over: Partial<Project> = {}, tasks = 2) {
  const acts: AuditAct[] = []
  const mind = memory({ people: PEOPLE, projects: [{ ...PROJECT, ...over }], settings: [], acts })
  mind.seed(
    ...Array.from({ length: tasks }, (_, index) =>
      aTask({
        id: `UAPI-${index + 1}`,
        title: `Task ${index + 1}`,
        phase: index === 0 ? 'qa' : 'backend',
        assignee: BEN,
      }),
    ),
  )
  const told: { readonly to: Hearer; readonly left: LeftBehind }[] = []
  const ports = {
    directory: mind.directory,
    views: mind.views,
    tell: async (_: unknown, to: Hearer, left: LeftBehind) => void told.push({ to, left }),
  }
  const say = (state: StaySaid['state'], at = 1, slackUser = 'U0BEN') =>
    noteStay(ports, { workspace: WORKSPACE, slackUser, state, since: minute(at), cause: `${state} ${at}` })
  const ben = async () => (await mind.directory.person(WORKSPACE, BEN))!
  const brief = () => told.map(({ to, left }) => [to, left.tasks.map(({ id }) => id), left.posts.map((p) => p.setting)])
  return { ...mind, ports, say, ben, told, brief, acts }
}

describe('somebody who leaves the workspace', () => {
  it('keeps role and tasks, may do nothing any more, and stands in the audit', async () => {
    const home = world({ lead: ANN })
    await home.say('gone')
    const ben = await home.ben()
    expect(ben).toEqual({ ...PEOPLE[2], stay: { state: 'gone', since: minute(1), told: true } })
    expect([may(ben, 'help'), may(ben, 'approval.decide')]).toEqual([false, false])
    const act = { action: 'person.left', actor: 'slack', subject: BEN, at: minute(1), cause: 'gone 1' }
    expect(home.acts).toEqual([act])
  })

  it('leaves tasks, of which each lead hears once, whatever Slack repeats', async () => {
    const home = world({ lead: ANN, phaseLeads: { qa: CHO } })
    for (let times = 0; times < 3; times++) await home.say('gone')
    expect(home.brief()).toEqual([
      [{ slackUser: 'U0CHO' }, ['UAPI-1'], []],
      [{ slackUser: 'U0ANN' }, ['UAPI-2'], []],
    ])
  })

  it('is told of in the channel where nobody leads, or who led has left too, and by the owners where there is none', async () => {
    const channelled = world({ phaseChannels: { qa: 'C0QA' } })
    await channelled.say('gone')
    expect(channelled.brief().map(([to]) => to)).toEqual([{ channel: 'C0QA' }, { channel: 'C0HOME' }])

    const own = world({ lead: BEN, phaseLeads: { backend: ANN } })
    await own.say('gone', 1, 'U0ANN')
    await own.say('gone', 2)
    expect(own.brief().slice(-1)).toEqual([[{ channel: 'C0HOME' }, ['UAPI-1', 'UAPI-2'], ['lead']]])

    const { homeChannel: _, ...bare } = PROJECT
    const alone = memory({ people: PEOPLE, projects: [bare], settings: [] })
    alone.seed(aTask({ id: 'UAPI-1', assignee: BEN }))
    const heard: Hearer[] = []
    const tell = async (_: unknown, to: Hearer) => void heard.push(to)
    const said = { workspace: WORKSPACE, slackUser: 'U0BEN', since: minute(1), cause: 'c' }
    await noteStay({ ...alone, tell }, { ...said, state: 'gone' })
    expect(heard).toEqual([{ slackUser: 'U0OLGA' }])
  })

  it('leaves posts, too: what they led and might approve', async () => {
    const home = world({ lead: ANN, phaseLeads: { qa: BEN }, approvers: { 'tech-lead': [BEN, CHO] } }, 0)
    await home.say('gone')
    expect(home.brief()).toEqual([[{ slackUser: 'U0ANN' }, [], ['lead-qa', 'approver-tech-lead']]])
  })

  it('with nothing to leave is nothing to tell of; nor is somebody whom we never met', async () => {
    const home = world({ lead: ANN }, 0)
    await home.say('gone')
    await home.say('gone', 1, 'U0STRANGER')
    await home.say('here', 1, 'U0CHO')
    expect([home.told, home.acts.length]).toEqual([[], 1])
  })

  it('is told of again from the beginning, when we were killed on the way', async () => {
    const home = world({ lead: ANN })
    const killed = { ...home.ports, tell: () => Promise.reject(new Error('killed')) }
    const said = { workspace: WORKSPACE, slackUser: 'U0BEN', state: 'gone', since: minute(1), cause: 'c' } as const
    await expect(noteStay(killed, said)).rejects.toThrow('killed')
    await noteStay(home.ports, said)
    expect([home.brief().length, home.acts.length]).toEqual([1, 1])
  })
})

describe('somebody who comes back', () => {
  it('is as they were, and leaves again with a word to the leads', async () => {
    const home = world({ lead: ANN })
    await home.say('gone', 1)
    await home.say('here', 2)
    expect(may(await home.ben(), 'task.create')).toBe(true)
    await home.say('gone', 3)
    expect(home.acts.map(({ action }) => action)).toEqual(['person.left', 'person.returned', 'person.left'])
    expect(home.told).toHaveLength(2)
  })

  it('is there or not by the latest word, in whichever order and however often the words come', async () => {
    const word = fc.record({
      state: fc.constantFrom('gone' as const, 'here' as const),
      at: fc.integer({ min: 1, max: 4 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 6 }), async (words) => {
        const [inOrder, shuffled] = [world(), world()]
        const first = { state: 'gone', at: 0.5 } as const
        for (const { state, at } of [first, ...words]) await shuffled.say(state, at)
        const sorted = words.toSorted((a, b) => a.at - b.at || (a.state === 'here' ? 1 : -1))
        for (const { state, at } of [first, ...sorted]) await inOrder.say(state, at)
        const stay = async (home: typeof inOrder) => (await home.ben()).stay?.state
        expect(await stay(shuffled)).toBe(await stay(inOrder))
      }),
    )
  })
})

it('what they leave behind is said with whom to ask and how to give it away', () => {
  const line = { ...aTask({ id: 'UAPI-2', title: 'Build <the> endpoint' }), ready: true }
  const left = { name: 'Ben <!here>', tasks: [line], count: 17, posts: [{ project: 'UAPI', setting: 'lead-qa' }] }
  const { text, blocks } = leftBehindReply(left)
  expect(text).toMatchInlineSnapshot(`
    "👋 *Ben &lt;!here&gt;* has left the workspace.
    17 open tasks are theirs. Who should take over?
    • *UAPI-2* Build &lt;the&gt; endpoint · backend
    …and 16 more.
    • \`lead-qa\` of *UAPI* was theirs: \`/codexflow project settings UAPI lead-qa:@person\`
    To give one to somebody: \`/codexflow assign ID @person\`. Until then you hear in their place when one of these is ready.
    You get this, once, because you lead this work, or because nobody else here does."
  `)
  expect(JSON.stringify(blocks)).toContain('Reassign…')
})
