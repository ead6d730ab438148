import { describe, expect, it } from 'vitest'
import { type Person, personId } from '../../app/projects/person.ts'
import { inSlack } from '../../app/slack/messages/in-slack.ts'
import { runTyped } from '../../app/slack/typed.ts'
import { connectReply } from '../../app/verbs/project-connect.ts'
import { VERBS } from '../../app/verbs/registry.ts'
import { helpReply } from '../../app/verbs/words/help-reply.ts'
import { minute, WORKSPACE } from '../support/tasks.ts'
import { mention, PEOPLE, PROJECT, twoTasks, world } from './world.ts'

const first = (text: string) => text.split('\n')[0]

describe('help', () => {
  it('tells of every verb in its group, a line each, and of whoever may where that is not everybody', async () => {
    const some = VERBS.filter(({ name }) => ['start', 'after', 'project archive', 'feedback list'].includes(name))
    expect(inSlack(helpReply(some)).text).toMatchInlineSnapshot(`
      "Write these behind \`/codexflow\`; in threads, behind \`@codexflow\`.
      *Do your work*
      • \`start ID\` Say that you have begun a task
      *See how things stand*
      *Plan*
      • \`after ID BLOCKER[,BLOCKER] […]\` Say which tasks have to be finished before this one, or no longer have to
      *Projects and people*
      • \`project archive KEY\` Put a project away _(owners and leads)_
      • \`feedback list\` What people said with feedback, the newest first _(owners)_
      What is not marked is for owners, leads and members; guests work on their own tasks.
      All about one, with examples: \`/codexflow help done\`"
    `)
    const text = await world().say('member', 'help')
    const lines = text.split('\n')
    for (const { name, group } of VERBS) {
      const at = lines.findIndex((line) => line.startsWith(`• \`${name}`))
      expect([name, lines.slice(0, at).findLast((line) => line.startsWith('*'))]).toEqual([name, `*${group}*`])
    }
    expect(lines.filter((line) => line.startsWith('• '))).toHaveLength(VERBS.length)
    expect(text.length).toBeLessThan(6_000)
    expect(await world().say('member', '')).toBe(await world().say('member', 'help'))
  })

  it('tells all about one verb, or about those that begin alike', async () => {
    expect(await world().say('member', 'help Assign')).toMatchInlineSnapshot(`
      "*assign* · Give a task to somebody, or take it yourself.
      Write: \`/codexflow assign ID @person|me\`
      Other names: give.
      Who may: owners, leads and members.
      For example: \`/codexflow assign UAPI-2 me\`
      For example: \`/codexflow assign UAPI-2 @gaius\`"
    `)
    expect(await world().say('member', 'help project')).toMatchInlineSnapshot(`
      "*project new* · Make a project; its home channel is the one you type this in, unless you name another.
      Write: \`/codexflow project new KEY "Name" [channel:#channel] [checks:a,b] [gate:merged|checks|manual|deployed:env] [doc:"Label=https://…"]\`
      Other names: new project, project create, create project.
      Who may: owners, leads and members.
      For example: \`/codexflow project new UAPI "User API"\`
      For example: \`/codexflow project new UAPI "User API" channel:#user-api checks:build,test gate:merged doc:"Runbook=https://wiki.example.com/uapi"\`
      *project connect* · Connect a repository, and bring its open issues in if you like; you need a linked GitHub account that is its admin.
      Write: \`/codexflow project connect owner/repo [project:KEY] [import:all|label:name|none]\`
      Other names: connect.
      Who may: owners and leads.
      For example: \`/codexflow project connect northwind/user-api\`
      For example: \`/codexflow project connect northwind/user-api project:UAPI import:label:codexflow\`
      *project list* · The projects of this workspace; with all, those that were archived too.
      Write: \`/codexflow project list [all]\`
      Other names: projects, list projects.
      Who may: owners, leads and members.
      For example: \`/codexflow project list\`
      For example: \`/codexflow project list all\`
      *project show* · All about a project: its channels, people, gates, checks, documents, repositories, and how many tasks it has.
      Write: \`/codexflow project show [KEY]\`
      Other names: show project, view project, project view.
      Who may: owners, leads and members.
      For example: \`/codexflow project show\`
      For example: \`/codexflow project show UAPI\`
      *project settings* · Change a project: its name, channels, leads, approvers, gates, checks, documents, what a phase owes the next one, and which issues become tasks; none takes one away.
      Write: \`/codexflow project settings KEY [name:"…"] [channel:#…] [channel-backend:#…] [lead:@…] [lead-backend:@…] [approver-tech-lead:@…] [gate:…] [checks:a,b] [doc:"Label=https://…"] [updates:on|off] [import:none|all|label:name] [contract-infrastructure-backend:"api, arn, block"]\`
      Other names: project set.
      Who may: owners and leads.
      For example: \`/codexflow project settings UAPI\`
      For example: \`/codexflow project settings UAPI name:"User API v2" lead:@amy channel-backend:#backend\`
      For example: \`/codexflow project settings UAPI approver-tech-lead:@amy approver-tech-lead:me gate:merged checks:none\`
      For example: \`/codexflow project settings UAPI contract-design-frontend:"url=Design file, document=States, block"\`
      *project archive* · Put a project away: it gets no new tasks and leaves the lists; its tasks stay as they are.
      Write: \`/codexflow project archive KEY\`
      Other names: archive.
      Who may: owners and leads.
      For example: \`/codexflow project archive UAPI\`
      *project restore* · Bring an archived project back.
      Write: \`/codexflow project restore KEY\`
      Other names: restore.
      Who may: owners and leads.
      For example: \`/codexflow project restore UAPI\`"
    `)
  })

  it('guesses what was meant', async () => {
    expect(await world().say('member', 'help strat')).toMatchInlineSnapshot(`
      "I do not know "strat". Did you mean "start"?
      • \`/codexflow start UAPI-2\`
      • \`/codexflow mine\`
      • \`/codexflow done UAPI-1\`"
    `)
  })
})

describe('an unknown verb', () => {
  it('gets a guess and three examples', async () => {
    expect(await world().say('member', 'strat UAPI-1')).toMatchInlineSnapshot(`
      "I do not know "strat". Did you mean "start"?
      • \`/codexflow start UAPI-1\`
      • \`/codexflow mine\`
      • \`/codexflow done UAPI-1\`"
    `)
    expect(await world().say('member', 'frobnicate &lt;!here&gt;')).toMatchInlineSnapshot(`
      "I do not know "frobnicate".
      • \`/codexflow mine\`
      • \`/codexflow done UAPI-1\`
      • \`/codexflow help\`"
    `)
  })

  it('is shown literally', async () => {
    expect(first(await world().say('member', '"<!channel> &lt;@U1&gt; `x`"'))).toBe(
      'I do not know "@channel &lt;@U1&gt; `x`".',
    )
  })
})

describe('project new', () => {
  it('answers a repetition alike, though a database gives keys back in an order of its own', async () => {
    const home = world()
    const text = 'project new WEB Web gate:checks checks:build doc:"Runbook=https://wiki.example.com"'
    const first = await home.say('member', text)
    const made = (await home.directory.project(PROJECT.workspace, 'WEB'))!
    const turned = {
      gates: [{ names: ['build'], kind: 'checks' }],
      documents: made.documents.map(({ url, label }) => ({ url, label })),
    } as const
    const stored = world({ projects: [PROJECT, { ...made, ...turned }] })
    expect(await stored.say('member', text)).toBe(first)
  })

  it('makes a project with all that was said of it', async () => {
    const home = world()
    const text =
      'project new web "Web app" channel:<#C0WEB|web> checks:build,test,build gate:checks,deployed:production doc:"Runbook=<https://wiki.example.com/x?a=1&amp;b=2>"'
    expect(await home.say('member', text)).toMatchInlineSnapshot(`
      "Project *WEB* Web app is made.
      What concerns nobody in particular goes to <#C0WEB>; invite me there.
      A task counts as done when it is green in build and test and deployed to production.
      Checks that stand in the way when they fail: build and test.
      Every hand-off offers <https://wiki.example.com/x?a=1&amp;b=2|Runbook>.
      Next: \`/codexflow project connect owner/repo project:WEB\` and \`/codexflow task add "title" project:WEB\`"
    `)
    expect(await home.directory.project(WORKSPACE, 'WEB')).toEqual({
      workspace: WORKSPACE,
      key: 'WEB',
      name: 'Web app',
      homeChannel: 'C0WEB',
      phaseChannels: {},
      repositories: [],
      gates: [
        { kind: 'checks', names: ['build', 'test'] },
        { kind: 'deployed', environment: 'production' },
      ],
      requiredChecks: ['build', 'test'],
      documents: [{ label: 'Runbook', url: 'https://wiki.example.com/x?a=1&b=2' }],
      version: 1,
    })
  })

  it('lives where it was made, unless that is a conversation of two', async () => {
    const home = world()
    expect(await home.say('member', 'project new WEB Web', { channel: 'C0HERE' })).toMatchInlineSnapshot(`
      "Project *WEB* Web is made.
      What concerns nobody in particular goes to <#C0HERE>; invite me there.
      Next: \`/codexflow project connect owner/repo project:WEB\` and \`/codexflow task add "title" project:WEB\`"
    `)
    expect(await home.say('member', 'project new APP App', { channel: 'D0MAX' })).toMatchInlineSnapshot(`
      "Project *APP* App is made.
      It has no home channel, so nobody hears of tasks without an assignee.
      Next: \`/codexflow project connect owner/repo project:APP\` and \`/codexflow task add "title" project:APP\`"
    `)
    expect((await home.directory.project(WORKSPACE, 'APP'))?.homeChannel).toBeUndefined()
  })

  it('keeps a key that is taken', async () => {
    const home = world()
    expect(await home.say('member', 'project new UAPI "Another"')).toMatchInlineSnapshot(`
      "The key UAPI belongs to the project "User API" already.
      Choose another key: \`/codexflow project new KEY "Name"\`"
    `)
    expect(await home.directory.project(WORKSPACE, 'UAPI')).toEqual(PROJECT)
  })

  it('keeps a key that somebody took at the same moment', async () => {
    const home = world()
    Object.assign(home.ports.directory, { projects: async () => [] })
    expect(await home.say('member', 'project new UAPI "Another"')).toMatchInlineSnapshot(`
      "The key UAPI belongs to the project "User API" already.
      Choose another key: \`/codexflow project new KEY "Name"\`"
    `)
  })

  it.each([
    ['project new channel:general', 'it lacks the key of a project, such as UAPI'],
    ['project new U "x"', '"U" is no project key: two to ten letters or digits, a letter first'],
    ['project new WEB', 'it lacks the name, in quotes'],
    ['project new WEB Web app', '"app" is one word too many (put quotes around text with spaces)'],
    [
      'project new WEB Web channel:<#D0MAX00|max>',
      'channel: needs a channel that you pick from the list which Slack shows after #',
    ],
    [
      `project new WEB Web channel:C${'A'.repeat(31)}`,
      'channel: needs a channel that you pick from the list which Slack shows after #',
    ],
    [
      'project new WEB Web channel:#web',
      'channel: needs a channel that you pick from the list which Slack shows after #',
    ],
    ['project new WEB Web doc:wiki', 'doc: needs an address that begins with https://, and "wiki" is none'],
    [
      'project new WEB Web colour:red',
      'I do not know colour: here (there are channel:, checks:, gate:, doc:; put quotes around text with a colon)',
    ],
  ])('does not take %s', async (text, what) => {
    expect(first(await world().say('member', text))).toBe(`I could not read that: ${what}.`)
  })
})

describe('project connect', () => {
  async function linked() {
    const home = world()
    await home.directory.savePerson({ ...PEOPLE.lead, githubLogin: 'lena-codes' })
    return home
  }

  it('asks GitHub from a queue, and says so', async () => {
    const home = await linked()
    const cause = 'slack:T0NORTHWIND:x'
    expect(
      await home.say('lead', 'project connect <https://github.com/northwind/web.git>', { cause }),
    ).toMatchInlineSnapshot(`"Asking GitHub whether you may connect northwind/web… I will tell you here."`)
    expect(home.jobs).toEqual([
      {
        type: 'ConnectRepository',
        person: PEOPLE.lead.id,
        project: 'UAPI',
        fullName: 'northwind/web',
        asked: {
          workspace: WORKSPACE,
          slackUser: PEOPLE.lead.slackUser,
          userName: 'lena',
          channel: 'D0DIRECT',
          at: minute(60),
          cause,
          responseUrl: 'https://hooks.slack.com/commands/T0/1/abc',
        },
      },
    ])
  })

  it('says later what came of it', () => {
    const connected = { connected: 'northwind/web', project: 'WEB' }
    expect(inSlack(connectReply({ ...connected, file: 'unread' })).text).toContain('needs the permission _Contents_')
    expect(inSlack(connectReply({ ...connected, file: {} })).text).toMatchInlineSnapshot(`
      "northwind/web is connected to *WEB*.
      Pull requests that name a task of WEB (in the title, the branch or the body) now speak for it. Next: \`/codexflow task add "title" project:WEB\`"
    `)
    const refused = { kind: 'login-not-admin', login: 'lena-codes', fullName: 'northwind/web' } as const
    expect(inSlack(connectReply({ refused })).text).toMatchInlineSnapshot(`
      "GitHub says that lena-codes is no admin of northwind/web.
      Ask an admin of that repository to connect it."
    `)
  })

  it('needs a linked login, a role and a repository', async () => {
    const home = world()
    expect(await home.say('lead', 'project connect northwind/web')).toMatchInlineSnapshot(`
      "I do not know your GitHub account yet, so I cannot see what you may do there.
      Link it first: \`/codexflow link\`"
    `)
    expect(await home.say('member', 'project connect northwind/web')).toMatchInlineSnapshot(`
      "As a member you may not connect a repository. Those who may: owners and leads.
      Ask one of them to do it."
    `)
    expect(first(await home.say('lead', 'project connect northwind'))).toBe(
      'I could not read that: "northwind" is no repository; they look like owner/name.',
    )
    expect(home.jobs).toEqual([])
  })
})

describe('link', () => {
  it('leads through GitHub in a browser, by an address of one’s own', async () => {
    const home = world()
    expect(await home.say('guest', 'link', { cause: 'c1' })).toMatchInlineSnapshot(`
      "<https://codexflow.test/github/link?ticket=per_gaia.c1|Link my GitHub account>: GitHub asks you to sign in, and I then ask you once more whether both accounts are yours.
      It works once, within 15 minutes, and is for you alone: do not pass it on. Without a browser: \`/codexflow link your-github-login\`"
    `)
    await home.directory.savePerson({ ...PEOPLE.lead, githubLogin: 'lena-codes' })
    expect(first(await home.say('lead', 'link'))).toMatchInlineSnapshot(
      `"The GitHub account lena-codes is linked to you; another would take its place."`,
    )
    expect(home.codes).toEqual([])
  })

  it('asks for the login where nobody has set up a browser’s way', async () => {
    const home = world()
    const { linkUrl: _, ...ports } = home.ports
    const asked = { workspace: WORKSPACE, slackUser: PEOPLE.guest.slackUser!, userName: 'greta', channel: 'D1' }
    const reply = await runTyped('link', { ...asked, at: minute(60), cause: 'c1', responseUrl: '' }, ports)
    expect(reply.text).toMatchInlineSnapshot(
      `"Tell me your login on GitHub, and I give you a code that proves it is yours: \`/codexflow link your-github-login\`"`,
    )
  })

  it.each([
    ['has left', { githubLogin: 'old', stay: { state: 'gone', since: minute(0) } }],
    ['has it by a lead’s word', { githubLogin: 'old', vouchedBy: 'per_lead' }],
    ['is known from GitHub alone', { githubLogin: 'old', slackUser: undefined }],
  ] as const)('offers a proof against one who %s', async (_, held) => {
    const { slackUser, ...rest } = { ...PEOPLE.lead, ...held }
    const holder = { ...rest, id: 'per_held', ...(slackUser === undefined ? {} : { slackUser: 'U0HELD' }) } as const
    expect(first(await world({ people: [holder] }).say('member', 'link old'))).toContain('To prove that old is you')
  })

  it('asks for a proof that only the account itself can give', async () => {
    const home = world()
    expect(await home.say('guest', 'link @Octo-Cat')).toMatchInlineSnapshot(`
      "To prove that Octo-Cat is you: comment \`/codexflow link K7M2-Q9TX\` on any issue or pull request where I am installed, as Octo-Cat, within 15 minutes.
      The code works once, and for that account alone."
    `)
    const claim = { person: PEOPLE.guest.id, login: 'Octo-Cat', expires: Date.parse(minute(75)) }
    expect(home.codes).toEqual([[WORKSPACE, 'K7M2-Q9TX', claim]])
    expect((await home.directory.person(WORKSPACE, PEOPLE.guest.id))?.githubLogin).toBeUndefined()
  })

  it('gives away no account that is somebody else’s, and needs no second proof', async () => {
    const home = world()
    await home.directory.savePerson({ ...PEOPLE.lead, githubLogin: 'lena-codes' })
    expect(await home.say('member', 'link LENA-codes')).toMatchInlineSnapshot(`
      "The GitHub account LENA-codes is linked to somebody else here.
      If that is wrong, ask an owner of this workspace."
    `)
    expect(await home.say('lead', 'link https://github.com/lena-codes')).toMatchInlineSnapshot(
      `"The GitHub account lena-codes is linked to you already."`,
    )
    expect(home.codes).toEqual([])
  })

  it.each([
    [`link ${mention('lead')}`, 'Slack took that for somebody here; write your GitHub login without the @'],
    ['link "a b"', '"a b" is no login of GitHub: letters, digits and hyphens, at most 39'],
    ['link ../x', '"../x" is no login of GitHub: letters, digits and hyphens, at most 39'],
  ])('does not take %s', async (text, what) => {
    expect(first(await world().say('member', text))).toBe(`I could not read that: ${what}.`)
  })
})

describe('unlink', () => {
  async function linked() {
    const home = world()
    await home.directory.savePerson({ ...PEOPLE.lead, githubLogin: 'lena-codes', githubId: 5 })
    return { ...home, login: async () => (await home.directory.person(WORKSPACE, PEOPLE.lead.id))?.githubLogin }
  }

  it('takes one’s own account away, and says what changes', async () => {
    const home = await linked()
    expect(await home.say('lead', 'unlink')).toMatchInlineSnapshot(`
      "The GitHub account lena-codes is linked to you no more. What was done with it stays yours; what it does from now on does not count as yours.
      I mention it on GitHub no more: whatever I have for you comes here, in Slack.
      To link another: \`/codexflow link\`"
    `)
    expect(await home.login()).toBeUndefined()
    expect(await home.say('lead', 'unlink')).toMatchInlineSnapshot(`"No GitHub account is linked to you."`)
  })

  it('is for owners where it is somebody else’s', async () => {
    const home = await linked()
    expect(await home.say('member', `unlink ${mention('lead')}`)).toMatchInlineSnapshot(`
      "As a member you may not change what somebody is here. Those who may: owners.
      Ask one of them to do it."
    `)
    expect(await home.login()).toBe('lena-codes')
    expect(await home.say('owner', `unlink ${mention('lead')}`)).toMatchInlineSnapshot(`
      "The GitHub account lena-codes is linked to *Lena* no more. What was done with it stays theirs; what it does from now on does not count as theirs.
      I mention it on GitHub no more: whatever I have for them comes to them here, in Slack."
    `)
    expect(await home.login()).toBeUndefined()
    expect(await home.say('owner', `unlink ${mention('lead')}`)).toMatchInlineSnapshot(
      `"No GitHub account is linked to *Lena*."`,
    )
  })
})

describe('somebody who has left the workspace', () => {
  const gone: Person = {
    ...{ workspace: WORKSPACE, id: 'per_gone', name: 'Gil', role: 'owner', slackUser: 'U0GIL' },
    stay: { state: 'gone', since: minute(30) },
  }
  const given = () => {
    const home = world({ people: [gone] })
    home.seed(...twoTasks())
    return home
  }

  it.each([
    'assign UAPI-1 <@U0GIL|gil>',
    'task add "Test it" phase:qa assign:<@U0GIL|gil>',
    'project settings UAPI lead:<@U0GIL|gil>',
    'project settings UAPI approver-qa:<@U0GIL|gil>',
  ])('is given nothing: %s', async (text) => {
    expect(await given().say('owner', text)).toBe('Gil has left the workspace.\nGive it to somebody who is here.')
  })

  it('is shown as such, and counts as no owner', async () => {
    const home = given()
    expect(await home.say('owner', 'people <@U0GIL|gil>')).toMatchInlineSnapshot(
      `"*Gil* · owner · no GitHub account linked · has left the workspace"`,
    )
    expect(await home.say('owner', 'people me role:member')).toContain('is the only owner here')
  })

  it('is there again as soon as they say something, but not by what they said before', async () => {
    const home = given()
    const as = { slackUser: 'U0GIL', userName: 'gil' }
    const stay = async () => (await home.directory.person(WORKSPACE, 'per_gone'))?.stay
    expect(await home.say('owner', 'start UAPI-1', { ...as, at: minute(20) })).toContain('may not')
    expect(await stay()).toEqual(gone.stay)
    expect(await home.say('owner', 'start UAPI-1', { ...as, at: minute(40) })).not.toContain('may not')
    expect(await stay()).toEqual({ state: 'here', since: minute(40) })
  })
})

describe('somebody new', () => {
  const stranger = { slackUser: 'U0NEW', userName: ' new\u202e <!here> ' }

  it('is put down as a member on first contact, by the id of Slack', async () => {
    const home = world()
    await home.say('owner', 'help', stranger)
    expect(await home.directory.personBySlack(WORKSPACE, 'U0NEW')).toEqual({
      workspace: WORKSPACE,
      id: personId(WORKSPACE, 'U0NEW'),
      name: 'new <!here>',
      role: 'member',
      slackUser: 'U0NEW',
    })
    expect(await home.say('owner', 'assign UAPI-1 <@U0NEW>')).toMatch('I know no task UAPI-1')
  })

  it('is no owner, even in a workspace without people', async () => {
    const home = world()
    Object.assign(home.ports.directory, { personBySlack: async () => undefined })
    await home.say('owner', 'help', stranger)
    expect((await home.directory.person(WORKSPACE, personId(WORKSPACE, 'U0NEW')))?.role).toBe('member')
  })

  it('keeps role and login of a person whom the id already names', async () => {
    const id = personId(WORKSPACE, 'U0NEW')
    const home = world({
      people: [{ workspace: WORKSPACE, id, name: 'Nia', role: 'lead', githubLogin: 'nia' }],
    })
    await home.say('owner', 'help', stranger)
    expect(await home.directory.personBySlack(WORKSPACE, 'U0NEW')).toMatchObject({
      id,
      role: 'lead',
      githubLogin: 'nia',
    })
  })

  it('can take a task for themselves at once', async () => {
    const home = world()
    home.seed(...twoTasks())
    expect(first(await home.say('owner', 'assign UAPI-1 <@U0NEW|new>', stranger))).toBe(
      '*UAPI-1* Provision the Lambda is yours now.',
    )
  })
})

it('does nothing in a workspace where it is not installed', async () => {
  const home = world({ installed: false })
  expect(await home.say('owner', 'project new WEB "Web"', { slackUser: 'U0NEW' })).toMatchInlineSnapshot(`
    "CodexFlow is not set up in this Slack workspace yet, so nothing was changed.
    Ask whoever looks after your Slack apps to install it."
  `)
  expect(await home.directory.personBySlack(WORKSPACE, 'U0NEW')).toBeUndefined()
  expect(await home.directory.project(WORKSPACE, 'WEB')).toBeUndefined()
})
