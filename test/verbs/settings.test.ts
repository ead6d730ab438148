import { describe, expect, it } from 'vitest'
import { runTyped } from '../../app/slack/typed.ts'
import { minute, WORKSPACE } from '../support/tasks.ts'
import { PEOPLE, world } from './world.ts'

const ASKED = {
  workspace: WORKSPACE,
  channel: 'D0DIRECT',
  at: minute(60),
  cause: 'slack:T0NORTHWIND:settings',
  responseUrl: '',
}

describe('settings', () => {
  it('shows a member theirs, and what is only the default', async () => {
    expect(await world().say('member', 'settings')).toMatchInlineSnapshot(`
      "*Your settings*
      • Working hours: Monday to Friday 09:00–17:00, UTC, where it is 10:00 now (the default here)
      • Days off: none
      • Told in: Slack, else on the GitHub issue, else by e-mail (the default here)
      • Quiet hours: off; you hear at any hour (the default here)
      • Digest: off (the default here)
      • Budget: none; every hand-off is a message of its own (the default here)
      To change them: \`/codexflow settings hours:09:00-17:30 days:mon-fri zone:Africa/Lagos quiet:on\`"
    `)
  })

  it('shows an owner what counts for everybody too', async () => {
    const home = world()
    await home.say('owner', 'settings workspace zone:Europe/Berlin off:2026-12-24..2026-12-26')
    expect(await home.say('owner', 'settings')).toMatchInlineSnapshot(`
      "*Your settings*
      • Working hours: Monday to Friday 09:00–17:00, Europe/Berlin, where it is 11:00 now (the default here)
      • Days off: 2026-12-24, 2026-12-25 and 2026-12-26
      • Told in: Slack, else on the GitHub issue, else by e-mail (the default here)
      • Quiet hours: off; you hear at any hour (the default here)
      • Digest: off (the default here)
      • Budget: none; every hand-off is a message of its own (the default here)
      To change them: \`/codexflow settings hours:09:00-17:30 days:mon-fri zone:Africa/Lagos quiet:on\`

      *For everybody here who chose nothing else*
      • Working hours: Monday to Friday 09:00–17:00, Europe/Berlin, where it is 11:00 now
      • Days off: 2026-12-24, 2026-12-25 and 2026-12-26
      • Told in: Slack, else on the GitHub issue, else by e-mail
      • Quiet hours: off; you hear at any hour
      • Budget: none; every hand-off is a message of its own
      To change them: \`/codexflow settings workspace zone:Europe/Berlin quiet:on\`"
    `)
  })

  it('keeps what is chosen, says so, and leaves the rest as it was', async () => {
    const home = world()
    await home.say('member', 'settings hours:9-17:30 days:sun-thu zone:africa/lagos')
    expect(await home.say('member', 'settings quiet:on budget:20 channel:e-mail digest:on')).toMatchInlineSnapshot(`
      "Saved. It counts for what is written from now on.
      *Your settings*
      • Working hours: Monday to Thursday 09:00–17:30 and Sunday 09:00–17:30, Africa/Lagos, where it is 11:00 now
      • Days off: none
      • Told in: e-mail, else Slack, else on the GitHub issue
      • Quiet hours: on; what comes outside your working hours waits for them, unless it stops work that you have begun
      • Digest: on; one message when your working day begins, at 09:00
      • Budget: 20 hand-offs a day; those beyond it come with the digest
      To change them: \`/codexflow settings hours:09:00-17:30 days:mon-fri zone:Africa/Lagos quiet:on\`"
    `)
    const { preferences } = (await home.directory.personBySlack(PEOPLE.member.workspace, PEOPLE.member.slackUser!))!
    const span = { from: 540, to: 1050 }
    expect(preferences).toEqual({
      week: { mon: span, tue: span, wed: span, thu: span, sun: span },
      zone: 'Africa/Lagos',
      quiet: true,
      budget: 20,
      channel: 'email',
      digest: 'daily',
    })
  })

  it.each([
    ['hours:22:00-06:00 days:fri', 'Friday 22:00–06:00'],
    ['days:mon,wed', 'Monday 09:00–17:00 and Wednesday 09:00–17:00'],
    ['hours:0-24 days:monday', 'Monday 00:00–24:00'],
    ['hours:8-12', 'Monday to Friday 08:00–12:00'],
    ['hours:default', 'Monday to Friday 09:00–17:00'],
  ])('reads the week of %s', async (text, week) => {
    expect(await world().say('member', `settings ${text}`)).toContain(`• Working hours: ${week}, `)
  })

  it.each([
    ['hours:9', '"9" are no hours; write hours:09:00-17:30'],
    ['hours:09:00-09:00', '"09:00-09:00" are no hours; write hours:09:00-17:30'],
    ['hours:24:00-06:00', '"24:00-06:00" are no hours; write hours:09:00-17:30'],
    ['hours:09:60-17:00', '"09:60-17:00" are no hours; write hours:09:00-17:30'],
    ['days:mon-xyz', '"mon-xyz" are no days; write days:mon-fri'],
    ['days:mon-wed-fri', '"mon-wed-fri" are no days; write days:mon-fri'],
    ['days:m', '"m" are no days; write days:mon-fri'],
    ['days:,', 'it lacks the days on which you work; write days:mon-fri'],
    ['zone:Lagos', '"Lagos" is no time zone; write zone:Africa/Lagos'],
    ['zone:Atlantis', '"Atlantis" is no time zone; write a region and a city, such as zone:Africa/Lagos'],
    ['off:2026-02-30', '"2026-02-30" are no days off; write off:2026-12-24 or off:2026-12-24..2027-01-01'],
    ['off:2026-12-24..x', '"2026-12-24..x" are no days off; write off:2026-12-24 or off:2026-12-24..2027-01-01'],
    ['off:2026-12-24..2026-12-23', 'are no days off'],
    ['off:2026-01-01..2026-12-31', 'off: names more than 100 days'],
    ['channel:pigeon', '"pigeon" is no channel; write channel:slack|github|email'],
    ['quiet:maybe', '"maybe" is neither; write quiet:on or quiet:off'],
    ['digest:weekly', '"weekly" is neither; write digest:on or digest:off'],
    ['budget:many', '"many" is no budget; write budget:20 (at most 200), or budget:none'],
    ['budget:201', '"201" is no budget'],
    ['theirs', '"theirs" is no word here; there is workspace, and options such as quiet:on'],
    ['workspace digest:on', 'everybody switches the digest on for themselves, with settings digest:on'],
  ])('says what to write instead of %s, and changes nothing', async (text, what) => {
    const home = world()
    expect(await home.say('owner', `settings ${text}`)).toContain(what)
    expect((await home.directory.settings(PEOPLE.owner.workspace))?.preferences).toBeUndefined()
    const { preferences } = (await home.directory.person(PEOPLE.owner.workspace, PEOPLE.owner.id))!
    expect(preferences).toBeUndefined()
  })

  it.each(['lead', 'member', 'guest'] as const)('of the workspace are not for a %s', async (role) => {
    const home = world()
    expect(await home.say(role, 'settings workspace quiet:on')).toContain(
      'you may not change the settings of the workspace. Those who may: owners.',
    )
    expect((await home.directory.settings(PEOPLE.owner.workspace))?.preferences).toBeUndefined()
  })

  it('of a digest put an order for it on the queue, and so do hours that move it; other choices do not', async () => {
    const home = world()
    const order = { workspace: PEOPLE.member.workspace, person: PEOPLE.member.id }
    await home.say('member', 'settings hours:9-17 quiet:on')
    expect(home.digests).toEqual([])
    await home.say('member', 'settings digest:on')
    await home.say('member', 'settings budget:5')
    await home.say('member', 'settings zone:Africa/Lagos')
    expect(home.digests).toEqual([order, order])
    await home.say('member', 'settings digest:off')
    expect(home.digests).toEqual([order, order])
  })

  it.each([
    ['Africa/Lagos', 'Africa/Lagos, where it is 11:00 now'],
    ['Mars/Olympus', 'UTC, where it is 10:00 now'],
    [undefined, 'UTC, where it is 10:00 now'],
  ])('begin, for somebody new, with the zone of their Slack: %s', async (zone, shows) => {
    const home = world()
    const asked: string[] = []
    const profileOf = async (workspace: string, user: string) => {
      asked.push(`${workspace} ${user}`)
      return zone === undefined ? {} : { zone }
    }
    const ports = { ...home.ports, profileOf }
    const newcomer = { ...ASKED, slackUser: 'U0NEW', userName: 'nina' }
    expect((await runTyped('settings', newcomer, ports)).text).toContain(`${shows} (the default here)`)
    expect((await runTyped('settings zone:Asia/Tokyo', newcomer, ports)).text).toContain('Asia/Tokyo, where it')
    expect(asked).toEqual(['T0NORTHWIND U0NEW'])
  })

  it('are taken back one by one with default', async () => {
    const home = world()
    await home.say('member', 'settings quiet:on budget:20')
    await home.say('member', 'settings quiet:default')
    const { preferences } = (await home.directory.person(PEOPLE.member.workspace, PEOPLE.member.id))!
    expect(preferences).toEqual({ budget: 20 })
  })
})
