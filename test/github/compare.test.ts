import nock from 'nock'
import { afterEach, expect, it } from 'vitest'
import { githubClient } from '../../app/github/client.ts'
import { compareCommits } from '../../app/github/compare.ts'
import { silentLog } from '../../app/log.ts'
import { API, APP, tokenIsGiven } from './api.ts'

const REPOSITORY = { id: 1001, fullName: 'northwind/user-api', installation: 7 }
const contains = (commit: string, within: string) =>
  compareCommits(githubClient(APP), silentLog)(REPOSITORY, commit, within)

afterEach(() => {
  const pending = nock.pendingMocks()
  nock.cleanAll()
  expect(pending).toEqual([])
})

function github(path: string, status: number, body: object | string) {
  tokenIsGiven()
  nock(API).get(`/repos/northwind/user-api/compare/${path}`).query({ per_page: 1, page: 2 }).reply(status, body)
}

it.each([
  ['ahead', true],
  ['identical', true],
  ['behind', false],
  ['diverged', false],
])('a commit that another one is %s of: %s', async (status, expected) => {
  github('abc...def', 200, { status, ahead_by: 3, behind_by: 0, commits: [] })
  expect(await contains('abc', 'def')).toBe(expected)
})

it('a tag is asked about like a commit', async () => {
  github('abc...release%2Fv1', 200, { status: 'ahead' })
  expect(await contains('abc', 'release/v1')).toBe(true)
})

it.each([403, 404, 422])('what GitHub does not know or show (%d) is neither held nor not', async (status) => {
  github('abc...def', status, { message: 'Not for you' })
  expect(await contains('abc', 'def')).toBeUndefined()
})

it.each([
  [502, { message: 'Bad gateway' }],
  [429, { message: 'Slow down' }],
  [200, { status: 'as it were' }],
])('without an answer (%d) it is a fault, so that the delivery comes back', async (status, body) => {
  github('abc...def', status, body)
  await expect(contains('abc', 'def')).rejects.toThrow('GitHub could not be asked what a commit holds')
})
