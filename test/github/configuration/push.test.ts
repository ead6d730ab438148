import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { heeded } from '../../../app/github/configuration/logins.ts'
import { AMY, DEVI, GAIUS, LEA, PATH, PROJECT, pushPayload, REPOSITORY, type Stage, stage } from './stage.ts'

/** Puts a file on the default branch and has GitHub tell of it. */
async function configure(on: Stage, text: string | undefined, how: Readonly<Record<string, unknown>> = {}) {
  const pushed = on.github.push(REPOSITORY, { [PATH]: text })
  await on.deliver('push', pushPayload(pushed, how))
  return pushed
}

describe('a file on the default branch', () => {
  it('decides what it says, and leaves the rest to people', async () => {
    const on = stage()
    const { after } = await configure(on, 'name: User API\nlead: devi-rao\nphases: {backend: {channel: C0BACKEND0}}\n')
    const { configuredBy, ...project } = await on.now()
    expect(project).toEqual({
      ...PROJECT,
      name: 'User API',
      lead: DEVI.id,
      phaseChannels: { qa: 'C0PEOPLEQA', backend: 'C0BACKEND0' },
      version: 2,
    })
    expect(configuredBy).toEqual({
      repository: REPOSITORY,
      path: PATH,
      commit: after,
      blob: expect.any(String),
      said: { name: 'User API', lead: 'devi-rao', phases: { backend: { channel: 'C0BACKEND0' } } },
      settings: ['channel-backend', 'lead', 'name'],
      before: { name: 'As people called it', lead: GAIUS.id },
      unknown: [],
    })
    expect(on.acts).toMatchObject([{ action: 'project.changed', actor: AMY.id, subject: 'UAPI' }])
    expect(on.reports).toMatchObject([
      {
        repository: REPOSITORY,
        name: 'CodexFlow configuration',
        sha: after,
        conclusion: 'success',
        title: 'In force for UAPI',
        summary:
          'It decides for UAPI: `channel-backend`, `lead` and `name`. People cannot change these in Slack; everything else is theirs.',
      },
    ])
  })

  it('gives back what it says no more, as people had it, and everything when it goes', async () => {
    const on = stage()
    await configure(on, 'name: User API\nchecks: [build]\n')
    await configure(on, 'checks: [build]\n')
    expect(await on.now()).toMatchObject({ name: PROJECT.name, requiredChecks: ['build'] })
    await configure(on, undefined, { touched: [PATH] })
    expect(await on.now()).toEqual({ ...PROJECT, version: 4 })
  })

  it('counts once, however often it is told', async () => {
    const on = stage()
    const pushed = await configure(on, 'name: User API\n')
    const seen = await on.now()
    await on.deliver('push', pushPayload(pushed))
    expect(await on.now()).toEqual(seen)
    expect(on.acts).toHaveLength(1)
  })

  it('is of no account on other branches, in tags, and where nothing of it was touched: GitHub is not even asked', async () => {
    const on = stage()
    const pushed = on.github.push(REPOSITORY, { [PATH]: 'name: User API\n' })
    await on.deliver('push', pushPayload(pushed, { ref: 'refs/heads/feature' }))
    await on.deliver('push', pushPayload(pushed, { ref: 'refs/tags/main' }))
    await on.deliver('push', pushPayload(pushed, { touched: ['src/codexflow.ts'] }))
    await on.deliver('push', pushPayload(pushed, { id: 999 }))
    expect([await on.now(), on.github.asked, on.reports]).toEqual([PROJECT, [], []])
  })

  it('that is wrong fails its check run with the line and the reason, and the last good one stays in force', async () => {
    const on = stage()
    await configure(on, 'name: User API\n')
    const good = await on.now()
    const { after } = await configure(on, 'name: Other\nphases:\n  bakend: {lead: devi-rao}\n')
    const { wrongConfiguration, ...project } = await on.now()
    expect(project).toEqual({ ...good, version: 3 })
    expect(wrongConfiguration).toMatchObject({
      commit: after,
      problems: 1,
      line: 3,
      why: 'there is no "bakend" in phases; did you mean backend?',
    })
    expect(on.reports.at(-1)).toMatchObject({
      sha: after,
      conclusion: 'failure',
      title: 'Line 3: there is no "bakend" in phases; did you mean backend?',
      annotations: [
        {
          path: PATH,
          line: 3,
          column: 3,
          level: 'failure',
          title: 'This does not count',
          message: 'There is no "bakend" in phases; did you mean backend?',
        },
      ],
    })
    await configure(on, 'name: Other\n')
    expect(await on.now()).toMatchObject({ name: 'Other' })
    expect((await on.now()).wrongConfiguration).toBeUndefined()
  })

  it('that is for another project is wrong here', async () => {
    const on = stage()
    await configure(on, 'name: x\nproject: WEB\n')
    expect((await on.now()).wrongConfiguration).toMatchObject({
      line: 2,
      why: 'project: this repository is connected to UAPI, not to WEB',
    })
  })

  it('names people by their logins; of whom nobody knows who they are, nothing is decided until somebody does', async () => {
    const on = stage()
    await configure(on, 'lead: gaius-okoro\napprovers: {tech-lead: [devi-rao, gaius-okoro]}\n')
    expect(await on.now()).toMatchObject({
      lead: PROJECT.lead,
      approvers: { 'tech-lead': [DEVI.id] },
      configuredBy: { unknown: ['gaius-okoro'] },
    })
    expect(on.reports[0]?.summary).toContain('Nobody of the workspace has linked `gaius-okoro` yet.')
    await on.directory.changePerson(GAIUS, { ...GAIUS, githubLogin: 'Gaius-Okoro' })
    Object.assign(on.ports.linkCodes, {
      givenIn: async () => PROJECT.workspace,
      redeem: async () => ({ outcome: 'linked', person: GAIUS, merged: [] }),
    })
    await on.deliver('issue_comment', {
      action: 'created',
      repository: { id: 1001, full_name: REPOSITORY },
      sender: { login: 'Gaius-Okoro', type: 'User' },
      issue: { number: 1 },
      comment: { id: 1, body: '/codexflow link ABCD-1234', user: { login: 'Gaius-Okoro', type: 'User' } },
    })
    expect(await on.now()).toMatchObject({
      lead: GAIUS.id,
      approvers: { 'tech-lead': [DEVI.id, GAIUS.id] },
      configuredBy: { unknown: [] },
    })
  })
})

describe('the order of pushes', () => {
  const texts = ['name: One\n', 'name: Two\nchecks: [build]\n', 'nam: wrong\n', undefined, 'lead: devi-rao\n', '']
  it('does not matter, nor how often they are told: in the end the newest file counts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...texts), { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
        async (said, order) => {
          const inTurn = stage()
          for (const text of said) await configure(inTurn, text)
          const shuffled = stage()
          const pushed = said.map((text) => shuffled.github.push(REPOSITORY, { [PATH]: text }))
          for (const index of order) await shuffled.deliver('push', pushPayload(pushed[index % pushed.length]!))
          for (const each of pushed.toReversed()) await shuffled.deliver('push', pushPayload(each))
          const settled = async (on: Stage) => {
            const { version: _, wrongConfiguration: wrong, configuredBy: by, ...rest } = await on.now()
            return { ...rest, by: by?.blob, before: by?.before, wrong: wrong?.blob }
          }
          const [a, b] = [await settled(inTurn), await settled(shuffled)]
          // Where the newest is wrong, the good one before it may never have been seen.
          if (a.wrong === undefined) expect(b).toEqual(a)
          else expect(b.wrong).toEqual(a.wrong)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('is believed before GitHub’s own API, which may lag behind', async () => {
    const on = stage()
    on.github.lag(REPOSITORY, 1)
    const first = on.github.push(REPOSITORY, { [PATH]: 'name: One\n' })
    await on.deliver('push', pushPayload(first))
    expect((await on.now()).name).toBe('One')
    const second = on.github.push(REPOSITORY, { [PATH]: 'name: Two\n' })
    await on.deliver('push', pushPayload(second))
    expect((await on.now()).name).toBe('Two')
  })

  it('does not matter to two workers at once: the one who writes last has looked last', async () => {
    const on = stage()
    const first = on.github.push(REPOSITORY, { [PATH]: 'name: One\n' })
    const { saveProject } = on.directory
    let second: Promise<void> | undefined
    Object.assign(on.directory, {
      saveProject: async (...given: Parameters<typeof saveProject>) => {
        if (second === undefined) {
          const pushed = on.github.push(REPOSITORY, { [PATH]: 'name: Two\n' })
          second = on.deliver('push', pushPayload(pushed))
          await second
        }
        return saveProject(...given)
      },
    })
    await on.deliver('push', pushPayload(first))
    expect((await on.now()).name).toBe('Two')
  })
})

describe('who may approve', () => {
  const APPROVERS = 'approvers: {tech-lead: [devi-rao]}\n'

  it.each([
    ['a lead', 'lea-lead'],
    ['an owner', 'amy-adeyemi'],
  ])('is said by the file that %s brought', async (_, by) => {
    const on = stage()
    await configure(on, APPROVERS, { by })
    expect((await on.now()).approvers).toEqual({ 'tech-lead': [DEVI.id] })
  })

  it.each([
    ['a member', 'devi-rao'],
    ['an account that nobody has linked', 'mallory'],
    ['a bot', 'amy-adeyemi[bot]'],
  ])('is not said by the file that %s brought, at its line; everything stays as it was', async (_, by) => {
    const on = stage()
    await configure(on, `name: x\n${APPROVERS}`, { by })
    expect(await on.now()).toMatchObject({ name: PROJECT.name, wrongConfiguration: { line: 2 } })
    expect(on.reports.at(-1)).toMatchObject({ conclusion: 'failure' })
    expect(on.reports.at(-1)?.annotations?.[0]?.message).toContain('only a lead or an owner of the workspace')
  })

  it('stays said while others change the rest', async () => {
    const on = stage()
    await configure(on, APPROVERS, { by: 'lea-lead' })
    await configure(on, `name: New\n${APPROVERS}`, { by: 'devi-rao' })
    expect(await on.now()).toMatchObject({ name: 'New', approvers: { 'tech-lead': [DEVI.id] } })
  })

  it('is not said by a lead whose push is older than that of somebody else', async () => {
    const on = stage()
    const leads = on.github.push(REPOSITORY, { [PATH]: 'name: x\n' })
    const members = on.github.push(REPOSITORY, { [PATH]: APPROVERS })
    await on.deliver('push', pushPayload(leads, { by: 'lea-lead' }))
    expect((await on.now()).approvers).toBeUndefined()
    await on.deliver('push', pushPayload(members, { by: 'devi-rao' }))
    expect((await on.now()).approvers).toBeUndefined()
  })
})

describe('whose login is whose', () => {
  it('is said by a lead, for one who has none; then it counts in the same file', async () => {
    const on = stage()
    await configure(on, 'lead: gaius-okoro\npeople: {gaius-okoro: gaius@northwind.example}\n', { by: 'lea-lead' })
    expect(on.links).toMatchObject([{ person: GAIUS.id, account: { login: 'gaius-okoro' }, vouchedBy: LEA.id }])
    expect((await on.now()).lead).toBe(GAIUS.id)
  })

  it.each([
    ['of an owner by a lead', 'x: amy@northwind.example', 'amy is owner here'],
    ['that somebody else has linked', 'devi-rao: gaius@northwind.example', 'that login is devi’s'],
    ['of one who has linked another', 'other: devi@northwind.example', 'devi has linked another login'],
    ['of nobody here', 'x: nobody@northwind.example', 'nobody here is nobody@northwind.example'],
    ['of no Slack user here', 'x: U0NOBODY00', 'nobody here is U0NOBODY00'],
  ])('is not said %s', async (_, people, why) => {
    const on = stage()
    await configure(on, `name: x\npeople: {${people}}\n`, { by: 'lea-lead' })
    const { wrongConfiguration, name } = await on.now()
    expect([wrongConfiguration?.line, name, on.links]).toEqual([2, PROJECT.name, []])
    expect(wrongConfiguration?.why).toContain(why)
  })

  it('is not said by a member', async () => {
    const on = stage()
    await configure(on, 'people: {x: gaius@northwind.example}\n', { by: 'devi-rao' })
    expect([(await on.now()).wrongConfiguration?.line, on.links]).toEqual([1, []])
  })
})

it('an account that is linked, or given up, in any other way changes what the file says of it, too', async () => {
  const on = stage()
  await configure(on, 'lead: gaius-okoro\n')
  const logins = heeded(
    {
      link: on.ports.logins.link,
      async unlink() {
        const seen = (await on.directory.person(PROJECT.workspace, GAIUS.id))!
        await on.directory.changePerson(seen, GAIUS)
        return { outcome: 'unlinked', login: 'gaius-okoro' }
      },
    },
    on.ports,
  )
  const how = { at: '2026-06-02T08:00:00Z', cause: 'c' }
  await logins.link({ workspace: PROJECT.workspace, person: GAIUS.id, account: { login: 'gaius-okoro' }, ...how })
  expect((await on.now()).configuredBy?.unknown).toEqual([])
  await logins.unlink(PROJECT.workspace, GAIUS.id, { actor: GAIUS.id, ...how })
  expect((await on.now()).configuredBy?.unknown).toEqual(['gaius-okoro'])
})
