import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { residents } from '../../../infra/local/people/residents.ts'
import * as acts from '../../../infra/local/world/github-acts.ts'
import { type GitHubRest, githubRest, parseReference } from '../../../infra/local/world/github-rest.ts'
import { githubUserApp } from '../../../infra/local/world/secrets.ts'
import { inWorld } from '../../support/in-world.ts'

const repository = 'northwind/user-api'
const here = inWorld()

const amy: GitHubRest = async (method, path, body) => {
  const person = (await here.outside.people()).find(({ name }) => name === 'amy')
  return githubRest(here.world.urls.github, person?.githubToken ?? '')(method, path, body)
}

it('shows a page where a link leads, and runs nothing that others wrote', async () => {
  const issue = await acts.openIssue(amy, repository, {
    title: '<script>alert(1)</script>',
    body: 'text <!-- marker --> & more',
  })
  const page = await fetch(issue.html_url)
  const html = await page.text()
  expect([page.status, page.headers.get('content-security-policy')]).toEqual([
    200,
    "default-src 'none'; style-src 'unsafe-inline'",
  ])
  expect(html).toContain('<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>')
  expect(html).toContain('<pre>text  &amp; more</pre>')
  expect((await fetch(`${here.world.urls.github}/${repository}/issues/9999`)).status).toBe(404)
})

it('shows a pull request as a page, as an issue and in a list, and nothing where there is none', async () => {
  const { number, html_url } = await acts.openPull(amy, repository, { title: 'A change', branch: 'a-change' })
  const page = await fetch(html_url)
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<h1>A change</h1>')])
  expect(await amy('GET', `/repos/${repository}/issues/${number}`)).toMatchObject({
    number,
    title: 'A change',
    state: 'open',
    pull_request: { html_url },
  })
  const listed = { number, title: 'A change', state: 'open', html_url }
  expect((await acts.subjectsOf(amy, repository))[0]).toEqual(listed)
  await acts.mergePull(amy, { repository, number })
  expect((await acts.subjectsOf(amy, repository))[0]).toEqual({ ...listed, state: 'merged' })
  expect((await acts.subjectsOf(amy, repository)).at(-1)).toMatchObject({ number: 1, state: 'open' })
  await expect(amy('GET', `/repos/${repository}/issues/9999`)).rejects.toThrow('404')
  await expect(acts.subjectsOf(amy, 'northwind/nope')).rejects.toThrow('404')
})

it('closes a pull request and opens it again as it does an issue', async () => {
  const folk = await residents(here.world.urls)
  const number = await folk.github.openPull('devi', repository, { title: 'Another', branch: 'another' })
  for (const [state, on] of [
    ['closed', `${repository}#${number}`],
    ['open', `${repository}#${number}`],
    ['closed', `${repository}#1`],
    ['open', `${repository}#1`],
  ] as const) {
    await folk.github.setState('devi', on, state)
    expect((await folk.issue(on)).state).toBe(state)
  }
})

it.each([
  ['amy-adeyemi', 'admin', 'admin'],
  ['gaius-okoro', 'write', 'write'],
  ['ghost', 'read', 'read'],
])('knows the permission of %s in the words of GitHub', async (login, permission, role) => {
  expect(await amy('GET', `/repos/${repository}/collaborators/${login}/permission`)).toMatchObject({
    permission,
    role_name: role,
    user: { login },
  })
})

it('knows no permission of nobody, and reads references strictly', async () => {
  await expect(amy('GET', `/repos/${repository}/collaborators/nobody-at-all/permission`)).rejects.toThrow('404')
  expect(parseReference(' northwind/user-api#12 ')).toEqual({ repository, number: 12 })
  expect(() => parseReference('user-api#12')).toThrow('"user-api#12" is no reference. Write owner/repo#12.')
})

it('takes a code only from the one who began to ask for it, and takes its token back', async () => {
  const { github } = here.world.urls
  const app = githubUserApp(here.world.secrets)
  const redirect_uri = new URL('/github/oauth', here.app.url).href
  const codeFor = async (state: string, verifier: string) => {
    const code_challenge = createHash('sha256').update(verifier).digest('base64url')
    const query = { client_id: app.clientId, redirect_uri, state, code_challenge, code_challenge_method: 'S256' }
    await fetch(`${github}/login/oauth/authorize?${new URLSearchParams(query)}`)
    const body = new URLSearchParams({ login: 'fern-li', scope: '', client_id: app.clientId, redirect_uri, state })
    const agreed = await fetch(`${github}/login/oauth/callback`, { method: 'POST', body, redirect: 'manual' })
    return new URL(agreed.headers.get('location')!).searchParams.get('code')!
  }
  const exchange = async (code: string, code_verifier: string) => {
    const { clientId: client_id, clientSecret: client_secret } = app
    const body = new URLSearchParams({ client_id, client_secret, code, redirect_uri, code_verifier })
    const headers = { accept: 'application/json' }
    return (await fetch(`${github}/login/oauth/access_token`, { method: 'POST', body, headers })).json()
  }
  const code = await codeFor('s1', 'a verifier')
  expect(await exchange(code, 'another')).toMatchObject({ error: 'bad_verification_code' })
  expect(await exchange(code, 'a verifier')).toHaveProperty('access_token')
  const gone = await fetch(`${github}/applications/${app.clientId}/token`, { method: 'DELETE' })
  expect(gone.status).toBe(204)
})

it('keeps a reaction once for each who gives it, and counts them beside the comments', async () => {
  const folk = await residents(here.world.urls)
  const id = await folk.github.comment('amy', `${repository}#1`, 'Looks good')
  const reactions = `/repos/${repository}/issues/comments/${id}/reactions`
  const first = await amy('POST', reactions, { content: 'rocket' })
  expect(await amy('POST', reactions, { content: 'rocket' })).toEqual(first)
  await folk.github.rest('devi')('POST', reactions, { content: 'rocket' })
  expect(await amy('GET', reactions)).toMatchObject([
    { content: 'rocket', user: { login: 'amy-adeyemi' } },
    { content: 'rocket', user: { login: 'devi-rao' } },
  ])
  const [comment] = (await folk.comments(`${repository}#1`)).slice(-1)
  expect(comment?.reactions).toMatchObject({ rocket: 2, eyes: 0 })
  await expect(amy('POST', reactions, { content: 'unicorn' })).rejects.toThrow('422')
  await expect(amy('POST', reactions.replace(String(id), '999999'), { content: 'eyes' })).rejects.toThrow('404')
})
