import { expect, it } from 'vitest'
import * as acts from '../../../infra/local/world/github-acts.ts'
import { runCheck } from '../../../infra/local/world/github-checks.ts'
import * as machines from '../../../infra/local/world/github-machines.ts'
import { type GitHubRest, githubRest } from '../../../infra/local/world/github-rest.ts'
import { eventually } from '../../support/eventually.ts'
import { isSignedByGitHub, type Received } from '../../support/fake-app.ts'
import { inWorld } from '../../support/in-world.ts'

const repository = 'northwind/user-api'
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/
const here = inWorld()
let branches = 0

const as =
  (name: string): GitHubRest =>
  async (method, path, body) => {
    const person = (await here.outside.people()).find((one) => one.name === name)
    return githubRest(here.world.urls.github, person?.githubToken ?? '')(method, path, body)
  }
const [amy, gaius] = [as('amy'), as('gaius')]

const pull = (title = 'UAPI-2 Users can be read') => {
  branches += 1
  return acts.openPull(gaius, repository, { title, body: 'Completes UAPI-2', branch: `uapi-2-${branches}` })
}

it('plants the seed and tells nobody of it', async () => {
  expect(await gaius('GET', `/repos/${repository}/issues/1`)).toMatchObject({
    title: 'Implement user CRUD endpoints',
    assignees: [{ login: 'gaius-okoro' }],
    user: { login: 'amy-adeyemi' },
  })
  expect(await here.outside.deliveries()).toEqual([])
})

it('delivers a webhook with a GUID, a signature over its bytes, and what GitHub puts in and the emulator does not', async () => {
  const { number, head } = await pull()
  const one = await hook('pull_request', 'opened')
  expect(isSignedByGitHub(one, here.world.secrets.github.webhookSecret)).toBe(true)
  expect(isSignedByGitHub(one, 'another secret')).toBe(false)
  expect(one.headers).toMatchObject({
    'content-type': 'application/json',
    'x-github-delivery': expect.stringMatching(GUID),
    'x-github-hook-installation-target-id': String(here.world.secrets.github.appId),
    'x-github-hook-installation-target-type': 'integration',
  })
  expect(payloadOf(one)).toMatchObject({
    action: 'opened',
    number,
    pull_request: { number, head: { sha: head.sha }, merged: false },
    repository: { id: expect.any(Number), full_name: repository, default_branch: 'main' },
    organization: { login: 'northwind' },
    sender: { login: 'gaius-okoro', type: 'User' },
    installation: { id: here.world.secrets.github.installationId },
  })
})

it('ends a check on the head of its pull request, and names both', async () => {
  const at = { repository, number: (await pull()).number }
  const { head } = await acts.readPull(gaius, at)
  await runCheck(gaius, at, 'failure', 'unit tests')
  expect(payloadOf(await hook('check_run', 'completed'))).toMatchObject({
    check_run: {
      name: 'unit tests',
      status: 'completed',
      conclusion: 'failure',
      head_sha: head.sha,
      app: { slug: 'github-actions' },
      check_suite: { head_branch: head.ref },
      pull_requests: [{ number: at.number, head: { sha: head.sha, ref: head.ref }, base: { ref: 'main' } }],
    },
    installation: { id: here.world.secrets.github.installationId },
  })
})

it('gives a pull request a new head, merges it, and reverts it as the button does', async () => {
  const opened = await pull('UAPI-3 Users can be written')
  const at = { repository, number: opened.number }
  const pushed = await acts.pushToPull(gaius, at)
  expect(payloadOf(await hook('pull_request', 'synchronize'))).toMatchObject({
    number: at.number,
    before: opened.head.sha,
    after: pushed.head.sha,
    pull_request: { head: { sha: pushed.head.sha } },
    sender: { login: 'gaius-okoro' },
  })
  const sha = await acts.mergePull(amy, at)
  expect(payloadOf(await hook('pull_request', 'closed'))).toMatchObject({
    pull_request: { number: at.number, merged: true, merge_commit_sha: sha, merged_by: { login: 'amy-adeyemi' } },
    sender: { login: 'amy-adeyemi' },
  })
  const revert = await acts.revertPull(amy, at)
  expect([revert.title, revert['body'], revert.head.ref]).toEqual([
    'Revert "UAPI-3 Users can be written"',
    `Reverts ${repository}#${at.number}`,
    `revert-${at.number}-${opened.head.ref}`,
  ])
  await acts.mergePull(amy, { repository, number: revert.number })
  await expect(gaius('GET', `/repos/${repository}/contents/changes/${opened.head.ref}.md`)).rejects.toThrow('404')
  await expect(acts.revertPull(amy, { repository, number: (await pull()).number })).rejects.toThrow('nothing to revert')
})

it('edits, closes and opens again, comments, and opens issues; each is told', async () => {
  const at = { repository, number: (await pull()).number }
  await acts.editPull(gaius, at, { body: 'Completes UAPI-9' })
  await acts.setPullState(gaius, at, 'closed')
  await acts.setPullState(gaius, at, 'open')
  const issue = await acts.openIssue(amy, repository, { title: 'Paging', assignees: ['fern-li'] })
  await acts.comment(gaius, { repository, number: issue.number }, '/codexflow why UAPI-2')
  await acts.setIssueState(amy, { repository, number: issue.number }, 'closed')
  for (const action of ['edited', 'closed', 'reopened']) await hook('pull_request', action)
  await hook('issues', 'opened')
  expect(payloadOf(await hook('issue_comment', 'created'))).toMatchObject({
    comment: { body: '/codexflow why UAPI-2', user: { login: 'gaius-okoro' } },
  })
  await hook('issues', 'closed')
})

it('deploys, says how it goes, and makes what was there before inactive where GitHub does', async () => {
  const at = { repository, number: (await pull()).number }
  await machines.deploy(gaius, repository, { environment: 'staging', ref: 'main', state: 'success' })
  const ref = await machines.commitOf(gaius, at)
  const url = 'https://staging.example'
  const sha = await machines.deploy(gaius, repository, { environment: 'staging', ref, state: 'success', url })
  expect(sha).toBe((await acts.readPull(gaius, at)).head.sha)
  expect(payloadOf(await hook('deployment', 'created'))).toMatchObject({
    deployment: { sha, ref, environment: 'staging', production_environment: false, created_at: GITHUB_TIME },
    repository: { full_name: repository },
    sender: { login: 'gaius-okoro' },
    installation: { id: here.world.secrets.github.installationId },
  })
  const states = () =>
    here.app.received
      .filter((one) => one.headers['x-github-event'] === 'deployment_status')
      .map((one) => payloadOf(one)['deployment_status'] as Record<string, unknown>)
      .map(({ state, environment_url }) => `${state} ${environment_url ?? ''}`.trim())
  await eventually(() => {
    const all = ['in_progress', 'success', 'in_progress', `success ${url}`, 'inactive']
    expect(states().toSorted()).toEqual(all.toSorted())
  })
  await machines.deploy(gaius, repository, { environment: 'production', ref: 'main', state: 'success' })
  await machines.deploy(gaius, repository, { environment: 'production', ref: 'main', state: 'failure' })
  await eventually(() => expect(states().filter((state) => state === 'failure')).toHaveLength(1))
  expect(states().filter((state) => state === 'inactive')).toHaveLength(1)
  await machines.deploy(gaius, repository, { environment: 'production', ref: 'main', state: 'inactive' })
  await eventually(() => expect(states().filter((state) => state === 'inactive')).toHaveLength(2))
  const nowhere = { environment: 'moon', ref: 'main', state: 'inactive' } as const
  await expect(machines.deploy(gaius, repository, nowhere)).rejects.toThrow('Nothing was deployed to moon')
  await expect(machines.deploy(gaius, repository, { ...nowhere, ref: 'no-branch', state: 'success' })).rejects.toThrow(
    'No ref found',
  )
})

it('sets commit statuses and publishes releases', async () => {
  const at = { repository, number: (await pull()).number }
  await machines.setStatus(gaius, at, 'failure', 'ci/build')
  const { sha } = (await acts.readPull(gaius, at)).head
  const told = await hook('status', undefined)
  expect(payloadOf(told)).toMatchObject({
    sha,
    state: 'failure',
    context: 'ci/build',
    commit: { html_url: expect.any(String) },
  })
  await machines.publishRelease(gaius, repository, 'v1.2.0')
  expect(payloadOf(await hook('release', 'published'))).toMatchObject({ release: { tag_name: 'v1.2.0', assets: [] } })
})

it('is asked what a commit holds', async () => {
  const at = { repository, number: (await pull()).number }
  const merge = await acts.mergePull(amy, at)
  const { head } = await acts.readPull(amy, at)
  const compared = async (pair: string) => {
    const answer = await gaius('GET', `/repos/${repository}/compare/${pair}?per_page=1&page=2`)
    return (answer as { readonly status: string }).status
  }
  expect([await compared(`${head.sha}...${merge}`), await compared(`${merge}...${head.sha}`)]).toEqual([
    'ahead',
    'behind',
  ])
})

const GITHUB_TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)

async function hook(event: string, action: string | undefined): Promise<Received> {
  return eventually(() => {
    const found = here.app.received.findLast(
      (one) => one.headers['x-github-event'] === event && payloadOf(one)['action'] === action,
    )
    if (found === undefined) throw new Error(`no ${event}.${action} came`)
    return found
  })
}

function payloadOf({ raw }: Received): Readonly<Record<string, unknown>> {
  return JSON.parse(raw.toString('utf8')) as Record<string, unknown>
}
