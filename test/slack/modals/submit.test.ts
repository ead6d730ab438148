import { describe, expect, it } from 'vitest'
import { packPreset } from '../../../app/slack/modals/preset.ts'
import { runForm } from '../../../app/slack/modals/submit.ts'
import { after, ask, WORKSPACE } from '../../support/tasks.ts'
import { mention, PEOPLE, PROJECT, twoTasks, world } from '../../verbs/world.ts'
import { filled, readable, submitted, submitter } from './forms.ts'

function atWork() {
  const home = world()
  home.seed(...twoTasks())
  return home
}

describe('finishing a task by its form', () => {
  const one = { task: 'UAPI-1', title: 'Provision the Lambda' } as const

  it('does what the verb does, and says so on the last page', async () => {
    const home = atWork()
    const values = filled({ 'kind-0': 'api', 'value-0': 'https://api.example.com/v1', 'label-0': 'API of the users' })
    expect(readable(await submitted(home, 'member', 'task.done', one, values))).toMatchInlineSnapshot(`
      "Finish a task
      *UAPI-1* Provision the Lambda is done. I am telling those who waited for it.
      They get with it:
      • API of the users: https://api.example.com/v1
      If that was too early: \`/codexflow reopen UAPI-1\`"
    `)
    const { status, resources } = home.task(WORKSPACE, 'UAPI-1')
    expect([status, Object.values(resources)]).toMatchObject([
      'done',
      [{ kind: 'api', label: 'API of the users', value: 'https://api.example.com/v1' }],
    ])
  })

  it('takes an address for one, and anything else for a note, when nobody says what it is', async () => {
    const home = atWork()
    const values = filled({ 'value-0': 'https://a.example', 'value-1': 'mind the cold start', 'value-2': ' ' })
    await submitted(home, 'member', 'task.done', { ...one, rows: 3 }, values)
    expect(Object.values(home.task(WORKSPACE, 'UAPI-1').resources)).toMatchObject([
      { kind: 'url', label: 'URL', value: 'https://a.example' },
      { kind: 'note', label: 'Note', value: 'mind the cold start' },
    ])
  })

  it('says at each field what is wrong with it, and changes nothing', async () => {
    const home = atWork()
    const values = filled({
      'kind-0': 'arn',
      'value-0': 'user-api',
      'value-1': 'https://mei:secret@example.com',
      'label-2': 'API',
    })
    expect(await submitted(home, 'member', 'task.done', { ...one, rows: 3 }, values)).toEqual({
      kind: 'errors',
      errors: {
        'value-0': '"user-api" is no ARN; they begin with arn:aws:.',
        'value-1': 'The URL carries a user name or password; leave it out.',
        'value-2': 'It lacks what it is called so.',
      },
    })
    expect(home.images).toEqual([])
  })

  it('says above the fields why not, and keeps what was entered', async () => {
    const home = atWork()
    const values = filled({ 'kind-0': 'url', 'value-0': 'https://a.example' })
    expect(readable(await submitted(home, 'member', 'task.done', { task: 'UAPI-2' }, values))).toMatchInlineSnapshot(`
      "Finish a task
      UAPI-2 cannot be finished yet: it waits for UAPI-1.
      See who is on it: \`/codexflow show UAPI-1\`. I will tell the assignee when it is done.
      *UAPI-2*
      What does the next person need of it? Leave it empty if nothing.
      What it is: url
      Its name, address or number: https://a.example"
    `)
    expect(home.images).toEqual([])
  })

  it('keeps what was entered when the database is away, and logs it', async () => {
    const home = atWork()
    const lines: string[] = []
    const broken = {
      ports: {
        ...home.ports,
        log: {
          ...home.log,
          append: async () => {
            throw new Error('away')
          },
        },
      },
    }
    const values = filled({ 'value-0': 'https://a.example' })
    expect(readable(await submitted(broken, 'member', 'task.done', one, values, { lines }))).toMatchInlineSnapshot(`
      "Finish a task
      Something broke on our side, and it has been logged. Nothing that you entered is lost: please try again in a minute.
      *UAPI-1* Provision the Lambda
      What does the next person need of it? Leave it empty if nothing.
      Its name, address or number: https://a.example"
    `)
    expect(lines.map((line) => JSON.parse(line).message)).toEqual(['A form failed'])
  })

  it('acts once, however often the same state of the form is submitted', async () => {
    const home = atWork()
    const same = { cause: 'slack:T0NORTHWIND:V1/17.a' }
    const first = await submitted(home, 'member', 'task.done', one, {}, same)
    expect(await submitted(home, 'member', 'task.done', one, {}, same)).toEqual(first)
    expect(home.images).toHaveLength(1)
  })
})

describe('the other forms of a task', () => {
  it('block it', async () => {
    const home = atWork()
    const values = filled({ reason: 'no access\nto staging' })
    expect(readable(await submitted(home, 'member', 'task.block', { task: 'UAPI-1' }, values))).toMatchInlineSnapshot(`
      "Report a blocker
      *UAPI-1* Provision the Lambda is blocked: no access to staging. Its assignee hears of it from me, if that is not you.
      When it is over: \`/codexflow unblock UAPI-1\`"
    `)
    expect(await submitted(home, 'member', 'task.block', { task: 'UAPI-1' }, values)).toEqual({
      kind: 'errors',
      errors: { reason: 'UAPI-1 is blocked for that reason already. When it is over: unblock UAPI-1' },
    })
    expect(await submitted(home, 'member', 'task.block', { task: 'UAPI-1' }, filled({ reason: ' ' }))).toEqual({
      kind: 'errors',
      errors: { reason: 'The reason is missing.' },
    })
  })

  it('give it to somebody else', async () => {
    const home = atWork()
    const to = (user: string) => filled({ to: user })
    const given = await submitted(home, 'lead', 'task.assign', { task: 'UAPI-1' }, to(PEOPLE.owner.slackUser!))
    expect(readable(given)).toMatchInlineSnapshot(`
      "Reassign a task
      *UAPI-1* Provision the Lambda is assigned to Olga now. They hear of it from me when it is ready to start; if it is under way by now, tell them yourself."
    `)
    expect(home.task(WORKSPACE, 'UAPI-1').assignee).toBe(PEOPLE.owner.id)
    expect(await submitted(home, 'lead', 'task.assign', { task: 'UAPI-1' }, to('U0NOBODY'))).toEqual({
      kind: 'errors',
      errors: {
        to: 'I know nobody called @U0NOBODY here. Mention the person with @, and let them say hello to me once: help',
      },
    })
  })

  it('are refused to those who may not, as the verb would', async () => {
    const home = atWork()
    const refused = await submitted(home, 'guest', 'task.assign', { task: 'UAPI-1' }, filled({ to: 'U0OLGA' }))
    expect(readable(refused)).toMatchInlineSnapshot(`
      "Reassign a task
      As a guest you may not assign this task. Those who may: owners, leads and members.
      Ask one of them to do it.
      *UAPI-1*
      Whoever gets it hears of it from me as soon as it is ready to start.
      Who does it now: U0OLGA"
    `)
    expect(home.images).toEqual([])
  })
})

describe('making a task by its form', () => {
  const values = {
    ...filled({
      title: 'Write the tests',
      phase: 'qa',
      assign: PEOPLE.lead.slackUser!,
      after: 'UAPI-1 UAPI-2',
      gates: 'merged checks',
      environment: 'production',
      issue: '#7',
    }),
    project: { 'project.search': 'UAPI' },
  }

  it('makes what was filled in, as the verb would', async () => {
    const home = atWork()
    const typed = atWork()
    const made = await outcome(home, 'member', values)
    const text = `task add "Write the tests" phase:qa assign:${mention('lead')} after:UAPI-1,UAPI-2 issue:#7 gate:merged,checks,deployed:production project:UAPI`
    const same = await typed.say('member', text)
    expect(made).toBe(same)
    const { causes: _, createdBy, ...task } = home.task(WORKSPACE, 'UAPI-3')
    expect(typed.task(WORKSPACE, 'UAPI-3')).toMatchObject({ ...task, createdBy })
  })

  it('tells the thread of the message that it was made of, once', async () => {
    const home = atWork()
    const from = { ts: '1780000000.000100', permalink: 'https://acme.slack.com/archives/C1/p1780000000000100' }
    const preset = { channel: 'C1', from }
    await outcome(home, 'member', values, preset, 'slack:T0NORTHWIND:V1/1')
    await outcome(home, 'member', values, preset, 'slack:T0NORTHWIND:V1/1')
    expect(home.task(WORKSPACE, 'UAPI-3').origin).toBe(from.permalink)
    expect((await home.say('member', 'show UAPI-3')).split('\n')).toContain(`Made of <${from.permalink}|this message>`)
    expect(home.jobs.filter(({ type }) => type === 'TellThread')).toEqual([
      {
        type: 'TellThread',
        workspace: WORKSPACE,
        channel: 'C1',
        thread: '1780000000.000100',
        task: 'UAPI-3',
        title: 'Write the tests',
      },
    ])
  })

  it.each([
    [{ title: 'x'.repeat(201) }, { title: 'The title has 201 characters; at most 200 fit.' }],
    [
      { title: 'ghp_0123456789abcdefghij0123456789abcdef' },
      { title: expect.stringContaining('seems to hold a password') },
    ],
    [{ phase: 'pizza' }, { phase: expect.stringContaining('"pizza" is no phase') }],
    [{ issue: 'seven' }, { issue: '"seven" is no issue; they look like #7 or owner/repo#7.' }],
    [{ after: 'UAPI-x' }, { after: '"UAPI-x" is no task id; they look like UAPI-12.' }],
    [{ gates: 'merged manual' }, { gates: expect.stringContaining('"Somebody says so" stands alone') }],
    [{ environment: 'a;b' }, { environment: 'That is no name of an environment.' }],
  ])('says at its field what is wrong: %j', async (fields, errors) => {
    const home = atWork()
    expect(await submitted(home, 'member', 'task.new', {}, { ...values, ...filled(fields) })).toEqual({
      kind: 'errors',
      errors,
    })
  })
})

describe('making a project by its form', () => {
  const values = filled({
    key: 'web',
    name: 'Web',
    channel: 'C0WEB',
    checks: 'build, test',
    documents: 'Runbook=https://wiki.example.com/web\n\nhttps://example.com',
  })

  it('makes it', async () => {
    const home = world({ projects: [] })
    expect(readable(await submitted(home, 'member', 'project.new', {}, values))).toMatchInlineSnapshot(`
      "New project
      Project *WEB* Web is made.
      What concerns nobody in particular goes to <#C0WEB>; invite me there.
      Checks that stand in the way when they fail: build and test.
      Every hand-off offers <https://wiki.example.com/web|Runbook>.
      Every hand-off offers <https://example.com|Document>.
      Next: \`/codexflow project connect owner/repo project:WEB\` and \`/codexflow task add "title" project:WEB\`"
    `)
    expect(await home.directory.projects(WORKSPACE)).toMatchObject([
      { key: 'WEB', name: 'Web', homeChannel: 'C0WEB', requiredChecks: ['build', 'test'] },
    ])
  })

  it('says at its field that the key is taken, or no key', async () => {
    const home = world({ projects: [PROJECT] })
    const keyed = (key: string) => submitted(home, 'member', 'project.new', {}, { ...values, ...filled({ key }) })
    expect([await keyed('UAPI'), await keyed('u')]).toEqual([
      {
        kind: 'errors',
        errors: {
          key: 'The key UAPI belongs to the project "User API" already. Choose another key: project new KEY "Name"',
        },
      },
      { kind: 'errors', errors: { key: '"u" is no project key: two to ten letters or digits, a letter first.' } },
    ])
  })
})

describe('any form', () => {
  it('of a workspace where I am not installed keeps what was entered', async () => {
    const home = world({ installed: false })
    const page = await submitted(home, 'member', 'task.block', { task: 'UAPI-1' }, filled({ reason: 'x' }))
    expect(readable(page)).toMatchInlineSnapshot(`
      "Report a blocker
      CodexFlow is not set up in this Slack workspace yet, so nothing was changed.
      Ask whoever looks after your Slack apps to install it.
      *UAPI-1*
      Whoever does it hears of it from me, and it is on hold until you say that it is over.
      What stands in the way: x"
    `)
  })

  it('of an older version is answered in words', async () => {
    const page = await submitted(atWork(), 'member', 'task.block', {}, filled({ reason: 'x' }))
    expect(readable(page)).toMatchInlineSnapshot(`
      "Report a blocker
      That is from an older version of me, and does nothing any more.
      What you can do: \`/codexflow help\`"
    `)
  })

  it('of somebody whom I meet for the first time is done a moment later, and the page tells of it then', async () => {
    const home = atWork()
    const newcomer = { slackUser: 'U0NEW' }
    const values = filled({ reason: 'no access' })
    const page = await submitted(home, 'member', 'task.block', { task: 'UAPI-1' }, values, newcomer)
    expect(readable(page)).toBe('Report a blocker\nWorking on it…')
    const [job] = home.jobs
    if (job?.type !== 'SubmitForm') throw new Error('Nothing was put on the queue.')
    const { asked, type: _, ...form } = job
    const later = await runForm(form, asked, home.ports)
    expect(later?.reply.text).toMatch(/^\*UAPI-1\* Provision the Lambda is blocked: no access\./)
    const repeated = await runForm(form, asked, home.ports)
    expect(repeated?.reply.text).toBe(later?.reply.text)
    expect(home.images).toHaveLength(1)
  })

  it('that is refused a moment later shows its fields again', async () => {
    const home = atWork()
    home.seed(after(home.task(WORKSPACE, 'UAPI-1'), ask.done()))
    const form = {
      callbackId: 'task.done',
      viewId: 'V1',
      privateMetadata: packPreset({ task: 'UAPI-1' }),
      values: filled({ 'value-0': 'https://a.example' }),
    }
    const later = await runForm(form, submitter('member'), home.ports)
    expect(readable({ kind: 'show', how: 'update', view: later!.view })).toMatchInlineSnapshot(`
      "Finish a task
      UAPI-1 is done already.
      If that is wrong, take it back: \`/codexflow reopen UAPI-1\`
      *UAPI-1*
      What does the next person need of it? Leave it empty if nothing.
      Its name, address or number: https://a.example"
    `)
  })
})

/** What somebody is told who makes a task, whether at once or a moment later. */
async function outcome(
  home: ReturnType<typeof world>,
  role: 'member',
  values: object,
  preset = {},
  cause = 'slack:T0NORTHWIND:V1/0',
) {
  const form = { callbackId: 'task.new', viewId: 'V1', privateMetadata: packPreset(preset), values: { ...values } }
  return (await runForm(form, submitter(role, { cause }), home.ports))?.reply.text
}
