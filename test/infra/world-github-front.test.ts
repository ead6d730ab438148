import { expect, it } from 'vitest'
import { residents } from '../../infra/local/residents.ts'
import * as acts from '../../infra/local/world/github-acts.ts'
import { type GitHubRest, githubRest, parseReference } from '../../infra/local/world/github-rest.ts'
import { inWorld } from '../support/in-world.ts'

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
