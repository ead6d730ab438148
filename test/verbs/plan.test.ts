import { describe, expect, it } from 'vitest'
import type { Project } from '../../app/projects/project.ts'
import { WORKSPACE } from '../support/tasks.ts'
import { mention, PEOPLE, PROJECT, twoTasks, world } from './world.ts'

/** What people say when they plan, and what they are answered. */
async function atThePlan(projects: readonly Project[] = [PROJECT]) {
  const home = world({ projects })
  home.seed(...twoTasks())
  return home
}
const WEB: Project = { ...PROJECT, key: 'WEB', name: 'Web app', homeChannel: 'C0WEB', repositories: [] }
const first = (text: string) => text.split('\n')[0]

describe('task add', () => {
  it('makes a task with all that was said of it', async () => {
    const home = await atThePlan()
    const text = `task add “Write &lt;the&gt; tests” phase:qa assign:${mention('lead')} after:UAPI-1,uapi-2 issue:#7 gate:merged,deployed:production`
    expect(await home.say('member', text)).toMatchInlineSnapshot(`
      "*UAPI-3* Write &lt;the&gt; tests is made: qa, assigned to Lena.
      It comes after UAPI-1 and UAPI-2.
      It counts as done when it is merged and deployed to production.
      It follows northwind/user-api#7.
      See how it stands: \`/codexflow why UAPI-3\`"
    `)
    const { title, phase, assignee, blockers, issue, gates, createdBy } = home.task(WORKSPACE, 'UAPI-3')
    expect({ title, phase, assignee, blockers, issue, gates, createdBy }).toEqual({
      title: 'Write <the> tests',
      phase: 'qa',
      assignee: PEOPLE.lead.id,
      blockers: { 'UAPI-1': { open: true, at: 1 }, 'UAPI-2': { open: true, at: 1 } },
      issue: { repository: 'northwind/user-api', number: 7, repositoryId: 7 },
      gates: [{ kind: 'merged' }, { kind: 'deployed', environment: 'production' }],
      createdBy: { kind: 'person', id: PEOPLE.member.id },
    })
  })

  it('needs a title alone', async () => {
    const home = await atThePlan()
    expect(await home.say('member', 'task add "Write the tests"')).toMatchInlineSnapshot(`
      "*UAPI-3* Write the tests is made: backend, nobody is assigned yet.
      To take it: \`/codexflow assign UAPI-3 me\`"
    `)
  })

  it('takes the checks that the project requires for its gate', async () => {
    const home = await atThePlan([{ ...PROJECT, requiredChecks: ['build', 'test'] }])
    await home.say('member', 'task add x gate:checks')
    expect(home.task(WORKSPACE, 'UAPI-3').gates).toEqual([{ kind: 'checks', names: ['build', 'test'] }])
  })

  it('knows a repository by the name it has now, and keeps the name of its facts', async () => {
    const repositories = PROJECT.repositories.map((each) => ({ ...each, nameNow: 'northwind/accounts' }))
    const home = await atThePlan([{ ...PROJECT, repositories }])
    await home.say('member', 'task add x issue:northwind/accounts#8')
    expect(home.task(WORKSPACE, 'UAPI-3').issue).toEqual({
      repository: 'northwind/user-api',
      number: 8,
      repositoryId: 7,
    })
  })

  it.each([
    ['issue:8', { repository: 'northwind/user-api', number: 8, repositoryId: 7 }],
    ['issue:Northwind/User-API#8', { repository: 'northwind/user-api', number: 8, repositoryId: 7 }],
    [
      'issue:<https://github.com/northwind/user-api/issues/8>',
      { repository: 'northwind/user-api', number: 8, repositoryId: 7 },
    ],
  ])('knows an issue however it is written: %s', async (option, issue) => {
    const home = await atThePlan()
    await home.say('member', `task add x ${option}`)
    expect(home.task(WORKSPACE, 'UAPI-3').issue).toEqual(issue)
  })

  it('finds its project by the channel, and by name before that', async () => {
    const home = await atThePlan([PROJECT, WEB])
    expect(first(await home.say('member', 'task add x', { channel: 'C0WEB' }))).toBe(
      '*WEB-1* x is made: backend, nobody is assigned yet.',
    )
    expect(first(await home.say('member', 'task add x project:web', { channel: 'C0UAPI' }))).toMatch(/^\*WEB-2\*/)
  })

  it('asks which project, where it cannot know', async () => {
    const home = await atThePlan([PROJECT, WEB])
    expect(await home.say('member', 'task add x')).toMatchInlineSnapshot(`
      "I cannot use that: there are several projects (UAPI, WEB).
      Say which: \`/codexflow task add "title" project:KEY\`."
    `)
    expect(await (await atThePlan([])).say('member', 'task add x')).toMatchInlineSnapshot(`
      "I cannot use that: there is no project yet.
      Make one: \`/codexflow project new KEY "Name"\`."
    `)
    expect(await home.say('member', 'task add x project:NOPE')).toMatchInlineSnapshot(`
      "There is no project NOPE in this workspace.
      There are: UAPI, WEB."
    `)
    const shared = await atThePlan([PROJECT, { ...WEB, homeChannel: 'C0UAPI' }])
    expect(first(await shared.say('member', 'task add x', { channel: 'C0UAPI' }))).toBe(
      'I cannot use that: there are several projects (UAPI, WEB).',
    )
  })

  it.each([
    ['task add phase:qa', 'I could not read that: it lacks the title, in quotes.'],
    ['task add ""', 'I could not read that: it lacks the title, in quotes.'],
    [
      'task add Write the tests',
      'I could not read that: "the" is one word too many (put quotes around text with spaces).',
    ],
    [`task add ${'x'.repeat(201)}`, 'I could not read that: the title has 201 characters; at most 200 fit.'],
    [
      'task add x phase:sales',
      'I could not read that: "sales" is no phase; there are prd, design, infrastructure, backend, frontend, qa, deployment, monitoring.',
    ],
    ['task add x phase:__proto__', /^I could not read that: "＿＿proto＿＿" is no phase/],
    ['task add x phase:qa phase:prd', 'I could not read that: phase: stands there twice.'],
    [
      'task add x gate:approved',
      'I could not read that: "approved" is no gate; there are merged, checks, manual, deployed:environment and approved:role+role.',
    ],
    [
      'task add x gate:manual,merged',
      'I could not read that: gate:manual stands alone: with it a task is done when somebody says so.',
    ],
    [
      'task add x assign:@gaius',
      'I could not read that: I cannot tell who "@gaius" is; pick the person from the list that opens after @, or say me.',
    ],
    ['task add x assign:<@U0NOBODY|zed>', 'I know nobody called @zed here.'],
    ['task add x after:UAPI', 'I could not read that: "UAPI" is no task id; they look like UAPI-12.'],
    ['task add x after:UAPI-9', 'I know no task UAPI-9 in this workspace.'],
    ['task add x issue:seven', 'I could not read that: "seven" is no issue; they look like #7 or owner/repo#7.'],
    ['task add x issue:evil/repo#7', 'I cannot use that: evil/repo is not connected to UAPI.'],
  ])('does not take %s', async (text, answer) => {
    const home = await atThePlan()
    expect(first(await home.say('member', text))).toEqual(
      typeof answer === 'string' ? answer : expect.stringMatching(answer),
    )
    expect(home.images).toEqual([])
  })

  it('takes no issue of a project without repositories, and asks which of several', async () => {
    const home = await atThePlan([WEB])
    expect(await home.say('member', 'task add x issue:#7')).toMatchInlineSnapshot(`
      "I cannot use that: no repository is connected to WEB.
      Connect it first: \`/codexflow project connect owner/repo project:WEB\`."
    `)
    const two = [...PROJECT.repositories, { id: 8, fullName: 'northwind/docs', installation: 70 }]
    const several = await atThePlan([{ ...PROJECT, repositories: two }])
    expect(await several.say('member', 'task add x issue:#7')).toMatchInlineSnapshot(`
      "I cannot use that: UAPI has several repositories.
      Say which: issue:northwind/user-api#7."
    `)
  })
})

describe('assign', () => {
  it('gives a task to somebody, or to oneself', async () => {
    const home = await atThePlan()
    expect(await home.say('lead', `assign UAPI-1 ${mention('owner')}`)).toMatchInlineSnapshot(
      `"*UAPI-1* Provision the Lambda is assigned to Olga now. They hear of it from me when it is ready to start; if it is under way by now, tell them yourself."`,
    )
    expect(home.task(WORKSPACE, 'UAPI-1').assignee).toBe(PEOPLE.owner.id)
    expect(await home.say('lead', 'assign UAPI-1 me')).toMatchInlineSnapshot(`
      "*UAPI-1* Provision the Lambda is yours now.
      When you begin: \`/codexflow start UAPI-1\`"
    `)
    expect(home.task(WORKSPACE, 'UAPI-1').assignee).toBe(PEOPLE.lead.id)
  })

  it('says what stands in its way', async () => {
    const home = await atThePlan()
    expect(await home.say('lead', `assign UAPI-1 ${mention('member')}`)).toMatchInlineSnapshot(`
      "UAPI-1 is assigned to that person already.
      See it: \`/codexflow show UAPI-1\`"
    `)
    expect(await home.say('lead', 'assign UAPI-1 <@U0NOBODY|zed &amp; co>')).toMatchInlineSnapshot(`
      "I know nobody called @zed &amp; co here.
      Mention the person with @, and let them say hello to me once: \`/codexflow help\`"
    `)
    expect(first(await home.say('lead', 'assign ""'))).toBe(
      'I could not read that: "" is no task id; they look like UAPI-12.',
    )
    expect(first(await home.say('lead', 'assign UAPI-1 ""'))).toBe(
      'I could not read that: I cannot tell who "" is; pick the person from the list that opens after @, or say me.',
    )
    await home.say('member', 'done UAPI-1')
    expect(await home.say('lead', 'assign UAPI-1 me')).toMatchInlineSnapshot(`
      "UAPI-1 is done already.
      If that is wrong, take it back: \`/codexflow reopen UAPI-1\`"
    `)
  })
})

describe('after', () => {
  it('lets a task wait, and not wait', async () => {
    const home = await atThePlan()
    await home.say('member', 'task add third')
    await home.say('member', 'task add fourth')
    expect(await home.say('member', 'after UAPI-4 UAPI-2,UAPI-3')).toMatchInlineSnapshot(`
      "*UAPI-4* waits for UAPI-2 and UAPI-3 now. It is on hold until then, and I am correcting what I told people.
      See how it stands: \`/codexflow why UAPI-4\`"
    `)
    expect(await home.say('member', 'after UAPI-4 remove:UAPI-3')).toMatchInlineSnapshot(`
      "*UAPI-4* does not wait for UAPI-3 any more.
      See how it stands: \`/codexflow why UAPI-4\`"
    `)
    expect(await home.say('member', 'after UAPI-4 remove:UAPI-2')).toMatchInlineSnapshot(`
      "*UAPI-4* does not wait for UAPI-2 any more. It is ready now, and I am telling whoever does it.
      See how it stands: \`/codexflow why UAPI-4\`"
    `)
    expect(home.task(WORKSPACE, 'UAPI-4').blockers).toEqual({})
  })

  it('names the circle that it would close', async () => {
    const home = await atThePlan()
    expect(await home.say('member', 'after UAPI-1 UAPI-2')).toMatchInlineSnapshot(`
      "That would be a circle: UAPI-1 waits for UAPI-2, which waits for UAPI-1.
      Leave this one out, or remove one of these steps first: \`/codexflow after UAPI-2 remove:UAPI-1\`"
    `)
    expect(await home.say('member', 'after UAPI-1 UAPI-1')).toMatchInlineSnapshot(`
      "UAPI-1 cannot wait for itself.
      Name another task: \`/codexflow after UAPI-1 ID\`"
    `)
  })

  it('does what it can, and says what it could not', async () => {
    const home = await atThePlan()
    await home.say('member', 'task add third')
    expect(await home.say('member', 'after UAPI-2 UAPI-3,UAPI-1,UAPI-9')).toMatchInlineSnapshot(`
      "*UAPI-2* waits for UAPI-3 now.
      UAPI-2 waits for UAPI-1 already. See why: \`/codexflow why UAPI-2\`
      I know no task UAPI-9 in this workspace. See what there is: \`/codexflow list\`, or mine.
      See how it stands: \`/codexflow why UAPI-2\`"
    `)
    expect(await home.say('member', 'after UAPI-2 remove:UAPI-9')).toMatchInlineSnapshot(`
      "I cannot use that: UAPI-2 does not wait for UAPI-9.
      It waits for UAPI-1, UAPI-3."
    `)
  })

  it.each([
    ['after UAPI-2', 'it lacks the task that has to come first'],
    ['after UAPI-2 UAPI-1 remove:UAPI-3', 'it adds and removes at once; do one after the other'],
    ['after UAPI-2 A1-1,A1-2,A1-3,A1-4,A1-5,A1-6', 'it names 6 tasks; at most 5 can be given at once'],
    ['after UAPI-2 ,', 'it lacks the id of a task, such as UAPI-12'],
  ])('does not take %s', async (text, what) => {
    expect(first(await (await atThePlan()).say('member', text))).toBe(`I could not read that: ${what}.`)
  })
})
