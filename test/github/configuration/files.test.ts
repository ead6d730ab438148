import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { githubClient } from '../../../app/github/client.ts'
import { compareCommits } from '../../../app/github/compare.ts'
import { configurationFiles } from '../../../app/github/configuration/files.ts'
import { MAX_BYTES } from '../../../app/github/configuration/read.ts'
import { API, APP, tokenIsGiven } from '../api.ts'

const AT = { repository: 'northwind/user-api', installation: 7 }
const REPO = '/repos/northwind/user-api'
const A = 'a'.repeat(40)
const files = () => {
  const client = githubClient(APP)
  return configurationFiles(client, compareCommits(client, APP.log))
}
const get = (path: string, query: object = {}) =>
  nock(API)
    .get(`${REPO}${path}`)
    .query(query as Record<string, string>)

beforeEach(() => void tokenIsGiven())
afterEach(() => {
  const pending = nock.pendingMocks()
  nock.cleanAll()
  expect(pending).toEqual([])
})

describe('the present commit of a repository', () => {
  const head = () => get('/commits', { per_page: 1 })

  it('is the newest of its default branch', async () => {
    head().reply(200, [{ sha: A }])
    expect(await files().head(AT)).toBe(A)
  })

  it.each([
    [409, 'Git Repository is empty.', 'empty'],
    [404, 'Not Found', 'hidden'],
    [403, 'Resource not accessible by integration', 'hidden'],
    [451, 'Repository access blocked', 'hidden'],
  ])('is told by %i %s', async (status, message, outcome) => {
    head().reply(status, { message })
    expect(await files().head(AT)).toBe(outcome)
  })

  it.each([
    [403, { message: 'API rate limit exceeded' }],
    [429, { message: 'Too many' }],
    [500, {}],
  ])('is unknown after %i: whatever asked comes back', async (status, answer) => {
    head().reply(status, answer)
    await expect(files().head(AT)).rejects.toThrow()
  })
})

describe('a file', () => {
  const asked = () => get('/contents/.github/codexflow.yml', { ref: A })
  const encoded = (text: string) => ({
    type: 'file',
    sha: 'blob1',
    size: text.length,
    encoding: 'base64',
    content: Buffer.from(text)
      .toString('base64')
      .replace(/(.{60})/g, '$1\n'),
  })
  const file = () => files().file(AT, '.github/codexflow.yml', A)

  it('is read as it stands in that commit', async () => {
    asked().reply(200, encoded(`name: ${'é'.repeat(100)}\n`))
    expect(await file()).toEqual({ blob: 'blob1', text: `name: ${'é'.repeat(100)}\n` })
  })

  it('that is too large is known by its length, also where GitHub sends none of it', async () => {
    asked().reply(200, { ...encoded(''), size: 5_000_000, encoding: 'none', content: '' })
    expect((await file())?.text).toHaveLength(MAX_BYTES + 1)
  })

  it.each([
    ['is missing', 404, { message: 'Not Found' }],
    ['is a folder', 200, []],
    ['is a submodule', 200, { type: 'submodule', sha: 'x', size: 0 }],
  ])('is none where it %s', async (_, status, answer) => {
    asked().reply(status, answer)
    expect(await file()).toBeUndefined()
  })

  it('is not taken for missing because of a limit or a refusal', async () => {
    asked().reply(403, { message: 'Resource not accessible by integration' })
    await expect(file()).rejects.toThrow()
  })
})

it('looks through the files of a pull request until it has found one, also where it stood before', async () => {
  const page = (number: number) => get('/pulls/12/files', { per_page: 100, page: number })
  const others = Array.from({ length: 100 }, (_, index) => ({ filename: `src/${index}.ts` }))
  page(1).reply(200, others)
  page(2).reply(200, [{ filename: 'x.yml', previous_filename: '.github/codexflow.yml' }])
  expect(await files().changes(AT, 12, ['.github/codexflow.yml'])).toBe(true)
  tokenIsGiven()
  page(1).reply(200, [{ filename: 'codexflow.yml' }])
  expect(await files().changes(AT, 12, ['.github/codexflow.yml'])).toBe(false)
})

it('knows the pull requests that brought a commit, or that nobody says', async () => {
  get(`/commits/${A}/pulls`).reply(200, [{ title: 'T', body: null, head: { ref: 'x' } }])
  expect(await files().pullsOf(AT, A)).toEqual([{ title: 'T', body: '', branch: 'x' }])
  tokenIsGiven()
  get(`/commits/${A}/pulls`).reply(422, { message: 'No commit found' })
  expect(await files().pullsOf(AT, A)).toEqual([])
})
