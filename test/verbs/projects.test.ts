import { describe, expect, it } from 'vitest'
import { configured } from '../../app/projects/configured.ts'
import type { Project } from '../../app/projects/project.ts'
import { after, ask, WORKSPACE } from '../support/tasks.ts'
import { mention, PEOPLE, PROJECT, twoTasks, world } from './world.ts'

const WEB: Project = { ...PROJECT, key: 'WEB', name: 'Web', homeChannel: 'C0WEB', repositories: [] }

const OLD: Project = { ...WEB, key: 'OLD', name: 'Old & <tired>', archivedAt: '2026-01-05T09:00:00.000Z' }

describe('project list', () => {
  it('names the projects, and those that were archived when they are asked for', async () => {
    const home = world({ projects: [PROJECT, WEB, OLD] })
    expect(await home.say('member', 'project list')).toMatchInlineSnapshot(`
      "*Projects*
      • *UAPI* User API · <#C0UAPI> · northwind/user-api
      • *WEB* Web · <#C0WEB> · no repository
      1 archived: \`/codexflow project list all\`
      All about one: \`/codexflow project show UAPI\`"
    `)
    expect(await home.say('member', 'projects all')).toMatchInlineSnapshot(`
      "*Projects*
      • *UAPI* User API · <#C0UAPI> · northwind/user-api
      • *WEB* Web · <#C0WEB> · no repository
      • *OLD* Old &amp; &lt;tired&gt; · <#C0WEB> · no repository · archived
      All about one: \`/codexflow project show UAPI\`"
    `)
  })

  it('says how to begin where there is none', async () => {
    expect(await world({ projects: [OLD] }).say('member', 'project list')).toMatchInlineSnapshot(`
      "There is no project yet.
      1 archived: \`/codexflow project list all\`
      Make one: \`/codexflow project new KEY "Name"\`"
    `)
  })
})

describe('project show', () => {
  it('tells all there is to know, and counts the tasks', async () => {
    const project: Project = {
      ...PROJECT,
      phaseChannels: { backend: 'C0BACK' },
      lead: PEOPLE.lead.id,
      phaseLeads: { qa: PEOPLE.member.id },
      approvers: { 'tech-lead': [PEOPLE.owner.id, PEOPLE.lead.id] },
      gates: [{ kind: 'merged' }],
      requiredChecks: ['build', 'test'],
      documents: [{ label: 'Runbook', url: 'https://wiki.example.com/uapi' }],
      updates: true,
    }
    const home = world({ projects: [project, WEB] })
    const [first, second] = twoTasks()
    home.seed(first, second, after({ ...first, id: 'UAPI-3' }, ask.done()))
    expect(await home.say('member', 'project show UAPI')).toMatchInlineSnapshot(`
      "*UAPI* User API
      Tasks: 2 open, 1 of them ready, 1 done
      Home: <#C0UAPI>
      Channels of phases: backend <#C0BACK>
      These channels hear of each hand-off.
      Lead: Lena
      Leads of phases: qa Max
      May approve as tech lead: Olga and Lena
      A task counts as done when it is merged.
      Checks that stand in the way when they fail: build and test
      Every hand-off offers: <https://wiki.example.com/uapi|Runbook>
      Repositories: northwind/user-api
      To change it: \`/codexflow project settings UAPI name:"…" channel:#… lead:@… gate:…\`"
    `)
  })

  it('says how many it counted where it did not count to the end, and how to see all', async () => {
    const home = world()
    const [first] = twoTasks()
    const page = { items: [first], next: 'o1' }
    Object.assign(home.ports, { views: { ...home.views, ofProject: async () => page } })
    expect(await home.say('member', 'project show UAPI')).toContain(
      'Tasks: more than the 8 that I count. Of these 8 open, 8 of them ready, 0 done; all of them: `/codexflow list UAPI status:all`',
    )
  })
})

describe('project archive', () => {
  it('puts a project away until it is brought back; its tasks stay', async () => {
    const home = world({ projects: [PROJECT, WEB] })
    home.seed(...twoTasks())
    expect(await home.say('lead', 'project archive uapi')).toMatchInlineSnapshot(`
      "*UAPI* User API is archived: it gets no new tasks and stands in no list. Its tasks stay as they are.
      To take that back: \`/codexflow project restore UAPI\`"
    `)
    expect(await home.say('member', 'task add "More" project:UAPI')).toMatchInlineSnapshot(`
      "The project UAPI is archived, so it gets nothing new.
      An owner or a lead can bring it back: \`/codexflow project restore UAPI\`"
    `)
    expect(await home.say('member', 'task add "More"')).toContain('*WEB-1* More is made')
    expect(await home.say('member', 'start UAPI-1')).toContain('*UAPI-1* Provision the Lambda is in progress now.')
    expect(await home.say('member', 'list UAPI')).toContain('UAPI-1')
    expect(await home.say('lead', 'project restore UAPI')).toMatchInlineSnapshot(`
      "*UAPI* User API is back, with all its tasks.
      See them: \`/codexflow list UAPI\`"
    `)
    expect(await home.say('member', 'task add "More" project:UAPI')).toContain('is made')
  })

  it('is done once, however often it is said', async () => {
    const home = world({ projects: [PROJECT] })
    const first = await home.say('lead', 'project archive UAPI')
    expect(await home.say('owner', 'project archive UAPI')).toBe(first)
    expect((await home.directory.project(WORKSPACE, 'UAPI'))?.version).toBe(2)
  })

  it('knows the project that is meant, or says which there are', async () => {
    expect(await world().say('lead', 'project archive NONE')).toBe(
      'There is no project NONE in this workspace.\nThere are: UAPI.',
    )
  })
})

describe('a project with a file', () => {
  const source = { repository: 'northwind/user-api', path: '.github/codexflow.yml', commit: 'c'.repeat(40), blob: 'b' }
  const said = { name: 'From the file', lead: 'nobody', phases: { qa: { channel: 'C0QA00000' } } }
  const FROM_FILE = configured(PROJECT, { source, said }, new Map())

  it('says what comes from where, and whom nobody knows yet', async () => {
    const home = world({ projects: [FROM_FILE] })
    expect((await home.say('lead', 'project show UAPI')).split('\n').slice(-3)).toEqual([
      'From `.github/codexflow.yml` of northwind/user-api (ccccccc): `channel-qa` and `name`',
      'Nobody here has linked `nobody` yet; what the file says of them waits for that.',
      expect.stringContaining('To change it'),
    ])
  })

  it('says that the file is wrong now, and where', async () => {
    const wrongConfiguration = { ...source, problems: 2, line: 3, why: 'there is no "bakend" in phases' }
    const home = world({ projects: [{ ...PROJECT, wrongConfiguration }] })
    expect((await home.say('lead', 'project show UAPI')).split('\n').slice(-3, -1)).toEqual([
      ':warning: `.github/codexflow.yml` of northwind/user-api (ccccccc) is wrong as it is now, and does not count. Line 3: there is no "bakend" in phases',
      '1 more: see the check run of that commit.',
    ])
  })

  it('leaves to the file what the file decides, and to people the rest', async () => {
    const home = world({ projects: [FROM_FILE] })
    expect(await home.say('lead', 'project settings UAPI name:"Ours" channel-qa:none checks:build')).toBe(
      'Channel-qa and name of UAPI are decided by .github/codexflow.yml in northwind/user-api.\n' +
        'Change it there, by a pull request; or take it out of the file, and it is yours again.',
    )
    expect(await home.directory.project(WORKSPACE, 'UAPI')).toEqual(FROM_FILE)
    await home.say('lead', 'project settings UAPI checks:build channel-backend:<#C0BACK|backend>')
    expect(await home.directory.project(WORKSPACE, 'UAPI')).toMatchObject({
      name: 'From the file',
      requiredChecks: ['build'],
      phaseChannels: { qa: 'C0QA00000', backend: 'C0BACK' },
    })
    await home.say('lead', 'project archive UAPI')
    expect((await home.directory.project(WORKSPACE, 'UAPI'))?.archivedAt).toBeDefined()
  })
})

describe('project settings', () => {
  it('changes what is named, leaves the rest, and shows what came of it', async () => {
    const home = world()
    const said = await home.say(
      'lead',
      `project settings UAPI name:"User API v2" channel-backend:<#C0BACK|backend> lead:${mention('lead')} lead-qa:me ` +
        `approver-tech-lead:${mention('owner')} approver-tech-lead:me gate:merged,checks checks:build ` +
        'doc:"Runbook=https://wiki.example.com/uapi" updates:on import:label:codexflow',
    )
    expect(said).toMatchInlineSnapshot(`
      "*UAPI* User API v2 is changed. How it stands now:
      Home: <#C0UAPI>
      Channels of phases: backend <#C0BACK>
      These channels hear of each hand-off.
      Lead: Lena
      Leads of phases: qa Lena
      May approve as tech lead: Olga and Lena
      A task counts as done when it is merged and green in build.
      Checks that stand in the way when they fail: build
      Every hand-off offers: <https://wiki.example.com/uapi|Runbook>
      Issues that become tasks: those labelled codexflow
      Repositories: northwind/user-api
      To change it: \`/codexflow project settings UAPI name:"…" channel:#… lead:@… gate:…\`"
    `)
    expect(await home.directory.project(WORKSPACE, 'UAPI')).toEqual({
      ...PROJECT,
      name: 'User API v2',
      phaseChannels: { backend: 'C0BACK' },
      lead: PEOPLE.lead.id,
      phaseLeads: { qa: PEOPLE.lead.id },
      approvers: { 'tech-lead': [PEOPLE.owner.id, PEOPLE.lead.id] },
      gates: [{ kind: 'merged' }, { kind: 'checks', names: ['build'] }],
      requiredChecks: ['build'],
      documents: [{ label: 'Runbook', url: 'https://wiki.example.com/uapi' }],
      updates: true,
      import: { kind: 'label', label: 'codexflow' },
      version: 2,
    })
  })

  it('takes away what is none by now', async () => {
    const home = world()
    await home.say(
      'lead',
      'project settings UAPI lead:me lead-qa:me approver-tech-lead:me gate:merged checks:build updates:on import:all',
    )
    await home.say(
      'lead',
      'project settings UAPI channel:none lead:none lead-qa:none approver-tech-lead:none gate:none checks:none updates:off import:none',
    )
    const { homeChannel: _, ...bare } = PROJECT
    expect(await home.directory.project(WORKSPACE, 'UAPI')).toEqual({
      ...bare,
      phaseLeads: {},
      approvers: {},
      updates: false,
      version: 3,
    })
  })

  it('shows how it stands when nothing is to be changed, and writes nothing', async () => {
    const home = world()
    expect((await home.say('lead', 'project settings UAPI')).split('\n')[0]).toBe('*UAPI* User API')
    expect((await home.directory.project(WORKSPACE, 'UAPI'))?.version).toBe(1)
  })

  it('keeps what somebody else changed at the same moment', async () => {
    const home = world()
    const { saveProject } = home.directory
    let calls = 0
    Object.assign(home.ports.directory, {
      saveProject: async (...given: Parameters<typeof saveProject>) => {
        if (++calls === 1) await saveProject({ ...PROJECT, homeChannel: 'C0NEW', version: 2 })
        return saveProject(...given)
      },
    })
    await home.say('lead', 'project settings UAPI name:"Two"')
    expect(await home.directory.project(WORKSPACE, 'UAPI')).toEqual({
      ...PROJECT,
      homeChannel: 'C0NEW',
      name: 'Two',
      version: 3,
    })
  })

  it.each([
    ['project settings', 'it lacks the key of a project, such as UAPI'],
    [
      'project settings UAPI channel:general',
      'channel: needs a channel that you pick from the list which Slack shows after #',
    ],
    [
      'project settings UAPI lead:amy',
      'I cannot tell who "amy" is; pick the person from the list that opens after @, or say me',
    ],
    ['project settings UAPI import:some', '"some" is none of none, all and label:name'],
    ['project settings UAPI updates:perhaps', '"perhaps" is neither on nor off'],
    ['project settings UAPI gate:soon', '"soon" is no gate'],
    ['project settings UAPI name:""', 'name: needs its value right behind the colon'],
    ['project settings UAPI lead:me lead:me', 'lead: stands there twice'],
    [`project settings UAPI${' approver-qa:me'.repeat(11)}`, 'approver-qa: names more than 10 people'],
  ])('says what is wrong: %s', async (text, what) => {
    const home = world()
    expect((await home.say('lead', text)).split('\n')[0]).toContain(`I could not read that: ${what}`)
    expect((await home.directory.project(WORKSPACE, 'UAPI'))?.version).toBe(1)
  })

  it('does not name whom nobody knows', async () => {
    expect(await world().say('lead', 'project settings UAPI lead:<@U0GHOST|ghost>')).toContain(
      'I know nobody called @ghost',
    )
  })
})
