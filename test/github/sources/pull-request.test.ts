import { describe, expect, it } from 'vitest'
import { pullRequest } from '../../../app/github/sources/pull-request.ts'
import type { PullWork, Work } from '../../../app/github/work.ts'
import { mergedPayload, pullPayload, SHA2 } from '../payloads.ts'

function read(payload: unknown): readonly Work[] {
  const result = pullRequest.read(payload)
  if (!result.ok) throw new Error(result.error)
  return result.value
}
const only = (payload: unknown) => read(payload)[0] as PullWork

describe('a pull request', () => {
  it('becomes a record of how it stands', () => {
    expect(read(pullPayload('opened', '09:00:00', { body: 'Completes UAPI-13' }))).toMatchInlineSnapshot(`
      [
        {
          "at": "2026-06-01T09:00:00Z",
          "by": "priya-gh",
          "described": 28484870401,
          "kind": "pull",
          "named": [
            "UAPI-12",
            "UAPI-13",
          ],
          "number": 12,
          "ordinal": 28484870401,
          "problems": [],
          "repository": {
            "fullName": "northwind/user-api",
            "id": 1001,
          },
          "resources": [],
          "sha": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
          "state": "open",
          "title": "UAPI-12 Provision the Lambda",
          "url": "https://github.com/northwind/user-api/pull/12",
        },
        {
          "installation": 7,
          "kind": "proposal",
          "number": 12,
          "repository": {
            "fullName": "northwind/user-api",
            "id": 1001,
          },
          "sha": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        },
      ]
    `)
  })

  it('takes state and time from itself and not from the action', () => {
    const closed = { state: 'closed', closed_at: '2026-06-01T09:30:00Z' }
    const states = [
      pullPayload('opened', '09:00:00'),
      pullPayload('converted_to_draft', '09:10:00', { draft: true }),
      pullPayload('closed', '09:30:00', closed),
      pullPayload('edited', '09:40:00', closed),
      mergedPayload('10:00:00'),
      mergedPayload('10:00:00', { updated_at: '2026-06-01T11:00:00Z' }),
      // A merge without its time: the emulator and old servers.
      mergedPayload('10:00:00', { merged_at: null }),
    ].map(only)
    expect(states.map(({ state, at }) => `${state} ${at}`)).toEqual([
      'open 2026-06-01T09:00:00Z',
      'draft 2026-06-01T09:10:00Z',
      'closed 2026-06-01T09:30:00Z',
      'closed 2026-06-01T09:30:00Z',
      'merged 2026-06-01T10:00:00Z',
      'merged 2026-06-01T10:00:00Z',
      'merged 2026-06-01T10:00:00Z',
    ])
  })

  it('is the act of the one who merged it, whoever edits it later', () => {
    expect(only({ ...mergedPayload('10:00:00', {}, 'dev-gh'), sender: { login: 'somebody' } }).by).toBe('dev-gh')
    expect(only(mergedPayload('10:00:00', { merged_by: null }, 'priya-gh')).by).toBe('priya-gh')
  })

  it('names the field that is not what GitHub sends', () => {
    expect(pullRequest.read(pullPayload('opened', '09:00:00', { head: { ref: 'x' } }))).toEqual({
      ok: false,
      error: 'The field pull_request.head.sha is not what GitHub sends.',
    })
    const script = pullPayload('opened', '09:00:00', { html_url: 'javascript:alert(1)' })
    expect(pullRequest.read(script)).toEqual({
      ok: false,
      error: 'The field pull_request.html_url is not what GitHub sends.',
    })
  })

  it('takes back only an earlier pull request', () => {
    const revert = (number: number) =>
      only(mergedPayload('10:00:00', { number, title: 'Revert "UAPI-12 x"', body: 'Reverts northwind/user-api#12' }))
    expect(revert(20)).toMatchObject({ reverts: 12, named: [] })
    expect(revert(12).reverts).toBeUndefined()
    expect(revert(5).reverts).toBeUndefined()
  })
})

describe('the author of a pull request', () => {
  const STRANGER = { login: 'mallory', type: 'User' }
  const FORK = { sha: SHA2, ref: 'provision', repo: { id: 666, fork: true } }
  const fork = (more: object = {}) => ({ user: STRANGER, author_association: 'NONE', head: FORK, ...more })
  const stranger = (payload: unknown) => only(payload).stranger

  it.each(['NONE', 'CONTRIBUTOR', 'FIRST_TIMER', 'FIRST_TIME_CONTRIBUTOR', 'MANNEQUIN', '', undefined])(
    'is a stranger who comes from a fork as %s',
    (author_association) => {
      expect(stranger(pullPayload('opened', '09:00:00', fork({ author_association }), 'mallory'))).toBe('mallory')
    },
  )

  it.each(['OWNER', 'MEMBER', 'COLLABORATOR'])('is none who comes from a fork as %s', (author_association) => {
    expect(stranger(pullPayload('opened', '09:00:00', fork({ author_association }), 'mallory'))).toBeUndefined()
  })

  it('is none whose branch is in the repository itself, or where the server knows no forks', () => {
    const own = { sha: SHA2, ref: 'provision', repo: { id: 1001, fork: true } }
    expect(stranger(pullPayload('opened', '09:00:00', fork({ head: own })))).toBeUndefined()
    expect(stranger(pullPayload('opened', '09:00:00'))).toBeUndefined()
  })

  it('is a stranger when the fork is gone', () => {
    expect(stranger(pullPayload('edited', '09:00:00', fork({ head: { ...FORK, repo: null } }), 'mallory'))).toBe(
      'mallory',
    )
  })

  it('is answered for by whoever merges, and by whoever else edits it afterwards', () => {
    const merged = mergedPayload('10:00:00', fork(), 'priya-gh')
    expect(stranger(merged)).toBeUndefined()
    expect(stranger({ ...merged, action: 'edited' })).toBeUndefined()
    expect(stranger({ ...merged, action: 'edited', sender: STRANGER })).toBe('mallory')
    // A maintainer's label or edit before the merge takes nothing over: the next push is the stranger's again.
    expect(stranger(pullPayload('edited', '09:00:00', fork(), 'priya-gh'))).toBe('mallory')
    expect(stranger({ ...merged, pull_request: { ...merged.pull_request, merged: false } })).toBe('mallory')
  })

  it('is not answered for by a merge that was fetched later, when the words may be others', () => {
    expect(stranger({ ...mergedPayload('10:00:00', fork(), 'priya-gh'), fetched: true })).toBe('mallory')
  })
})
