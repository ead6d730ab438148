import nock from 'nock'
import { describe, expect, it } from 'vitest'
import { personId } from '../../../app/projects/person.ts'
import { closedDoor } from '../../../app/slack/install/door.ts'
import { workspaceOf } from '../../../app/tasks/workspace.ts'
import { access, granted, installWorld, NORTHWIND, SLACK, wordsOf } from './world.ts'

const AMY = personId(NORTHWIND, 'amy@northwind.example')

describe('beginning to install', () => {
  it('leads to Slack, with every scope, and ties the state to this browser', async () => {
    const { statusCode, location, cookies, state } = await installWorld().begin()
    expect(statusCode).toBe(302)
    expect(location.origin + location.pathname).toBe(`${SLACK}/oauth/v2/authorize`)
    expect(Object.fromEntries(location.searchParams)).toEqual({
      client_id: '1.2',
      scope:
        'commands,chat:write,chat:write.public,im:write,mpim:write,mpim:history,im:history,channels:history,groups:history,app_mentions:read,users:read,users:read.email,files:write',
      redirect_uri: 'https://codexflow.test/slack/oauth',
      state,
    })
    expect(cookies).toEqual([`__Host-codexflow-install=${state}; Max-Age=600; Path=/; HttpOnly; Secure; SameSite=Lax`])
  })
})

describe('coming back from Slack', () => {
  it('installs: sealed tokens, settings, and an owner', async () => {
    const home = installWorld()
    const page = await home.install()
    expect(page.statusCode).toBe(200)
    expect(wordsOf(page)).toMatchInlineSnapshot(`
      "CodexFlow is in Northwind
      Type /codexflow help in any channel to see what it can do, and /codexflow project new to begin with.
      You can close this page.
      Open Slack"
    `)
    expect(page.body).toContain('href="https://slack.com/app_redirect?app=A0CODEXFLOW&amp;team=T0NORTHWIND"')
    expect(await home.directory.settings(NORTHWIND)).toEqual({ workspace: NORTHWIND, name: 'Northwind' })
    expect(await home.directory.personBySlack(NORTHWIND, 'U0AMY')).toEqual({
      workspace: NORTHWIND,
      id: AMY,
      name: 'Amy Adeyemi',
      role: 'owner',
      slackUser: 'U0AMY',
      email: 'amy@northwind.example',
    })
    const { token, scopes, ...record } = { ...(await home.installations.find(NORTHWIND)) } as Record<string, unknown>
    expect(record).toEqual({
      state: 'installed',
      workspace: NORTHWIND,
      appId: 'A0CODEXFLOW',
      botUser: 'U0BOT',
      installer: AMY,
      installedAt: home.now(),
      version: 1,
    })
    expect(scopes).toHaveLength(13)
    expect(token).toMatch(/^v1\./)
    expect(await home.tokensOfAProcess()(NORTHWIND)).toBe('xoxb-northwind-1')
    expect(JSON.stringify([record, token, home.lines])).not.toMatch(/xoxb|northwind-1|client-secret/)
  })

  it('tells the exchange the code and where we live, and nothing of our secret but in the header', async () => {
    const home = installWorld()
    const { state, cookie } = await home.begin()
    access(granted(), (form) => {
      expect(form).toEqual({ code: 'code-1', redirect_uri: 'https://codexflow.test/slack/oauth' })
      return true
    })
    nock(SLACK, { reqheaders: { authorization: 'Bearer xoxb-northwind-1' } })
      .post('/api/users.info', { user: 'U0AMY' })
      .reply(200, { ok: false, error: 'user_not_found' })
    expect((await home.comeBack({ code: 'code-1', state }, cookie)).statusCode).toBe(200)
    expect(await home.directory.personBySlack(NORTHWIND, 'U0AMY')).toMatchObject({ name: 'U0AMY', role: 'owner' })
  })

  it('installs into any number of workspaces, each with its own token', async () => {
    const home = installWorld()
    const southwind = workspaceOf('T0SOUTHWIND')
    await home.install()
    await home.install(granted({ team: { id: southwind, name: 'Southwind' }, access_token: 'xoxb-southwind-1' }))
    const tokenOf = home.tokensOfAProcess()
    expect([await tokenOf(NORTHWIND), await tokenOf(southwind)]).toEqual(['xoxb-northwind-1', 'xoxb-southwind-1'])
    expect((await home.directory.everybody(southwind)).items).toHaveLength(1)
  })

  it('may be done again: the new token counts, settings and roles stay', async () => {
    const home = installWorld()
    await home.install()
    await home.directory.saveSettings({ workspace: NORTHWIND, name: 'Northwind Ltd' })
    await home.install(granted({ access_token: 'xoxb-northwind-2', authed_user: { id: 'U0GAIUS' } }), { name: 'gaius' })
    expect(await home.tokensOfAProcess()(NORTHWIND)).toBe('xoxb-northwind-2')
    expect(await home.directory.settings(NORTHWIND)).toEqual({ workspace: NORTHWIND, name: 'Northwind Ltd' })
    const people = (await home.directory.everybody(NORTHWIND)).items
    expect(people.map(({ name, role }) => [name, role])).toEqual([
      ['Amy Adeyemi', 'owner'],
      ['gaius', 'member'],
    ])
  })

  it('says what it lacks, for operators, when not every scope was granted', async () => {
    const home = installWorld()
    expect((await home.install(granted({ scope: 'commands,chat:write' }))).statusCode).toBe(200)
    expect(home.lines.filter((line) => line.includes('every scope'))).toHaveLength(1)
  })
})

describe('what does not install', () => {
  const nothing = async (home: ReturnType<typeof installWorld>) => {
    expect(await home.installations.find(NORTHWIND)).toBeUndefined()
    expect(await home.directory.settings(NORTHWIND)).toBeUndefined()
  }

  it('a no in Slack', async () => {
    const home = installWorld()
    const { state, cookie } = await home.begin()
    const page = await home.comeBack({ error: 'access_denied', state }, cookie)
    expect([page.statusCode, wordsOf(page)]).toMatchInlineSnapshot(`
      [
        403,
        "Nothing was installed
      You, or somebody who decides for your workspace, said no in Slack. Nothing has changed.
      Begin again",
      ]
    `)
    await nothing(home)
  })

  it.each([
    ['without a state', { code: 'c' }, 'its own'],
    ['with a state that somebody made up', { code: 'c', state: 'nonce-of-somebody.9999999999999.AAAA' }, 'its own'],
    ['with our state in a browser that did not begin', { code: 'c', state: 'ours' }, 'none'],
    ['with our state in a browser that began another', { code: 'c', state: 'ours' }, 'another'],
    ['with a no and no state', { error: 'access_denied' }, 'its own'],
  ] as const)('a way back %s', async (_, query, whose) => {
    const home = installWorld()
    const [begun, other] = [await home.begin(), await home.begin()]
    const state = 'state' in query && query.state === 'ours' ? { state: begun.state } : {}
    const cookie = { 'its own': begun.cookie, none: undefined, another: other.cookie }[whose]
    const page = await home.comeBack({ ...query, ...state }, cookie)
    expect([page.statusCode, wordsOf(page).split('\n')[0]]).toEqual([400, 'This did not begin here'])
    await nothing(home)
  })

  it('a state of which the end was moved', async () => {
    const home = installWorld()
    const { state } = await home.begin()
    const [nonce, until, signature] = state.split('.')
    const moved = [nonce, Number(until) + 60_000, signature].join('.')
    const page = await home.comeBack({ code: 'c', state: moved }, `__Host-codexflow-install=${moved}`)
    expect(wordsOf(page).split('\n')[0]).toBe('This did not begin here')
  })

  it('a state of more than ten minutes', async () => {
    const home = installWorld()
    const { state, cookie } = await home.begin()
    home.later(10 * 60_000)
    const page = await home.comeBack({ code: 'c', state }, cookie)
    expect([page.statusCode, wordsOf(page)]).toMatchInlineSnapshot(`
      [
        400,
        "That took too long
      An installation has to be finished within ten minutes. Nothing was installed.
      Begin again",
      ]
    `)
    await nothing(home)
  })

  it('the same state again, even at the same moment', async () => {
    const home = installWorld()
    const { state, cookie } = await home.begin()
    access(granted())
    nock(SLACK).post('/api/users.info').reply(500)
    const pages = await Promise.all([1, 2, 3].map(() => home.comeBack({ code: 'code-1', state }, cookie)))
    expect(pages.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 400, 400])
    const used = pages.find(({ statusCode }) => statusCode === 400)!
    expect(wordsOf(used)).toMatchInlineSnapshot(`
      "This page has done its work
      Each installation works once. If /codexflow help answers in your workspace, everything is in order.
      If it does not, please begin again.
      Begin again"
    `)
  })

  it.each([
    [{ ok: false, error: 'invalid_code' }, 400, 'Slack did not confirm it'],
    [{ ok: false, error: 'bad_client_secret' }, 502, 'Something broke on our side'],
    [granted({ team: null, is_enterprise_install: true }), 400, 'One workspace at a time'],
    [granted({ access_token: undefined }), 502, 'Something broke on our side'],
    [{ nonsense: 'xoxb-canary' }, 502, 'Something broke on our side'],
  ])('an answer of Slack such as %j', async (answer, status, title) => {
    const home = installWorld()
    const { state, cookie } = await home.begin()
    access(answer)
    const page = await home.comeBack({ code: 'code-1', state }, cookie)
    expect([page.statusCode, wordsOf(page).split('\n')[0]]).toEqual([status, title])
    await nothing(home)
    expect(home.lines.join()).not.toContain('canary')
  })

  it('a code that is none is not even shown to Slack', async () => {
    const home = installWorld()
    const { state, cookie } = await home.begin()
    const page = await home.comeBack({ code: '<script>', state }, cookie)
    expect(wordsOf(page).split('\n')[0]).toBe('Slack did not confirm it')
  })

  it('Slack being away', async () => {
    const home = installWorld()
    const { state, cookie } = await home.begin()
    nock(SLACK).post('/api/oauth.v2.access').reply(503)
    const page = await home.comeBack({ code: 'code-1', state }, cookie)
    expect([page.statusCode, wordsOf(page)]).toMatchInlineSnapshot(`
      [
        502,
        "Something broke on our side
      It has been logged. Nothing was installed. Please begin again in a minute.
      Begin again",
      ]
    `)
    expect(home.lines.filter((line) => line.includes('An installation failed'))).toHaveLength(1)
  })

  it('a workspace whose data is just being deleted', async () => {
    const home = installWorld()
    const removed = { state: 'removed', workspace: NORTHWIND, removedAt: 1, purge: 'running' } as const
    await home.installations.save(removed, undefined)
    const page = await home.install()
    expect([page.statusCode, wordsOf(page)]).toMatchInlineSnapshot(`
      [
        409,
        "Still clearing up
      CodexFlow was removed from this workspace, and what it knew is being deleted right now.
      Please begin again in ten minutes.
      Begin again",
      ]
    `)
  })
})

describe('every page', () => {
  it('lets nothing foreign in, is kept nowhere, and takes the cookie back', async () => {
    const page = await installWorld().install(granted({ team: { id: 'T0NORTHWIND', name: '<script>"&\'' } }))
    expect(page.body).toContain('<h1>CodexFlow is in &lt;script&gt;&quot;&amp;&#39;</h1>')
    expect(page.body.match(/<script/g)).toBeNull()
    expect(page.headers).toMatchInlineSnapshot(`
      {
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; style-src 'sha256-Z55rQpZBTJVM//u25tT0gdMkOeAOq9JMJDSFrX8iVIg='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "content-type": "text/html; charset=utf-8",
        "referrer-policy": "no-referrer",
        "strict-transport-security": "max-age=31536000",
        "x-content-type-options": "nosniff",
      }
    `)
    expect(page.cookies).toEqual(['__Host-codexflow-install=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax'])
  })

  it('says so where nobody has opened the door', async () => {
    const page = await closedDoor()
    expect([page.statusCode, wordsOf(page)]).toMatchInlineSnapshot(`
      [
        404,
        "CodexFlow cannot be installed from here
      Whoever runs this CodexFlow has not opened it for installations.",
      ]
    `)
  })
})
