import { describe, expect, it } from 'vitest'
import { sourceOf } from '../../../app/github/sources/registry.ts'
import { githubExamples } from '../../support/github-examples.ts'
import { reviewPayload, reviewRequestPayload } from '../payloads.ts'

function work(name: string, payload: { readonly action: string }) {
  const read = sourceOf(name, payload.action)!.read(payload)
  if (!read.ok) throw new Error(read.error)
  return read.value
}
const review = (...args: Parameters<typeof reviewPayload>) => work('pull_request_review', reviewPayload(...args))

describe('a review', () => {
  it('becomes the word of its author', () => {
    expect(review('submitted', 'changes_requested', '09:01:00')).toMatchInlineSnapshot(`
      [
        {
          "at": "2026-06-01T09:01:00Z",
          "by": "fern",
          "kind": "review",
          "login": "fern",
          "number": 12,
          "ordinal": 28484871365,
          "repository": {
            "fullName": "northwind/user-api",
            "id": 1001,
          },
          "state": "changes-requested",
          "url": "https://github.com/northwind/user-api/pull/12#pullrequestreview-78",
        },
      ]
    `)
  })

  it('that is dismissed is by whoever dismisses it, of its own time, and outranks what it said', () => {
    const [said, over] = [
      review('submitted', 'approved', '09:01:00'),
      review('dismissed', 'dismissed', '09:01:00', { sender: 'priya-gh' }),
    ]
    expect(over).toMatchObject([{ state: 'dismissed', login: 'fern', by: 'priya-gh' }])
    const ordinalOf = ([first]: typeof said) => (first as { ordinal: number }).ordinal
    expect(ordinalOf(over)).toBeGreaterThan(ordinalOf(said))
  })

  it('says the same when its words are edited', () => {
    expect(review('edited', 'approved', '09:01:00')).toEqual(review('submitted', 'approved', '09:01:00'))
  })

  it('may say commands as well, which editing does not say again', () => {
    const kinds = (action: string) =>
      review(action, 'commented', '09:01:00', { body: '/codexflow why' }).map(({ kind }) => kind)
    expect([kinds('submitted'), kinds('edited')]).toEqual([['review', 'command'], ['review']])
  })

  it('of the author is none: they answer on a line of their own', () => {
    expect(review('submitted', 'commented', '09:01:00', { sender: 'priya-gh', author: 'priya-gh' })).toEqual([])
  })

  it('is marked where it is by a machine, or by somebody for whom nobody vouches', () => {
    const marks = [
      review('submitted', 'approved', '09:01:00', { association: 'NONE' }),
      review('submitted', 'approved', '09:01:00', { association: 'CONTRIBUTOR' }),
      review('submitted', 'approved', '09:01:00', { association: 'NONE', sender: 'reviewer[bot]', type: 'Bot' }),
      review('submitted', 'approved', '09:01:00', { association: 'COLLABORATOR' }),
    ]
    expect(marks.map(([first]) => first)).toMatchObject([
      { isStranger: true },
      { isStranger: true },
      { isBot: true },
      { login: 'fern' },
    ])
    expect(marks.flat().map((each) => ['isStranger' in each, 'isBot' in each])).toEqual([
      [true, false],
      [true, false],
      [false, true],
      [false, false],
    ])
  })

  it.each(['pending', 'whatever comes next', ''])('that is %j says nothing', (state) => {
    expect(review('submitted', state, '09:01:00')).toEqual([])
  })
})

describe('a request for a review', () => {
  it('names whose it is, and who asks', () => {
    const asked = work('pull_request', reviewRequestPayload('review_requested', '09:00:00', { reviewer: 'quinn' }))
    expect(asked).toMatchInlineSnapshot(`
      [
        {
          "at": "2026-06-01T09:00:00Z",
          "by": "priya-gh",
          "kind": "review",
          "login": "quinn",
          "number": 12,
          "ordinal": 28484870401,
          "repository": {
            "fullName": "northwind/user-api",
            "id": 1001,
          },
          "state": "asked",
          "url": "https://github.com/northwind/user-api/pull/12",
        },
      ]
    `)
  })

  it('may name a team', () => {
    const payload = reviewRequestPayload('review_request_removed', '09:00:00', { team: 'web' })
    expect(work('pull_request', payload)).toMatchObject([
      { kind: 'review', state: 'withdrawn', login: 'northwind/web', isTeam: true },
    ])
  })

  it('that names nobody asks nobody', () => {
    expect(work('pull_request', reviewRequestPayload('review_requested', '09:00:00', {}))).toEqual([])
  })
})

it('the examples that GitHub publishes are read', () => {
  const said = githubExamples.flatMap(({ name, payload }) => {
    const { action = '' } = payload as { readonly action?: string }
    const isAbout = name === 'pull_request_review' || action.startsWith('review_request')
    return isAbout ? [[name, action, work(name, { ...payload, action })]] : []
  })
  expect(said).toMatchInlineSnapshot(`
    [
      [
        "pull_request",
        "review_request_removed",
        [
          {
            "at": "2019-05-15T15:20:33Z",
            "by": "Codertocat",
            "byId": 21031067,
            "id": 5346,
            "kind": "review",
            "login": "octocat",
            "number": 2,
            "ordinal": 24926938130,
            "repository": {
              "fullName": "Codertocat/Hello-World",
              "id": 186853002,
            },
            "state": "withdrawn",
            "url": "https://github.com/Codertocat/Hello-World/pull/2",
          },
        ],
      ],
      [
        "pull_request",
        "review_requested",
        [
          {
            "at": "2019-05-15T15:20:33Z",
            "by": "Codertocat",
            "byId": 21031067,
            "id": 5346,
            "kind": "review",
            "login": "octocat",
            "number": 2,
            "ordinal": 24926938129,
            "repository": {
              "fullName": "Codertocat/Hello-World",
              "id": 186853002,
            },
            "state": "asked",
            "url": "https://github.com/Codertocat/Hello-World/pull/2",
          },
        ],
      ],
      [
        "pull_request_review",
        "submitted",
        [],
      ],
      [
        "pull_request_review",
        "dismissed",
        [],
      ],
      [
        "pull_request_review",
        "submitted",
        [],
      ],
      [
        "pull_request_review",
        "submitted",
        [],
      ],
    ]
  `)
})
