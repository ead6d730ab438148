import { createHash } from 'node:crypto'
import nock from 'nock'
import { describe, expect, it } from 'vitest'
import { closedLinkDoor } from '../../../app/github/link/door.ts'
import { API, agreed, exchanged, GITHUB, linkWorld, octocat, titleOf, wordsOf } from './world.ts'

const MINUTE = 60_000

describe('the way to GitHub', () => {
  it('begins with an address of one’s own, and ties the way back to this browser', async () => {
    const home = await linkWorld()
    const user = home.browser()
    const { away, location, state } = await home.toGithub(user)
    expect([away.statusCode, location.origin + location.pathname]).toEqual([302, `${GITHUB}/login/oauth/authorize`])
    expect(Object.fromEntries(location.searchParams)).toEqual({
      client_id: 'Iv1.codexflow',
      redirect_uri: 'https://codexflow.test/github/oauth',
      state,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      prompt: 'select_account',
    })
    expect(away.cookies).toEqual([
      `__Host-codexflow-link=${state}; Max-Age=600; Path=/; HttpOnly; Secure; SameSite=Lax`,
    ])
    expect(location.href).not.toContain('client-secret')
  })

  it('does nothing for whoever only opens the address, such as a scanner of links, however often', async () => {
    const home = await linkWorld()
    const ticket = home.ticket()
    for (let times = 0; times < 3; times++) {
      expect((await home.toGithub(home.browser(), ticket)).away.statusCode).toBe(302)
    }
    expect(titleOf(await home.link(home.browser(), octocat(), ticket))).toBe('200 @octocat is linked to “Gaius Okoro”')
  })

  it('proves to GitHub that the one who comes back is the one who left', async () => {
    const home = await linkWorld()
    const user = home.browser()
    const { location, state } = await home.toGithub(user)
    const forms: Record<string, string>[] = []
    agreed(octocat(), (form) => forms.push(form))
    await user.get('/github/oauth', { code: 'code-1', state })
    const { code_verifier, ...form } = forms[0]!
    expect(form).toEqual({
      client_id: 'Iv1.codexflow',
      client_secret: 'client-secret-of-the-tests',
      code: 'code-1',
      redirect_uri: 'https://codexflow.test/github/oauth',
    })
    const challenge = createHash('sha256').update(code_verifier!).digest('base64url')
    expect(challenge).toBe(location.searchParams.get('code_challenge'))
  })
})

describe('linking', () => {
  it('asks whether both accounts are one person’s, and links on a yes', async () => {
    const home = await linkWorld()
    const user = home.browser()
    const { back, page, token } = await home.toQuestion(user)
    expect([back.statusCode, back.headers['location']]).toEqual([303, '/github/link'])
    expect(wordsOf(page)).toMatchInlineSnapshot(`
      "200
      Link @octocat to “Gaius Okoro”?
      On GitHub: @octocat, as which this browser has just signed in.
      In Slack: “Gaius Okoro”, in the workspace “Northwind”.
      What @octocat does on GitHub then counts as done by “Gaius Okoro”: it may finish their tasks and hand them on.
      Say yes only if both are you. If somebody sent you here, and you did not type /codexflow link yourself, say no.
      [ Yes, both are me ]
      [ No, link nothing ]"
    `)
    expect(page.headers['content-security-policy']).toContain("form-action 'self'")
    expect(await home.loginOf('per_gaius')).toBeUndefined()
    expect(wordsOf(await user.post({ token, answer: 'yes' }))).toMatchInlineSnapshot(`
      "200
      @octocat is linked to “Gaius Okoro”
      What @octocat does on GitHub counts as done by “Gaius Okoro” in “Northwind” from now on.
      To take it back, type /codexflow unlink in Slack. You can close this page."
    `)
    expect(await home.people.personByLogin(home.workspace, 'octocat', 583_231)).toEqual({
      ...home.gaius,
      githubLogin: 'octocat',
      githubId: 583_231,
    })
    expect(home.lines.join()).not.toMatch(/canary|code-1|client-secret/)
  })

  it('says the same when the question is opened again, the button pressed twice, or the answer loaded anew', async () => {
    const home = await linkWorld()
    const user = home.browser()
    const { token, page } = await home.toQuestion(user)
    expect((await user.get('/github/link')).body).toBe(page.body)
    const twice = await Promise.all([1, 2].map(() => user.post({ token, answer: 'yes' })))
    const again = await user.post({ token, answer: 'yes' })
    expect([...twice, again].map(titleOf)).toEqual(Array(3).fill('200 @octocat is linked to “Gaius Okoro”'))
  })

  it('says which account gives way to it', async () => {
    const home = await linkWorld()
    await home.link(home.browser())
    const user = home.browser()
    const { page, token } = await home.toQuestion(user, octocat({ login: 'okoro', id: 9 }))
    expect(wordsOf(page)).toContain('Until now that was @octocat; @okoro takes its place.')
    expect(wordsOf(await user.post({ token, answer: 'yes' }))).toContain('@octocat does not any more.')
    expect(await home.loginOf('per_gaius')).toBe('okoro')
  })

  it('works although GitHub does not take its token back', async () => {
    const home = await linkWorld()
    const user = home.browser()
    const { state } = await home.toGithub(user)
    exchanged({ access_token: 'ghu_canary' })
    nock(API).get('/user').reply(200, octocat())
    nock(API).delete('/applications/Iv1.codexflow/token').reply(404)
    expect((await user.get('/github/oauth', { code: 'code-1', state })).statusCode).toBe(303)
    expect(home.lines.join()).not.toContain('canary')
  })

  it('takes names for text, whatever people call themselves', async () => {
    const home = await linkWorld()
    const name = '<script>alert(1)</script>”, and “\u202egithub'
    await home.people.changePerson(home.gaius, { ...home.gaius, name })
    const { page } = await home.toQuestion(home.browser())
    expect(page.body).not.toContain('<script')
    expect(page.body).toContain('Link @octocat to “&lt;script&gt;alert(1)&lt;/script&gt;&#39;, and &#39;github”?')
  })
})

describe('what does not link', () => {
  it('a no on GitHub, or to our question', async () => {
    const home = await linkWorld()
    const user = home.browser()
    const { state } = await home.toGithub(user)
    expect(wordsOf(await user.get('/github/oauth', { error: 'access_denied', state }))).toMatchInlineSnapshot(`
      "403
      Nothing was linked
      You said no on GitHub. Nothing has changed.
      To begin again, type /codexflow link in Slack."
    `)
    const { token } = await home.toQuestion(user)
    expect(wordsOf(await user.post({ token, answer: 'no' }))).toMatchInlineSnapshot(`
      "200
      Nothing was linked
      You said no, and nothing has changed. If somebody sent you here, you need do nothing more.
      To begin again, type /codexflow link in Slack."
    `)
    expect(titleOf(await user.post({ token, answer: 'yes' }))).toBe('400 This did not begin here')
    expect(await home.loginOf('per_gaius')).toBeUndefined()
  })

  it('the account of somebody who was sent here and says no, or nothing, to the one who sent them', async () => {
    const home = await linkWorld()
    const sent = home.ticket('per_fern')
    const victim = home.browser()
    const { page } = await home.toQuestion(victim, octocat(), sent)
    expect(wordsOf(page)).toContain('In Slack: “Fern Li”, in the workspace “Northwind”.')
    expect(await home.loginOf('per_fern')).toBeUndefined()
  })

  it('a way back that another browser began', async () => {
    const home = await linkWorld()
    const [mallory, victim, other] = [home.browser(), home.browser(), home.browser()]
    const { state } = await home.toGithub(mallory)
    expect(wordsOf(await victim.get('/github/oauth', { code: 'code-1', state }))).toMatchInlineSnapshot(`
      "400
      This did not begin here
      Linking has to begin with an address that I gave in Slack, and end in the same browser, so that nobody can link an account of yours to somebody else.
      Nothing was linked. Please allow cookies for this site.
      To begin again, type /codexflow link in Slack."
    `)
    await home.toGithub(other)
    const own = other.cookie
    expect(titleOf(await other.get('/github/oauth', { code: 'code-1', state }))).toBe('400 This did not begin here')
    // It takes nothing from the one who is on the way.
    expect(other.cookie).toBe(own)
  })

  it.each([
    ['no state', {}],
    ['a made-up state', { state: 'bm9uY2U.9999999999999.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
    ['a ticket for a state', { state: 'ticket' }],
    ['a no and no state', { error: 'access_denied' }],
  ])('a way back with %s', async (_, query) => {
    const home = await linkWorld()
    const user = home.browser()
    await home.toGithub(user)
    const state = 'state' in query && query.state === 'ticket' ? { state: home.ticket() } : {}
    const page = await user.get('/github/oauth', { code: 'code-1', ...query, ...state })
    expect(titleOf(page)).toBe('400 This did not begin here')
  })

  it('a yes without the question, with another’s, or from another site', async () => {
    const home = await linkWorld()
    const [user, other] = [home.browser(), home.browser()]
    const { token } = await home.toQuestion(user)
    const foreign = await home.toQuestion(other, octocat({ login: 'mallory', id: 666 }), home.ticket('per_fern'))
    const withoutCookie = home.browser()
    const pages = [
      await user.post({ answer: 'yes' }),
      await user.post({ answer: 'yes', token: foreign.token }),
      await user.post({ answer: 'yes', token: `${token}x` }),
      await withoutCookie.post({ answer: 'yes', token }),
    ]
    expect(pages.map(titleOf)).toEqual(Array(4).fill('400 This did not begin here'))
    user.cookie = other.cookie
    expect(titleOf(await user.post({ answer: 'yes', token }))).toBe('400 This did not begin here')
    expect([await home.loginOf('per_gaius'), await home.loginOf('per_fern')]).toEqual([undefined, undefined])
  })

  it('a state for a claim, nor a claim that was changed', async () => {
    const home = await linkWorld()
    const user = home.browser()
    await home.toGithub(user)
    expect(titleOf(await user.get('/github/link'))).toBe('400 This did not begin here')
    await home.toQuestion(user)
    const [name, value] = user.cookie.split('=')
    const [body, ...rest] = value!.split('.')
    const changed = Buffer.from(Buffer.from(body!, 'base64url').toString().replace('octocat', 'mallory'))
    user.cookie = `${name}=${[changed.toString('base64url'), ...rest].join('.')}`
    expect(titleOf(await user.get('/github/link'))).toBe('400 This did not begin here')
  })

  it('an address of more than a quarter of an hour, a way back of more than ten minutes, or a late yes', async () => {
    const home = await linkWorld()
    const user = home.browser()
    const old = home.ticket()
    const { state } = await home.toGithub(user)
    home.later(10 * MINUTE)
    const late = await user.get('/github/oauth', { code: 'code-1', state })
    expect(wordsOf(late)).toMatchInlineSnapshot(`
      "400
      That took too long
      An address to link with works for a quarter of an hour, and GitHub’s answer for ten minutes. Nothing was linked.
      To begin again, type /codexflow link in Slack."
    `)
    const { token } = await home.toQuestion(user, octocat(), home.ticket())
    home.later(5 * MINUTE)
    expect(titleOf((await home.toGithub(home.browser(), old)).away)).toBe('400 That took too long')
    home.later(5 * MINUTE)
    expect(titleOf(await user.post({ token, answer: 'yes' }))).toBe('400 That took too long')
    expect(await home.loginOf('per_gaius')).toBeUndefined()
  })

  it('a state that was used, even at the same moment', async () => {
    const home = await linkWorld()
    const user = home.browser()
    const { state } = await home.toGithub(user)
    const { cookie } = user
    agreed()
    const asTwo = async () => {
      user.cookie = cookie
      return user.get('/github/oauth', { code: 'code-1', state })
    }
    const pages = await Promise.all([asTwo(), asTwo(), asTwo()])
    expect(pages.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 400, 400])
    expect(wordsOf(pages.find(({ statusCode }) => statusCode === 400)!)).toMatchInlineSnapshot(`
      "400
      This page has done its work
      Each address links once. Whether your account is linked, /codexflow people me says in Slack.
      To begin again, type /codexflow link in Slack."
    `)
  })

  it('an address that has linked already: it links no second account', async () => {
    const home = await linkWorld()
    const ticket = home.ticket()
    await home.link(home.browser(), octocat(), ticket)
    const second = await home.link(home.browser(), octocat({ login: 'mallory', id: 666 }), ticket)
    expect(titleOf(second)).toBe('400 This page has done its work')
    expect(await home.loginOf('per_gaius')).toBe('octocat')
  })

  it('an account that somebody else has proved; two who want one at the same moment get it once', async () => {
    const home = await linkWorld()
    const [one, two] = [home.browser(), home.browser()]
    const first = await home.toQuestion(one, octocat(), home.ticket('per_gaius'))
    const second = await home.toQuestion(two, octocat(), home.ticket('per_fern'))
    const pages = await Promise.all([
      one.post({ token: first.token, answer: 'yes' }),
      two.post({ token: second.token, answer: 'yes' }),
    ])
    expect(pages.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409])
    expect(wordsOf(pages.find(({ statusCode }) => statusCode === 409)!)).toMatchInlineSnapshot(`
      "409
      @octocat is linked to somebody else
      A GitHub account belongs to one person in a workspace, and this one has proved to be that of somebody else. Nothing was linked.
      If it is yours, have an owner take it from them (/codexflow unlink @person), or choose another account on GitHub’s page.
      To begin again, type /codexflow link in Slack."
    `)
    const held = [await home.loginOf('per_gaius'), await home.loginOf('per_fern')]
    expect(held.filter((login) => login !== undefined)).toEqual(['octocat'])
  })

  it.each([
    ['a code that is too old or used', { error: 'bad_verification_code' }, '400 GitHub did not confirm it'],
    ['an address to be confirmed', { error: 'unverified_user_email' }, '400 GitHub does not know you well enough'],
    [
      'a wrong client secret',
      { error: 'incorrect_client_credentials' },
      '502 Something broke on our side, or on GitHub’s',
    ],
    ['a wrong callback', { error: 'redirect_uri_mismatch' }, '502 Something broke on our side, or on GitHub’s'],
    ['nonsense', { access_token: ['canary'] }, '502 Something broke on our side, or on GitHub’s'],
  ])('GitHub’s answer of %s', async (_, answer, title) => {
    const home = await linkWorld()
    const user = home.browser()
    const { state } = await home.toGithub(user)
    exchanged(answer)
    expect(titleOf(await user.get('/github/oauth', { code: 'code-1', state }))).toBe(title)
    expect(titleOf(await user.get('/github/link'))).not.toMatch(/^200/)
    expect(home.lines.join()).not.toContain('canary')
  })

  it.each([
    ['a 503', (at: nock.Interceptor) => at.reply(503)],
    ['a 403', (at: nock.Interceptor) => at.reply(403, { message: 'canary' })],
    ['a redirect', (at: nock.Interceptor) => at.reply(302, undefined, { location: 'https://evil.example/' })],
    ['a broken connection', (at: nock.Interceptor) => at.replyWithError('canary')],
    ['what is not JSON', (at: nock.Interceptor) => at.reply(200, '<html>')],
  ])('GitHub answering %s to the exchange', async (_, reply) => {
    const home = await linkWorld()
    const user = home.browser()
    const { state } = await home.toGithub(user)
    reply(nock(GITHUB).post('/login/oauth/access_token'))
    const page = await user.get('/github/oauth', { code: 'code-1', state })
    expect(titleOf(page)).toBe('502 Something broke on our side, or on GitHub’s')
    expect(home.lines.filter((line) => line.includes('Linking a GitHub account failed'))).toHaveLength(1)
  })

  it.each([
    ['a 401', (at: nock.Interceptor) => at.reply(401)],
    ['a machine', (at: nock.Interceptor) => at.reply(200, octocat({ type: 'Bot', login: 'codexflow[bot]' }))],
    ['no number', (at: nock.Interceptor) => at.reply(200, octocat({ id: undefined }))],
    ['a login that is none', (at: nock.Interceptor) => at.reply(200, octocat({ login: '"><img src=x>' }))],
  ])('GitHub answering %s to whose it is; the token is given back all the same', async (_, reply) => {
    const home = await linkWorld()
    const user = home.browser()
    const { state } = await home.toGithub(user)
    exchanged({ access_token: 'ghu_canary' })
    reply(nock(API).get('/user'))
    nock(API).delete('/applications/Iv1.codexflow/token').reply(204)
    const page = await user.get('/github/oauth', { code: 'code-1', state })
    expect(titleOf(page)).toBe('502 Something broke on our side, or on GitHub’s')
    expect(home.lines.join()).not.toContain('canary')
  })

  it('a code that is none is not even shown to GitHub', async () => {
    const home = await linkWorld()
    const user = home.browser()
    const { state } = await home.toGithub(user)
    const page = await user.get('/github/oauth', { code: '<script>', state })
    expect(titleOf(page)).toBe('400 GitHub did not confirm it')
  })

  it('anybody in a workspace that is gone, or who has left it meanwhile', async () => {
    const home = await linkWorld()
    const user = home.browser()
    const { token } = await home.toQuestion(user)
    const stay = { state: 'gone', since: '2026-03-02T10:00:00Z' } as const
    await home.people.changePerson(home.gaius, { ...home.gaius, stay })
    expect(wordsOf(await user.post({ token, answer: 'yes' }))).toMatchInlineSnapshot(`
      "404
      There is nobody to link it to
      CodexFlow is not in that workspace any more, or the person has left it. Nothing was linked."
    `)
    home.leave()
    expect(titleOf((await home.toGithub(home.browser(), home.ticket('per_fern'))).away)).toBe(
      '404 There is nobody to link it to',
    )
  })
})

describe('every page', () => {
  it('leads nowhere that an address names', async () => {
    const home = await linkWorld()
    const user = home.browser()
    const evil = { redirect_uri: 'https://evil.example/', next: '//evil.example', return_to: 'https://evil.example' }
    const away = await user.get('/github/link', { ticket: home.ticket(), ...evil })
    expect(away.headers['location']).not.toContain('evil')
    const state = new URL(away.headers['location']!).searchParams.get('state')!
    agreed()
    const back = await user.get('/github/oauth', { code: 'code-1', state, ...evil })
    expect(back.headers['location']).toBe('/github/link')
  })

  it('is kept nowhere, lets nothing foreign in, and is no frame’s', async () => {
    const home = await linkWorld()
    const { page } = await home.toQuestion(home.browser())
    const { 'content-security-policy': policy, ...headers } = page.headers
    expect(policy).toMatch(/^default-src 'none'; .*frame-ancestors 'none'$/)
    expect(headers).toEqual({
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000',
      'x-content-type-options': 'nosniff',
    })
  })

  it('says what to do where there is nothing to link, or nobody has set it up', async () => {
    const home = await linkWorld()
    expect(wordsOf(await home.browser().get('/github/link'))).toMatchInlineSnapshot(`
      "404
      There is nothing to link here
      Linking a GitHub account begins in Slack: type /codexflow link there, and I give you an address of your own."
    `)
    expect(titleOf(await home.browser().get('/github/link', { ticket: 'made.up' }))).toBe('400 This did not begin here')
    expect(wordsOf(await closedLinkDoor())).toMatchInlineSnapshot(`
      "404
      Accounts cannot be linked from here
      Whoever runs this CodexFlow has not set up linking in a browser.
      With a code it works all the same: type /codexflow link @your-github-login in Slack."
    `)
  })
})
