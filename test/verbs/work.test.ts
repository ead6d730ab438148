import { describe, expect, it } from 'vitest'
import type { SlackReply } from '../../app/slack/handlers.ts'
import { linkCode } from '../../app/verbs/link-code.ts'
import { after, aPull, ask, minute, PULL, WORKSPACE } from '../support/tasks.ts'
import { mention, PEOPLE, twoTasks, world } from './world.ts'

/** What people say when they do their work, and what they are answered. */
function atWork() {
  const home = world()
  home.seed(...twoTasks())
  return home
}

describe('start', () => {
  it('says that it has begun, and what comes after', async () => {
    const home = atWork()
    expect(await home.say('member', 'start uapi-1')).toMatchInlineSnapshot(`
      "*UAPI-1* Provision the Lambda is in progress now.
      When it is finished: \`/codexflow done UAPI-1\`"
    `)
    expect(home.task(WORKSPACE, 'UAPI-1').status).toBe('in_progress')
  })

  it('names what a task waits for', async () => {
    const home = atWork()
    expect(await home.say('member', 'start UAPI-2')).toMatchInlineSnapshot(`
      "UAPI-2 cannot be started yet: it waits for UAPI-1.
      See who is on it: \`/codexflow show UAPI-1\`. I will tell the assignee when it is done."
    `)
    expect(home.images).toEqual([])
  })

  it('knows what has begun already, and what does not exist', async () => {
    const home = atWork()
    await home.say('member', 'start UAPI-1')
    expect(await home.say('member', 'start UAPI-1')).toMatchInlineSnapshot(`
      "UAPI-1 is in progress already.
      When it is finished: \`/codexflow done UAPI-1\`"
    `)
    expect(await home.say('member', 'start UAPI-99')).toMatchInlineSnapshot(`
      "I know no task UAPI-99 in this workspace.
      See what there is: \`/codexflow list\`, or mine."
    `)
  })

  it.each(['start', 'start UAPI', 'start UAPI-1 UAPI-2', 'start UAPI-1 now:yes'])(
    'explains itself: %s',
    async (text) => {
      expect((await atWork().say('member', text)).split('\n').slice(1)).toEqual([
        'Write: `/codexflow start ID`',
        'For example: `/codexflow start UAPI-2`',
      ])
    },
  )
})

describe('done', () => {
  it('says who hears of it, and what they get with it', async () => {
    const home = atWork()
    const text =
      'done UAPI-1 arn:aws:lambda:us-east-1:123456789012:function:user-api url:"API=<https://api.example.com/v1?a=1&amp;b=2>" <https://x.example|x.example> database:users database:orders note:"ask: Max = first"'
    expect(await home.say('member', text)).toMatchInlineSnapshot(`
      "*UAPI-1* Provision the Lambda is done. I am telling those who waited for it.
      They get with it:
      • URL: https://x.example
      • ARN: arn:aws:lambda:us-east-1:123456789012:function:user-api
      • API: https://api.example.com/v1?a=1&amp;b=2
      • Database: users
      • Database 2: orders
      • Note: ask: Max = first
      Who waited for *UAPI-1*:
      • *UAPI-2* Build &lt;the&gt; endpoint is ready now, and yours.
      If that was too early: \`/codexflow reopen UAPI-1\`"
    `)
    expect(Object.values(home.task(WORKSPACE, 'UAPI-1').resources).map(({ ordinal: _, ...rest }) => rest)).toEqual(
      [
        ['url', 'URL', 'https://x.example'],
        ['arn', 'ARN', 'arn:aws:lambda:us-east-1:123456789012:function:user-api'],
        ['url', 'API', 'https://api.example.com/v1?a=1&b=2'],
        ['database', 'Database', 'users'],
        ['database', 'Database 2', 'orders'],
        ['note', 'Note', 'ask: Max = first'],
      ].map(([kind, label, value]) => ({
        kind,
        label,
        value,
        source: 'given by Max with /codexflow done',
        by: { kind: 'person', id: PEOPLE.member.id },
      })),
    )
  })

  it.each([
    ['arn:arn:aws:s3:::bucket', 'ARN', 'arn:aws:s3:::bucket'],
    ['arn:aws:s3:::bucket', 'ARN', 'arn:aws:s3:::bucket'],
    ['arn:"Bucket=arn:aws:s3:::bucket"', 'Bucket', 'arn:aws:s3:::bucket'],
    ['arn:arn:aws:x:::a=b', 'ARN', 'arn:aws:x:::a=b'],
    ['doc:"Runbook=https://wiki.example.com/x"', 'Runbook', 'https://wiki.example.com/x'],
    ['document:https://wiki.example.com/x', 'Document', 'https://wiki.example.com/x'],
    ['url:https://x.example/?a=b', 'URL', 'https://x.example/?a=b'],
    ['api:https://x.example/', 'API', 'https://x.example/'],
    ['version:"Release=1.2.3"', 'Release', '1.2.3'],
  ])('reads %s', async (option, label, value) => {
    const home = atWork()
    await home.say('member', `done UAPI-1 ${option}`)
    const [resource] = Object.values(home.task(WORKSPACE, 'UAPI-1').resources)
    expect([resource?.label, resource?.value]).toEqual([label, value])
  })

  it.each([
    ['url:api.example.com', 'url: needs an address that begins with https://, and "api.example.com" is none'],
    ['url:javascript:alert(1)', 'url: needs an address that begins with https://, and "javascript:alert(1)" is none'],
    ['url:https://max:secret@x.example', 'url: carries a user name or password; leave it out'],
    [
      'note:"the key is AKIAIOSFODNN7EXAMPLE"',
      'note: seems to hold a password, a token or a key; leave it out, and say where it is kept instead',
    ],
    [
      'doc:"xoxb-12-34-abc=https://x.example"',
      'doc: seems to hold a password, a token or a key; leave it out, and say where it is kept instead',
    ],
    [
      'url:https://x.s3.amazonaws.com/k?X-Amz-Signature=abc',
      'url: seems to hold a password, a token or a key; leave it out, and say where it is kept instead',
    ],
    ['database:postgres://max:secret@db.example/users', 'database: carries a user name or password; leave it out'],
    ['arn:12345', '"12345" is no ARN; they begin with arn:aws:'],
    ['lambda:', 'lambda: needs its value right behind the colon'],
    ['it works', '"it" is no option; say what it is, such as note:"it"'],
    [`note:${'x'.repeat(2_001)}`, 'note: is longer than 2000 characters'],
    ['note:x '.repeat(21), 'it brings 21 things along; at most 20 fit'],
    [
      'colour:red',
      /^I do not know colour: here \(there are missing:, arn:, url:, .*; put quotes around text with a colon\)$/,
    ],
  ])('does not take %s', async (option, what) => {
    const home = atWork()
    const [said = ''] = (await home.say('member', `done UAPI-1 ${option}`)).split('\n')
    expect(said.replace(/^I could not read that: (.*)\.$/, '$1')).toEqual(
      typeof what === 'string' ? what : expect.stringMatching(what),
    )
    expect(home.images).toEqual([])
  })

  it('says what is missing of a gate, and that it needs no second word', async () => {
    const home = world()
    const [task] = twoTasks()
    home.seed(after(task, ask.pull(PULL, aPull('open', 1))))
    const reply = await home.reply('member', 'done UAPI-1')
    expect(reply.text).toMatchInlineSnapshot(`
      "UAPI-1 counts as done when it is merged. Missing: northwind/user-api#7.
      I will finish it by myself as soon as that arrives."
    `)
    expect(reply.blocks?.at(-1)).toEqual({
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: 'task.why',
          value: 'UAPI-1',
          text: { type: 'plain_text', text: 'Why?', emoji: true },
          accessibility_label: 'Why is this the state of UAPI-1',
        },
      ],
    })
  })

  it('knows what is done already', async () => {
    const home = atWork()
    await home.say('member', 'done UAPI-1')
    expect(await home.say('lead', 'done UAPI-1')).toMatchInlineSnapshot(`
      "UAPI-1 is done already.
      If that is wrong, take it back: \`/codexflow reopen UAPI-1\`"
    `)
  })
})

describe('reopen', () => {
  it('says that those who were told hear of it', async () => {
    const home = atWork()
    await home.say('member', 'done UAPI-1')
    expect(await home.say('member', 'reopen UAPI-1')).toMatchInlineSnapshot(
      `"*UAPI-1* Provision the Lambda is open again and ready to start. Whoever waits for it is on hold, and I am correcting what I told them."`,
    )
    expect(home.task(WORKSPACE, 'UAPI-1').status).toBe('open')
  })

  it('keeps why, shows it in why and show until somebody says something else, and takes no novel', async () => {
    const home = atWork()
    await home.say('member', 'done UAPI-1')
    expect(await home.say('member', 'reopen UAPI-1 the "URL" answers &lt;404&gt;')).toMatchInlineSnapshot(`
      "*UAPI-1* Provision the Lambda is open again and ready to start. Whoever waits for it is on hold, and I am correcting what I told them.
      I keep why: the URL answers &lt;404&gt;"
    `)
    expect(home.task(WORKSPACE, 'UAPI-1').declared.reason).toBe('the URL answers <404>')
    expect(await home.say('lead', 'why UAPI-1')).toContain('It was reopened by Max: the URL answers &lt;404&gt;.')
    expect(await home.say('lead', 'show UAPI-1')).toContain('Reopened by Max: the URL answers &lt;404&gt;\n')
    await home.say('member', 'start UAPI-1')
    expect(home.task(WORKSPACE, 'UAPI-1').declared.reason).toBeUndefined()
    expect(await home.say('lead', 'show UAPI-1')).not.toContain('404')
    await home.say('member', 'done UAPI-1')
    expect(await home.say('member', `reopen UAPI-1 ${'x'.repeat(501)}`)).toContain('the reason has 501 characters')
    expect(home.task(WORKSPACE, 'UAPI-1').status).toBe('done')
  })

  it('refuses where there is nothing to reopen', async () => {
    expect(await atWork().say('member', 'reopen UAPI-1')).toMatchInlineSnapshot(`
      "UAPI-1 is open, so there is nothing to reopen.
      See how it stands: \`/codexflow why UAPI-1\`"
    `)
  })
})

describe('block and unblock', () => {
  it('put something in the way, and take it away', async () => {
    const home = atWork()
    expect(await home.say('member', 'block UAPI-1 “no access to &lt;staging&gt;”')).toMatchInlineSnapshot(`
      "*UAPI-1* Provision the Lambda is blocked: no access to &lt;staging&gt;. Its assignee hears of it from me, if that is not you.
      When it is over: \`/codexflow unblock UAPI-1\`"
    `)
    expect(home.task(WORKSPACE, 'UAPI-1').impediments).toEqual({
      'person:per_max': {
        reason: 'no access to <staging>',
        by: { kind: 'person', id: PEOPLE.member.id },
        since: 2,
      },
    })
    expect(await home.say('member', 'unblock UAPI-1')).toMatchInlineSnapshot(`
      "What you put in the way of *UAPI-1* Provision the Lambda is over.
      It is ready now, and I am telling whoever does it."
    `)
    expect(home.task(WORKSPACE, 'UAPI-1').impediments).toEqual({})
  })

  it('keep what others put in the way', async () => {
    const home = atWork()
    await home.say('member', 'block UAPI-1 "no access"')
    expect(await home.say('lead', 'unblock UAPI-1')).toMatchInlineSnapshot(`
      "You have not blocked UAPI-1. In its way: no access.
      Only the one who blocked it, or a lead naming that person, can lift it: \`/codexflow unblock UAPI-1 from:@person\`"
    `)
    expect(await home.say('lead', `unblock UAPI-1 from:${mention('member')}`)).toMatchInlineSnapshot(`
      "What Max put in the way of *UAPI-1* Provision the Lambda is over.
      It is ready now, and I am telling whoever does it."
    `)
  })

  it('say once what is said twice, and that nothing is in the way', async () => {
    const home = atWork()
    await home.say('member', 'block UAPI-2 "no access"')
    expect(await home.say('member', 'block UAPI-2 "no access"')).toMatchInlineSnapshot(`
      "UAPI-2 is blocked for that reason already.
      When it is over: \`/codexflow unblock UAPI-2\`"
    `)
    await home.say('member', 'unblock UAPI-2')
    expect(await home.say('member', 'unblock UAPI-2')).toMatchInlineSnapshot(`
      "Nothing blocks UAPI-2.
      See how it stands: \`/codexflow why UAPI-2\`"
    `)
  })

  it.each([
    ['block UAPI-1 ""', 'it lacks the reason, in quotes'],
    ['block UAPI-1 no access', '"access" is one word too many (put quotes around text with spaces)'],
    [`block UAPI-1 ${'x'.repeat(501)}`, 'the reason has 501 characters; at most 500 fit'],
    [
      'unblock UAPI-1 from:@max',
      'I cannot tell who "@max" is; pick the person from the list that opens after @, or say me',
    ],
  ])('need a reason and a person: %s', async (text, what) => {
    expect((await atWork().say('member', text)).split('\n')[0]).toBe(`I could not read that: ${what}.`)
  })
})

describe('a request that comes twice', () => {
  // Who waited, and what for, is told as it is now.
  const ofThen = ({ text }: SlackReply) => text.replaceAll(/^• \*UAPI-2\* .*\n/gm, '')

  it.each([
    ['start UAPI-1'],
    ['done UAPI-1 url:https://x.example'],
    ['block UAPI-1 "no access"'],
    [`assign UAPI-1 ${mention('lead')}`],
    ['after UAPI-2 remove:UAPI-1'],
    ['task add "Write the tests" phase:qa after:UAPI-2'],
    ['project new WEB "Web app" checks:build'],
  ])('is done once, and answered in the same words: %s', async (text) => {
    const home = atWork()
    const again = { cause: 'slack:T0NORTHWIND:again' }
    const first = await home.reply('owner', text, again)
    const wrote = home.images.length
    // Meanwhile the world has moved on.
    await home.say('owner', 'block UAPI-1 "something else"')
    await home.say('owner', 'block UAPI-2 "something else"')
    const between = home.images.length
    const second = await home.reply('owner', text, { ...again, at: minute(90) })
    expect(ofThen(second)).toEqual(ofThen(first))
    expect([home.images.length - between, first.text.includes('I could not')]).toEqual([0, false])
    expect(wrote).toBe(text.startsWith('project') ? 0 : 1)
  })

  it('gives no second code, and asks GitHub for nothing else', async () => {
    const home = atWork()
    await home.directory.savePerson({ ...PEOPLE.owner, githubLogin: 'olga-codes' })
    Object.assign(home.ports, { newCode: linkCode(async () => ['a key of the test']) })
    const again = { cause: 'slack:T0NORTHWIND:again' }
    for (const text of ['link octocat', 'project connect northwind/web']) {
      const first = await home.reply('owner', text, again)
      expect(await home.reply('owner', text, again)).toEqual(first)
    }
    expect([home.codes.length, new Set(home.codes.map(([, code]) => code)).size]).toEqual([2, 1])
    expect(new Set(home.jobs.map((job) => JSON.stringify(job))).size).toBe(1)
    expect(await home.reply('owner', 'link octocat')).not.toEqual(await home.reply('owner', 'link octocat', again))
  })

  it.each([
    ['reopen UAPI-1', ['done UAPI-1']],
    ['unblock UAPI-1', ['block UAPI-1 "no access"']],
  ] as const)('is done once, after what made it possible: %s', async (text, before) => {
    const home = atWork()
    for (const earlier of before) await home.say('owner', earlier)
    const again = { cause: 'slack:T0NORTHWIND:again' }
    const first = await home.reply('owner', text, again)
    const wrote = home.images.length
    expect(await home.reply('owner', text, again)).toEqual(first)
    expect(home.images.length).toBe(wrote)
  })
})
