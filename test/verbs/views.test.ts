import { describe, expect, it } from 'vitest'
import type { TaskLine } from '../../app/ports/task-views.ts'
import { missingNotices } from '../../app/tasks/wanted-notices.ts'
import {
  aCheck,
  aDeployment,
  after,
  aPull,
  aReview,
  ask,
  aTask,
  github,
  minute,
  PULL,
  person,
} from '../support/tasks.ts'
import { PEOPLE, PROJECT, twoTasks, world } from './world.ts'

/** What people see of tasks. */
function home() {
  const here = world()
  here.seed(...twoTasks())
  return here
}

describe('why', () => {
  it('names what a task waits for, with title, state and assignee', async () => {
    expect(await home().say('member', 'why UAPI-2')).toMatchInlineSnapshot(`
      "*UAPI-2* Build &lt;the&gt; endpoint · ⏳ waiting · Max
      • It waits for *UAPI-1* Provision the Lambda · 🟢 ready · Max
      It counts as done when somebody says so.
      What it waits for: \`/codexflow show UAPI-1\`"
    `)
  })

  it('says that nothing stands in the way, and offers to begin', async () => {
    const reply = await home().reply('member', 'why UAPI-1')
    expect(reply.text).toMatchInlineSnapshot(`
      "*UAPI-1* Provision the Lambda · 🟢 ready · Max
      It is ready: nothing stands in its way.
      It counts as done when somebody says so.
      To begin: \`/codexflow start UAPI-1\`"
    `)
    expect(reply.blocks?.at(-1)).toMatchObject({
      elements: [
        { action_id: 'task.start', value: 'UAPI-1' },
        { action_id: 'task.show', value: 'UAPI-1' },
      ],
    })
  })

  it('names gates, failing checks and what people put in the way', async () => {
    const here = world()
    const [task] = twoTasks()
    const commands = [
      ask.pull(PULL, aPull('open', 1)),
      ask.check(aCheck('failure', 2, { name: 'build <all>' })),
      ask.block('person:per_lena', 'no key', { by: person(PEOPLE.lead.id) }),
    ]
    here.seed(after(task, ...commands))
    expect(await here.say('member', 'why UAPI-1')).toMatchInlineSnapshot(`
      "*UAPI-1* Provision the Lambda · ⛔ blocked · Max
      It is in review: a pull request that names it is open.
      • In its way: the check build &lt;all&gt; fails on northwind/user-api#7 (from ben-codes on GitHub) <https://github.com/northwind/user-api/runs/1|see it>
      • In its way: no key (from Lena)
      It counts as done when it is merged. Missing: northwind/user-api#7.
      I will finish it by myself when that arrives."
    `)
  })

  it('says what is missing where a person has the last word', async () => {
    const here = world()
    here.seed(aTask({ id: 'UAPI-1', gates: [{ kind: 'manual' }, { kind: 'merged' }] }))
    expect(await here.say('owner', 'why UAPI-1')).toContain(
      'It counts as done when it is marked done and merged. Missing: a pull request that names the task.',
    )
  })

  it('says who finished a task, who reopened it, and who began', async () => {
    const here = home()
    await here.say('member', 'start UAPI-1')
    expect(await here.say('lead', 'why UAPI-1')).toMatchInlineSnapshot(`
      "*UAPI-1* Provision the Lambda · 🔵 in progress · Max
      It was started by Max.
      It counts as done when somebody says so.
      When it is finished: \`/codexflow done UAPI-1\`"
    `)
    await here.say('member', 'done UAPI-1')
    expect(await here.say('lead', 'why UAPI-1')).toMatchInlineSnapshot(`
      "*UAPI-1* Provision the Lambda · ✅ done · Max
      It was finished by Max on <!date^1772445600^{date_short_pretty} at {time}|2026-03-02 10:00 UTC>.
      If that is wrong: \`/codexflow reopen UAPI-1\`"
    `)
    await here.say('lead', 'reopen UAPI-1')
    expect(await here.say('lead', 'why UAPI-1')).toMatchInlineSnapshot(`
      "*UAPI-1* Provision the Lambda · 🟢 ready · Max
      It is ready: nothing stands in its way.
      It was reopened by Lena.
      It counts as done when somebody says so.
      To begin: \`/codexflow start UAPI-1\`"
    `)
  })

  it('says who was told, and when', async () => {
    const here = home()
    const [task] = twoTasks()
    const [notice] = missingNotices(task)
    const told = after(task, { type: 'WriteNotice', notice: notice!, by: { kind: 'system' }, at: minute(5) })
    here.seed(told)
    expect(await here.say('lead', 'why UAPI-1')).toContain('The hand-off for Max was written.')
    const event = { type: 'HandoffWritten', notice: notice!, by: { kind: 'system' }, at: minute(5) } as const
    await here.history.write({ task: told, events: [event] })
    expect(await here.say('lead', 'why UAPI-1')).toMatchInlineSnapshot(`
      "*UAPI-1* Provision the Lambda · 🟢 ready · Max
      It is ready: nothing stands in its way.
      It counts as done when somebody says so.
      The hand-off for Max was written on <!date^1772442300^{date_short_pretty} at {time}|2026-03-02 09:05 UTC>.
      To begin: \`/codexflow start UAPI-1\`"
    `)
    await here.say('lead', 'assign UAPI-1 me')
    expect(await here.say('lead', 'why UAPI-1')).toContain(', and is being corrected.')
  })

  it('says who was not told, because it was their own act', async () => {
    const here = world()
    const task = aTask({ id: 'UAPI-1', assignee: PEOPLE.member.id, by: person(PEOPLE.member.id) })
    const [notice] = missingNotices(task)
    here.seed(after(task, { type: 'WriteNotice', notice: notice!, by: { kind: 'system' }, at: minute(5) }))
    expect(await here.say('lead', 'why UAPI-1')).toContain('The hand-off was not sent: Max did it themselves.')
  })
})

describe('why a task is not deployed', () => {
  const gates = [{ kind: 'merged' }, { kind: 'deployed', environment: 'production' }] as const
  const said = async (...commands: Parameters<typeof after>[1][]) => {
    const here = world()
    const [task, second] = twoTasks()
    here.seed(after({ ...task, gates }, ask.pull(PULL, aPull('merged', 1)), ...commands), second)
    return here.say('member', 'why UAPI-1')
  }
  const arrives = (state: 'success' | 'superseded', at: number) =>
    ask.deployment(`${PULL}:production`, aDeployment(state, at, { sha: '1234567890' }))

  it('says that it is on its way, and what it waits for', async () => {
    expect(await said(arrives('superseded', 0))).toMatchInlineSnapshot(`
      "*UAPI-1* Provision the Lambda · 👀 in review · Max
      It is merged, and on its way.
      It counts as done when it is merged and deployed to production. Missing: a deployment to production.
      I will finish it by myself when that arrives."
    `)
  })

  it('says what failed', async () => {
    const failed = ask.deployment('attempt northwind/user-api:production', aDeployment('failure', 2))
    expect(await said(failed)).toMatchInlineSnapshot(`
      "*UAPI-1* Provision the Lambda · ⛔ blocked · Max
      It is merged, and on its way.
      • In its way: the deployment of northwind/user-api to production failed (from ops-bot on GitHub) <https://github.com/northwind/user-api/deployments/production|see it>
      It counts as done when it is merged and deployed to production. Missing: a deployment to production.
      I will finish it by myself when that arrives."
    `)
  })

  it('says what runs there without it, once it was rolled back', async () => {
    expect(await said(arrives('success', 2), arrives('superseded', 3))).toMatchInlineSnapshot(`
      "*UAPI-1* Provision the Lambda · 🟢 ready · Max
      It is ready: nothing stands in its way.
      It was reopened by ops-bot on GitHub.
      It counts as done when it is merged and deployed to production. Missing: a deployment to production.
      <https://github.com/northwind/user-api/deployments/production|production> runs 1234567, which is without it.
      To begin: \`/codexflow start UAPI-1\`"
    `)
  })
})

const reviewed = [
  ask.review(aReview('changes-requested', 3, { login: 'fern', reviewer: github('fern') })),
  ask.review(aReview('asked', 2, { reviewer: person(PEOPLE.lead.id) })),
  ask.review(aReview('asked', 4, { login: 'northwind/<web>', reviewer: github('northwind/<web>'), isTeam: true })),
]

describe('the reviews of a pull request', () => {
  it('are told with it, by name, and in why', async () => {
    const here = world()
    const [task] = twoTasks()
    here.seed(after(task, ask.pull(PULL, aPull('open', 1)), ...reviewed))
    const words =
      'review asked of Lena; reviewed by fern on GitHub: changes requested; review asked of the team northwind/&lt;web&gt; on GitHub'
    expect(await here.say('member', 'show UAPI-1')).toContain(` · open · ${words}\n`)
    expect(await here.say('member', 'why UAPI-1')).toContain(
      `\n<https://github.com/northwind/user-api/pull/7|northwind/user-api#7>: ${words}.\n`,
    )
  })

  it('that nobody gave any more are not told once it is merged', async () => {
    const here = world()
    const [task] = twoTasks()
    here.seed(after(task, ask.pull(PULL, aPull('merged', 9)), ...reviewed))
    expect(await here.say('member', 'show UAPI-1')).toContain(
      ' · merged · reviewed by fern on GitHub: changes requested\n',
    )
    expect(await here.say('member', 'why UAPI-1')).not.toContain('review')
  })
})

describe('show', () => {
  it('offers what can be done about it as it stands, first what waits for the reader', async () => {
    const here = home()
    const [first] = twoTasks()
    const gates = [{ kind: 'approved', roles: ['tech-lead'], quorum: 1 }] as const
    const asked = after({ ...first, id: 'UAPI-3', gates }, ask.approval({ 'tech-lead': [PEOPLE.owner.id] }))
    here.seed({ ...first, id: 'UAPI-4', status: 'in_progress', ready: false }, asked)
    const offered = async (role: 'owner' | 'member', id: string) => {
      const { blocks } = await here.reply(role, `show ${id}`)
      const row = blocks?.at(-1)
      return row?.type === 'actions' ? row.elements.flatMap((each) => ('action_id' in each ? each.action_id : [])) : []
    }
    expect(await offered('member', 'UAPI-1')).toEqual(['task.start', 'task.why', 'task.history'])
    expect(await offered('member', 'UAPI-2')).toEqual(['task.why', 'task.history'])
    expect(await offered('member', 'UAPI-4')).toEqual(['task.done', 'task.block', 'task.why', 'task.history'])
    const common = ['task.start', 'task.why', 'task.history']
    expect(await offered('owner', 'UAPI-3')).toEqual(['approval.approve', 'approval.reject', ...common])
    expect(await offered('member', 'UAPI-3')).toEqual(common)
    expect(await here.say('member', 'show UAPI-3')).toMatchInlineSnapshot(`
      "*UAPI-3* Provision the Lambda
      🟢 ready · phase infrastructure · assigned to Max · counts as done when approved by tech lead
      Made by Olga on <!date^1772442000^{date_short_pretty} at {time}|2026-03-02 09:00 UTC>
      Approval was asked for by somebody who left on <!date^1772445600^{date_short_pretty} at {time}|2026-03-02 10:00 UTC>.
      Still to decide, by <!date^1772452800^{date_short_pretty} at {time}|2026-03-02 12:00 UTC>: tech lead (Olga).
      Why it stands so: \`/codexflow why UAPI-3\`"
    `)
  })

  it('shows facts with their sources, and all that GitHub said', async () => {
    const here = world()
    const [task, second] = twoTasks()
    const resources = [
      ['url', 'API', 'https://api.example.com/v1?a=1&b=2'],
      ['arn', 'ARN', 'arn:aws:lambda:us-east-1:123456789012:function:user-api'],
    ].map(([kind, label, value]) => ({ kind: kind as 'url', label: label!, value: value!, source: 'given by Max <x>' }))
    const commands = [
      ask.pull(PULL, aPull('merged', 1, { title: 'UAPI-1 <b>' })),
      ask.check(aCheck('success', 2)),
      ask.check(aCheck('failure', 1, { sha: 'old', name: 'of another head' })),
      ask.deployment(`${PULL}:production`, aDeployment('success', 3)),
      ask.reopen(),
      ask.block('person:per_lena', 'no key', { by: person(PEOPLE.lead.id) }),
      ask.unblock('person:per_lena'),
      ask.done({ resources }),
    ]
    const issue = { repository: 'northwind/user-api', number: 7 }
    here.seed(after({ ...task, issue }, ...commands), second)
    expect(await here.say('member', 'show UAPI-1')).toMatchInlineSnapshot(`
      "*UAPI-1* Provision the Lambda
      ✅ done · phase infrastructure · assigned to Max · counts as done when marked done
      Made by Olga on <!date^1772442000^{date_short_pretty} at {time}|2026-03-02 09:00 UTC>
      Issue: northwind/user-api#7
      Waited for by: UAPI-2
      *Facts*
      • API: <https://api.example.com/v1?a=1&amp;b=2> (given by Max &lt;x&gt;)
      • ARN: arn:aws:lambda:us-east-1:123456789012:function:user-api (given by Max &lt;x&gt;)
      *Pull requests*
      • <https://github.com/northwind/user-api/pull/7|northwind/user-api#7> UAPI-1 &lt;b&gt; · merged
      *Deployments*
      • <https://github.com/northwind/user-api/deployments/production|production> of aaa1 · it is there
      Why it stands so: \`/codexflow why UAPI-1\`"
    `)
  })

  it('shows the checks of the present head alone', async () => {
    const here = world()
    const [task] = twoTasks()
    const stale = aCheck('failure', 1, { sha: 'old', name: 'of another head' })
    here.seed(after(task, ask.pull(PULL, aPull('open', 1)), ask.check(stale), ask.check(aCheck('success', 2))))
    const lines = (await here.say('member', 'show UAPI-1')).split('\n')
    expect(lines.slice(lines.indexOf('*Checks*'), -1)).toEqual([
      '*Checks*',
      '• <https://github.com/northwind/user-api/runs/1|build> on northwind/user-api at aaa1 · success',
    ])
  })

  it('shows what a task waits for, and what waits for it', async () => {
    const here = home()
    await here.say('lead', 'block UAPI-2 "no key"')
    expect(await here.say('member', 'show UAPI-2')).toMatchInlineSnapshot(`
      "*UAPI-2* Build &lt;the&gt; endpoint
      ⛔ blocked · phase backend · assigned to Max · counts as done when marked done
      Made by Olga on <!date^1772442000^{date_short_pretty} at {time}|2026-03-02 09:00 UTC>
      *Waits for*
      • *UAPI-1* Provision the Lambda · 🟢 ready · Max
      *In its way*
      • no key (from Lena)
      Why it stands so: \`/codexflow why UAPI-2\`"
    `)
    expect(await here.say('member', 'show UAPI-1')).toContain('Waited for by: UAPI-2')
  })

  it('does not know what does not exist', async () => {
    expect(await home().say('member', 'show UAPI-9')).toMatchInlineSnapshot(`
      "I know no task UAPI-9 in this workspace.
      See what there is: \`/codexflow list\`, or mine."
    `)
    expect(await home().say('member', 'why UAPI-9')).toBe(await home().say('member', 'show UAPI-9'))
  })
})

describe('mine', () => {
  it('lists what is ready before what waits', async () => {
    const here = home()
    here.seed(aTask({ id: 'UAPI-3', title: 'Other', assignee: PEOPLE.lead.id }))
    await here.say('lead', 'assign UAPI-3 <@U0MAX|max>')
    await here.say('member', 'start UAPI-1')
    expect(await here.say('member', 'mine')).toMatchInlineSnapshot(`
      "*Your open tasks*
      • *UAPI-3* Other · 🟢 ready
      • *UAPI-1* Provision the Lambda · 🔵 in progress
      • *UAPI-2* Build &lt;the&gt; endpoint · ⏳ waiting · waits for UAPI-1"
    `)
  })

  it('is empty for those to whom nothing is assigned', async () => {
    expect(await home().say('lead', 'mine')).toMatchInlineSnapshot(
      `"Nothing open is assigned to you. See what there is: \`/codexflow list\`"`,
    )
  })
})

describe('list', () => {
  it('lists what is not closed, and says what it leaves out', async () => {
    const here = home()
    here.seed(aTask({ id: 'UAPI-3', title: 'Unassigned' }, { assignee: undefined as never }))
    await here.say('member', 'done UAPI-1')
    expect(await here.say('member', 'list')).toMatchInlineSnapshot(`
      "*UAPI User API*
      • *UAPI-2* Build &lt;the&gt; endpoint · ⏳ waiting · waits for UAPI-1 · Max
      • *UAPI-3* Unassigned · 🟢 ready · nobody assigned
      1 more is not shown: \`/codexflow list UAPI status:all\`"
    `)
  })

  it.each([
    ['list status:waiting', ['UAPI-2']],
    ['list uapi status:ready', ['UAPI-1']],
    ['list phase:infra', ['UAPI-1']],
    ['list phase:backend status:all', ['UAPI-2']],
    ['list status:"In Progress"', []],
  ])('%s', async (text, ids) => {
    const said = await home().say('member', text)
    expect([...said.matchAll(/^• \*([A-Z0-9-]+)\*/gm)].map(([, id]) => id)).toEqual(ids)
  })

  it.each([
    ['list status:late', 'I could not read that: "late" is no status'],
    ['list NOPE', 'There is no project NOPE in this workspace.'],
    ['list U', 'I could not read that: "U" is no project key: two to ten letters or digits, a letter first.'],
    ['list a b', 'I could not read that: "b" is one word too many (put quotes around text with spaces).'],
  ])('does not take %s', async (text, answer) => {
    expect((await home().say('member', text)).split('\n')[0]?.startsWith(answer)).toBe(true)
  })

  it('shows a guest only what is assigned to them', async () => {
    const here = home()
    here.seed(aTask({ id: 'UAPI-3', title: 'For Gaia', assignee: PEOPLE.guest.id }))
    expect(await here.say('guest', 'list')).toMatchInlineSnapshot(`
      "*UAPI User API*
      • *UAPI-3* For Gaia · 🟢 ready · Gaia"
    `)
  })

  it('goes on where a page ended, looks through a few pages for a filter, and keeps the filter', async () => {
    const here = home()
    const line = (number: number): TaskLine => aTask({ id: `UAPI-${number}`, title: `Task ${number}` })
    const pages: (string | undefined)[] = []
    const ofProject = async (_: unknown, __: unknown, cursor?: string) => {
      pages.push(cursor)
      const from = Number(cursor ?? 1)
      return { items: Array.from({ length: 25 }, (_, index) => line(from + index)), next: String(from + 25) }
    }
    Object.assign(here.ports.views, { ofProject })
    const all = await here.say('member', 'list')
    expect([all.split('\n').length, all.split('\n').at(-1)]).toEqual([
      27,
      'There are more: `/codexflow list UAPI status:open page:26`',
    ])
    expect(await here.say('member', 'list UAPI phase:qa status:open page:26')).toMatchInlineSnapshot(`
      "No task of UAPI fits.
      100 more are not shown: \`/codexflow list UAPI phase:qa status:all\`
      There are more: \`/codexflow list UAPI phase:qa status:open page:126\`"
    `)
    expect(pages).toEqual([undefined, '26', '51', '76', '101'])
  })
})

it('is always within Slack’s limits', async () => {
  const here = world({ projects: [{ ...PROJECT, name: '<&>'.repeat(20) }] })
  const blockers = Object.fromEntries(Array.from({ length: 48 }, (_, i) => [`UAPI-${i + 1}`, { open: true, at: 1 }]))
  for (const id of Object.keys(blockers)) here.seed(aTask({ id: id as 'UAPI-1', title: '&'.repeat(200) }))
  const task = aTask({ id: 'UAPI-99', title: '<'.repeat(200), assignee: PEOPLE.member.id, blockers })
  const resources = Array.from({ length: 40 }, (_, i) => ({
    kind: 'url' as const,
    label: `URL ${i}`,
    value: `https://x.example/${'&'.repeat(900)}`,
    source: 'given by Max with /codexflow done',
  }))
  const impediments = Array.from({ length: 50 }, (_, i) => ask.block(`person:per_${i}`, '>'.repeat(500)))
  here.seed(after(after(aTask({ id: 'UAPI-98' }), ask.done({ resources })), ask.reopen()), after(task, ...impediments))
  for (const text of ['help', 'list', 'mine', 'show UAPI-98', 'show UAPI-99', 'why UAPI-99', 'start UAPI-99']) {
    const { text: said, blocks = [] } = await here.reply('owner', text)
    expect([text, said.length <= 10_000, blocks.length <= 50]).toEqual([text, true, true])
    for (const block of blocks) {
      if (block.type !== 'section' || block.text === undefined) continue
      expect(block.text.text.length).toBeLessThanOrEqual(3_000)
      expect(block.text.text).not.toMatch(/&(?!amp;|lt;|gt;)/)
    }
    const seen = blocks.flatMap((block) => (block.type === 'section' ? [block.text?.text] : []))
    expect(seen.join('\n')).toBe(said)
  }
})

describe('a guest', () => {
  /** Gaia may see UAPI-2 alone, which waits for a task of Max. */
  function gaia() {
    const here = world()
    const [first, second] = twoTasks()
    here.seed(
      { ...first, title: 'Confidential plan' },
      { ...second, assignee: PEOPLE.guest.id },
      aTask({ id: 'UAPI-3', title: 'Another secret', blockers: second.blockers }),
    )
    return here
  }

  it.each(['show UAPI-2', 'why UAPI-2', 'list', 'list UAPI status:all', 'mine'])(
    'learns the ids of tasks that are not for guests, and neither title, state nor person: %s',
    async (text) => {
      const here = gaia()
      const [seen, whole] = [await here.say('guest', text), await here.say('owner', text)]
      expect(seen).toContain('UAPI-2')
      expect(seen).not.toMatch(/Confidential|secret|Max/)
      if (text !== 'mine') expect(whole).toContain('Confidential')
    },
  )

  it.each(['show UAPI-1', 'why UAPI-1'])('is refused before anything is said: %s', async (text) => {
    expect(await gaia().say('guest', text)).toMatch(/^As a guest you may not see this task\./)
  })

  it.each(['task.show', 'task.why', 'task.history'])('sees no more by the button %s', async (id) => {
    const here = gaia()
    const { reply } = await here.click('guest', id, 'UAPI-2')
    expect(reply?.text).not.toMatch(/Confidential|secret|Max/)
  })
})
