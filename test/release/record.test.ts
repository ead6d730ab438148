import nock from 'nock'
import { afterEach, describe, expect, it } from 'vitest'
import { githubBook } from '../../infra/release/record/github.ts'
import { notesOf } from '../../infra/release/record/notes.ts'
import { record } from '../../infra/release/record/record.ts'

const API = 'https://api.github.com'
const REPO = '/repos/northwind/codexflow'
const released = {
  environment: 'production',
  sha: 'b'.repeat(40),
  release: 'bbbbbbbbbbbb',
  version: '0.1.0',
  url: 'https://codexflow.example.com',
} as const
const book = () => githubBook(API, 'northwind/codexflow', 'a-token')
const before = { id: 7, sha: 'a'.repeat(40) }
const github = () => nock(API, { reqheaders: { authorization: 'Bearer a-token' } })
const history = (state: string) =>
  github()
    .get(`${REPO}/deployments?environment=production&per_page=20`)
    .reply(200, [before])
    .get(`${REPO}/deployments/7/statuses?per_page=1`)
    .reply(200, [{ state }])

afterEach(() => {
  const left = nock.pendingMocks()
  nock.cleanAll()
  expect(left).toEqual([])
})

describe('a release on record', () => {
  it('is a tag with notes since the one before, and a deployment that went well', async () => {
    history('success')
    const commits = [
      { sha: 'c'.repeat(40), commit: { message: 'Mend the door\n\nIt stuck.' }, parents: [{}] },
      { sha: 'd'.repeat(40), commit: { message: 'Merge pull request #7' }, parents: [{}, {}] },
    ]
    github().get(`${REPO}/compare/${before.sha}...${released.sha}?per_page=250`).reply(200, { commits })
    const notes = 'Since aaaaaaaaaaaa:\n\n- Mend the door (ccccccc)'
    github()
      .post(`${REPO}/releases`, {
        tag_name: 'v0.1.0-bbbbbbbbbbbb',
        target_commitish: released.sha,
        name: 'v0.1.0-bbbbbbbbbbbb',
        body: notes,
      })
      .reply(201, {})
    github()
      .post(`${REPO}/deployments`, (body) => body.ref === released.sha && body.production_environment === true)
      .reply(201, { id: 8 })
      .post(
        `${REPO}/deployments/8/statuses`,
        (body) => body.state === 'success' && body.environment_url === released.url,
      )
      .reply(201, {})
    expect(await record(released, book())).toBe(
      `bbbbbbbbbbbb is on record in production, as v0.1.0-bbbbbbbbbbbb.\n\n${notes}`,
    )
  })

  it('is there already, and nothing is done twice', async () => {
    history('success')
    expect(await record({ ...released, sha: before.sha }, book())).toBe(
      'bbbbbbbbbbbb is on record in production already.',
    )
  })

  it('goes on where it broke off: the tag is there, the deployment is not', async () => {
    history('failure')
    github()
      .post(`${REPO}/releases`)
      .reply(422, { errors: [{ code: 'already_exists', field: 'tag_name' }] })
    github().post(`${REPO}/deployments`).reply(201, { id: 8 }).post(`${REPO}/deployments/8/statuses`).reply(201, {})
    expect(await record(released, book())).toContain('The first release that is on record.')
  })

  it('of staging has no tag', async () => {
    github().get(`${REPO}/deployments?environment=staging&per_page=20`).reply(200, [])
    github().post(`${REPO}/deployments`).reply(201, { id: 8 }).post(`${REPO}/deployments/8/statuses`).reply(201, {})
    expect(await record({ ...released, environment: 'staging' }, book())).toMatch(
      /^bbbbbbbbbbbb is on record in staging\./,
    )
  })

  it.each([
    [403, { message: 'Resource not accessible by personal access token' }],
    [500, 'oops'],
  ])('says what GitHub says, and never the token (%i)', async (status, body) => {
    github().get(`${REPO}/deployments?environment=production&per_page=20`).reply(status, body)
    const failed = await record(released, book()).catch((error: Error) => error.message)
    expect(failed).toContain(`GitHub answers ${status} to GET /deployments`)
    expect(failed).not.toContain('a-token')
  })
})

describe('notes', () => {
  it('are bounded, and say how much they leave out', () => {
    const commits = Array.from({ length: 130 }, (_, index) => ({
      sha: `${index}`,
      message: `Change ${index}`,
      parents: 1,
    }))
    const notes = notesOf(commits, 'a'.repeat(40)).split('\n')
    expect(notes).toHaveLength(103)
    expect([notes[2], notes.at(-1)]).toEqual(['- Change 129 (129)', '- and 30 more'])
  })

  it('say so where nothing has changed', () => {
    expect(notesOf([], 'a'.repeat(40))).toBe('Since aaaaaaaaaaaa:\n\n- no changes')
  })
})
