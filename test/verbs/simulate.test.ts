import { describe, expect, it } from 'vitest'
import { ok } from '../../app/result.ts'
import { messageFaults } from '../support/block-kit.ts'
import { toGaius } from '../support/gaius.ts'
import { after, ask, person } from '../support/tasks.ts'
import { PEOPLE, PROJECT, waiting, world } from './world.ts'

const { member, lead, owner, guest } = PEOPLE

/** UAPI-1 holds up three tasks: of Lena, of Max himself, and one that waits for UAPI-9 too. */
function given() {
  const home = world({ projects: [{ ...PROJECT, phaseChannels: { backend: 'C0BACKEND' } }] })
  home.seed(
    waiting(1, 'Provision the Lambda', member.id),
    {
      ...waiting(2, 'Build <the> endpoint', lead.id, 'UAPI-1'),
      issue: { repository: 'northwind/user-api', number: 7 },
    },
    waiting(3, 'Write it down', member.id, 'UAPI-1'),
    waiting(4, 'Test it', owner.id, 'UAPI-1', 'UAPI-9'),
    waiting(5, 'Look after it', undefined, 'UAPI-1'),
    waiting(9, 'Elsewhere', owner.id),
  )
  return home
}

describe('simulate', () => {
  it('says who would be told what, where and when, who would not, and who would still wait', async () => {
    const home = given()
    expect(await home.say('member', 'simulate done UAPI-1 url:https://api.example.com/v1')).toMatchInlineSnapshot(`
      "*If UAPI-1 were done now.* Nothing of this has happened, and nobody has been told.
      • *UAPI-2* Build &lt;the&gt; endpoint: Lena would be told at once, by a direct message in Slack.
      > Max finished *UAPI-1* (Provision the Lambda), so nothing stands in your way now.
      • *UAPI-5* Look after it: the team would be told at once, by the channel <#C0BACKEND>.
      > Max finished *UAPI-1* (Provision the Lambda), so nothing stands in your way now.
      • *UAPI-3* Write it down: Max would not be told, for it would be their own doing.
      • *UAPI-4* Test it would still not be ready: it waits for UAPI-9.
      Where a model writes, the words may differ; people, places and facts do not.
      To do it: \`/codexflow done UAPI-1\`"
    `)
    expect([home.images, home.all(), home.jobs]).toEqual([[], [], []])
  })

  it('says that what would come at night waits for the morning', async () => {
    const home = given()
    const preferences = { quiet: true, zone: 'America/New_York' }
    await home.directory.savePreferences(lead, preferences)
    expect(await home.say('member', 'simulate done UAPI-1')).toContain(
      'Lena would be told on <!date^1772460000^{date_short_pretty} at {time}|2026-03-02 14:00 UTC>, when their working hours begin, by a direct message in Slack.',
    )
  })

  it('foresees a cancellation', async () => {
    const home = given()
    expect(await home.say('lead', 'simulate cancel UAPI-1')).toMatchInlineSnapshot(`
      "*If UAPI-1 were cancelled now.* Nothing of this has happened, and nobody has been told.
      • *UAPI-3* Write it down: Max would be told at once, by a direct message in Slack.
      > Lena cancelled *UAPI-1* (Provision the Lambda), so you no longer wait for it.
      • *UAPI-5* Look after it: the team would be told at once, by the channel <#C0BACKEND>.
      > Lena cancelled *UAPI-1* (Provision the Lambda), so you no longer wait for it.
      • *UAPI-2* Build &lt;the&gt; endpoint: Lena would not be told, for it would be their own doing.
      • *UAPI-4* Test it would still not be ready: it waits for UAPI-9.
      Where a model writes, the words may differ; people, places and facts do not.
      To do it: \`/codexflow cancel UAPI-1\`"
    `)
  })

  it('tells which messages would be corrected, each once', async () => {
    const home = given()
    const edited = [...['1', '1', '2'].map((n) => toGaius({ state: 'cancelled' }, { notice: `n_${n}` }))]
    const { later } = home.ports
    const imagined = async () => ({
      ...(await later()),
      simulate: async (submission: Parameters<Awaited<ReturnType<typeof later>>['simulate']>[0]) => {
        const foreseen = await (await later()).simulate(submission)
        return foreseen.ok ? ok({ ...foreseen.value, told: [], own: [], waiting: [], edited }) : foreseen
      },
    })
    Object.assign(home.ports, { later: imagined })
    expect(await home.say('lead', 'simulate cancel UAPI-1')).toMatchInlineSnapshot(`
      "*If UAPI-1 were cancelled now.* Nothing of this has happened, and nobody has been told.
      Nobody would get a new message.
      • The message to Gaius about *UAPI-12* would be edited: it is cancelled.
      • The message to Gaius about *UAPI-12* would be edited: it is cancelled.
      To do it: \`/codexflow cancel UAPI-1\`"
    `)
  })

  it('says that nobody waits', async () => {
    const home = world()
    home.seed(waiting(1, 'Provision the Lambda', member.id))
    expect(await home.say('member', 'simulate done UAPI-1')).toMatchInlineSnapshot(`
      "*If UAPI-1 were done now.* Nothing of this has happened, and nobody has been told.
      Nobody would get a new message.
      To do it: \`/codexflow done UAPI-1\`"
    `)
  })

  it.each([
    ['member', 'done UAPI-2', 'UAPI-2 cannot be finished yet: it waits for UAPI-1.'],
    ['member', 'done UAPI-8', 'UAPI-8 is done already.'],
    ['member', 'done UAPI-77', 'I know no task UAPI-77 in this workspace.'],
  ] as const)('refuses a %s as the real command would: %s', async (role, text, why) => {
    const home = given()
    home.seed(after(waiting(8, 'Old', owner.id), ask.done({ by: person(owner.id) })))
    const imagined = await home.say(role, `simulate ${text}`)
    expect(imagined.split('\n')[0]).toBe(why)
    expect(imagined).toBe(await home.say(role, text))
  })

  it.each([
    ['member', 'cancel UAPI-9', 'As a member you may not cancel this task.'],
    ['guest', 'cancel UAPI-6', 'As a guest you may not cancel this task.'],
  ] as const)('refuses a %s what they may not do themselves: %s', async (role, text, why) => {
    const home = given()
    const system = { kind: 'system' } as const
    home.seed({ ...waiting(6, 'For Gaia', guest.id), createdBy: system })
    expect(await home.say(role, `simulate ${text}`)).toContain(why)
  })

  it('names to a guest only the ids of tasks that are not theirs', async () => {
    const home = given()
    home.seed(waiting(1, 'For Gaia', guest.id))
    expect(await home.say('guest', 'simulate done UAPI-1')).toMatchInlineSnapshot(`
      "*If UAPI-1 were done now.* Nothing of this has happened, and nobody has been told.
      • *UAPI-2* would be ready, and whoever has it would be told.
      • *UAPI-3* would be ready, and whoever has it would be told.
      • *UAPI-5* would be ready, and whoever has it would be told.
      • *UAPI-4* would still not be ready.
      Where a model writes, the words may differ; people, places and facts do not.
      To do it: \`/codexflow done UAPI-1\`"
    `)
    expect(await home.say('guest', 'simulate done UAPI-2')).toMatch(/^As a guest you may not see this task/)
  })

  it.each([
    ['simulate', 'it lacks what to imagine: done or cancel'],
    ['simulate reopen UAPI-1', 'I can imagine done and cancel, not "reopen"'],
    ['simulate done', 'it lacks the id of a task'],
    ['simulate cancel UAPI-1 now', '"now" is one word too many'],
    ['simulate done UAPI-1 foo:bar', 'I do not know foo: here'],
  ])('does not take %s', async (text, answer) => {
    expect(await given().say('member', text)).toContain(answer)
  })

  it('keeps to the limits of Slack when a hundred tasks with the worst of titles would be told', async () => {
    const home = given()
    for (let number = 10; number < 110; number++) {
      home.seed(waiting(number, `${'<!here> & '.repeat(19)}שלום`, number % 2 ? lead.id : member.id, 'UAPI-1'))
    }
    expect(messageFaults(await home.reply('member', 'simulate done UAPI-1'))).toEqual([])
  })
})
