import { describe, expect, it } from 'vitest'
import type { Person } from '../../app/projects/person.ts'
import { WORKSPACE } from '../support/tasks.ts'
import { mention, PEOPLE, world } from './world.ts'

const roleOf = async (home: ReturnType<typeof world>, person: Person) =>
  (await home.directory.person(WORKSPACE, person.id))?.role

describe('people', () => {
  it('tells who is here, in which role, and who has linked a GitHub account', async () => {
    const home = world()
    await home.directory.savePerson({ ...PEOPLE.lead, githubLogin: 'lena-codes' })
    expect(await home.say('member', 'people')).toMatchInlineSnapshot(`
      "*4 people*, 3 without a GitHub account
      • *Gaia* · guest · no GitHub account linked
      • *Lena* · lead · GitHub lena-codes
      • *Max* · member · no GitHub account linked
      • *Olga* · owner · no GitHub account linked
      Whoever has none linked: \`/codexflow link\`"
    `)
    expect(await home.say('member', `people ${mention('lead')}`)).toMatchInlineSnapshot(
      `"*Lena* · lead · GitHub lena-codes"`,
    )
  })

  it('tells so page by page where there are many', async () => {
    const home = world()
    const many = Array.from(
      { length: 60 },
      (_, n): Person => ({ ...PEOPLE.guest, id: `per_${String(n).padStart(2, '0')}`, name: `P${n}` }),
    )
    Object.assign(home.ports.directory, { everybody: async () => ({ items: many, next: 'per_99' }) })
    const text = await home.say('member', 'people')
    expect(text.split('\n')).toHaveLength(1 + 40 + 2)
    expect(text).toContain('There are more: `/codexflow people page:per_39`')
  })

  it('lets owners change roles and phases', async () => {
    const home = world()
    expect(await home.say('owner', `people ${mention('member')} role:lead phase:infra`)).toMatchInlineSnapshot(
      `"From now on: *Max* · lead · infrastructure · no GitHub account linked"`,
    )
    expect(await home.directory.personBySlack(WORKSPACE, PEOPLE.member.slackUser!)).toEqual({
      ...PEOPLE.member,
      role: 'lead',
      phase: 'infrastructure',
    })
  })

  it.each(['lead', 'member'] as const)('lets no %s do so, not even to themselves', async (role) => {
    const home = world()
    for (const whom of [mention('member'), 'me']) {
      expect(await home.say(role, `people ${whom} role:owner`)).toBe(
        `As a ${role} you may not change what somebody is here. Those who may: owners.\nAsk one of them to do it.`,
      )
    }
    expect([await roleOf(home, PEOPLE.member), await roleOf(home, PEOPLE.lead)]).toEqual(['member', 'lead'])
  })

  it('never leaves a workspace without an owner', async () => {
    const home = world()
    expect(await home.say('owner', 'people me role:member')).toMatchInlineSnapshot(`
      "Olga is the only owner here, and somebody has to be.
      Make somebody else an owner first: \`/codexflow people @person role:owner\`"
    `)
    await home.say('owner', `people ${mention('lead')} role:owner`)
    expect(await home.say('owner', 'people me role:member')).toContain('From now on: *Olga* · member')
    expect(await home.say('lead', 'people me role:member')).toContain('is the only owner here')
    expect([await roleOf(home, PEOPLE.owner), await roleOf(home, PEOPLE.lead)]).toEqual(['member', 'owner'])
  })

  it.each([
    ['people role:lead', 'it lacks the person: mention somebody with @, or say me'],
    ['people gaius', 'I cannot tell who "gaius" is; pick the person from the list that opens after @, or say me'],
    ['people me role:boss', '"boss" is no role; there are owner, lead, member, guest'],
    ['people me phase:lunch', '"lunch" is no phase'],
  ])('says what is wrong: %s', async (text, what) => {
    expect((await world().say('owner', text)).split('\n')[0]).toContain(`I could not read that: ${what}`)
  })
})

describe('feedback', () => {
  it('is kept for the owners, once, with what it is about', async () => {
    const home = world()
    const over = { cause: 'slack:T0:once' }
    const thanks = 'Thank you. The owners of this workspace can read it, and nobody else is told.'
    expect(await home.say('guest', 'feedback The first steps were spot on about:UAPI-2', over)).toBe(thanks)
    expect(await home.say('guest', 'feedback The first steps were spot on about:UAPI-2', over)).toBe(thanks)
    await home.say('member', 'feedback "Too many <messages>"')
    expect(await home.say('owner', 'feedback list')).toMatchInlineSnapshot(`
      "*What people said*
      • Max, <!date^1772445600^{date_short_pretty} at {time}|2026-03-02 10:00 UTC>: Too many &lt;messages&gt;
      • Gaia, <!date^1772445600^{date_short_pretty} at {time}|2026-03-02 10:00 UTC>, about UAPI-2: The first steps were spot on"
    `)
    expect(await home.say('lead', 'feedback list')).toMatch(/^As a lead you may not read the feedback of others/)
  })

  it('has to say something, and no secret', async () => {
    const home = world()
    expect(await home.say('member', 'feedback')).toContain('it lacks what you want to say')
    expect(await home.say('member', 'feedback "my key is AKIAIOSFODNN7EXAMPLE"')).toContain('seems to hold a password')
    expect(await home.say('owner', 'feedback list')).toBe(
      'Nobody has said anything yet.\nEverybody can: `/codexflow feedback "text"`',
    )
  })
})

describe('audit', () => {
  it('is empty where nothing was decided yet', async () => {
    expect(await world().say('lead', 'audit')).toBe('Nothing has been put into the audit yet.')
  })

  it('tells who decided what, and whether it is whole', async () => {
    const home = world()
    const at = '2026-03-02T09:00:00.000Z'
    const entry = { actor: PEOPLE.owner.id, at, hash: 'a1b2c3d4e5f6a7b8' }
    const items = [
      { ...entry, number: 3, action: 'role.changed' as const, subject: PEOPLE.member.id },
      { ...entry, number: 2, action: 'project.archived' as const, subject: 'UAPI' },
      { ...entry, number: 1, action: 'workspace.installed' as const, actor: 'slack' as const, subject: 'T0' },
    ]
    const read = async () => ({ items, next: '1' })
    Object.assign(home.ports, { audit: { read, verify: async () => ({ entries: 3 }) } })
    expect(await home.say('lead', 'audit')).toMatchInlineSnapshot(`
      "*Audit*
      • 3. <!date^1772442000^{date_short_pretty} at {time}|2026-03-02 09:00 UTC>: Olga changed the role or phase of Max
      • 2. <!date^1772442000^{date_short_pretty} at {time}|2026-03-02 09:00 UTC>: Olga archived the project UAPI
      • 1. <!date^1772442000^{date_short_pretty} at {time}|2026-03-02 09:00 UTC>: Slack installed CodexFlow
      Each entry vouches for all before it; 3 is a1b2c3d4e5f6. To check them: \`/codexflow audit verify\`
      There is more: \`/codexflow audit page:1\`"
    `)
    expect(await home.say('lead', 'audit verify')).toBe('All 3 entries of the audit stand as they were written.')
    Object.assign(home.ports, { audit: { read, verify: async () => ({ entries: 1, broken: 2 }) } })
    expect(await home.say('lead', 'audit verify')).toMatchInlineSnapshot(`
      "*The audit is not whole.* Its first 1 entries stand as they were written; from number 2 on it was changed, or something is missing.
      Whoever looks after the table should compare it with a backup."
    `)
  })
})
