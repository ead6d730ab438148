import { describe, expect, it } from 'vitest'
import { sourceOf } from '../../../app/github/sources/registry.ts'
import type { CommandWork } from '../../../app/github/work.ts'
import { MAX_COMMAND } from '../../../app/verbs/asked.ts'
import { commentPayload, SAID_AT } from '../payloads.ts'
import { REPOSITORY } from '../world.ts'

function commands(
  name: string,
  payload: { readonly action: string; readonly [field: string]: unknown },
): CommandWork[] {
  const source = sourceOf(name, payload.action)!
  const read = source.read(payload)
  if (!read.ok) throw new Error(read.error)
  return read.value.flatMap((work) => (work.kind === 'command' ? [work] : []))
}

const inComment = (body: string, more: object = {}) => commands('issue_comment', { ...commentPayload(body), ...more })
const lines = (body: string) => inComment(body).flatMap((work) => work.lines)

const SPOKEN = { login: 'dev-gh', repository: { id: 1001, fullName: 'northwind/user-api' }, at: SAID_AT, named: [] }

describe('commands in comments', () => {
  it('are the lines that begin with /codexflow, in their order', () => {
    expect(inComment('Hello!\n/codexflow done UAPI-1\nThanks.\r\n/CodexFlow   why \n/codexflow')).toEqual([
      { kind: 'command', ...SPOKEN, place: { kind: 'comment', id: 77, number: 5 }, lines: ['done UAPI-1', 'why', ''] },
    ])
  })

  it.each([
    ['in the middle of a line', 'please /codexflow why'],
    ['in the name of something else', '/codexflows why'],
    ['quoted', '> /codexflow why'],
    ['in our own words', '> `/codexflow why`\n\nTo begin: `/codexflow start UAPI-1`'],
    ['indented as code', '    /codexflow why'],
    ['in a fence', '```\n/codexflow why\n```'],
    ['in a fence whose first line holds what ends a line elsewhere', '```sh\u2028\n/codexflow why\n```'],
    ['in a hidden comment', '<!--\n/codexflow why\n-->'],
    ['bringing a code, which is another affair', '/codexflow link ABCD-1234'],
  ])('are none %s', (_, body) => expect(lines(body)).toEqual([]))

  it('are six at most: five to do, and one to say so', () => {
    expect(lines('/codexflow mine\n'.repeat(9))).toHaveLength(6)
  })

  it('are cut where they are too long to be meant, and never in the middle of a character', () => {
    const [long = ''] = lines(`/codexflow done ${'😀'.repeat(20_000)}`)
    expect([long.length, long.isWellFormed()]).toEqual([MAX_COMMAND + 1, true])
    const all = lines(`/codexflow ${'\u0001'.repeat(10_000)}\n`.repeat(6))
    expect(Buffer.byteLength(JSON.stringify(all))).toBeLessThan(200_000)
  })

  it.each([
    ['of a bot', commentPayload('/codexflow why', { type: 'Bot' })],
    ['of our own', commentPayload('/codexflow why', { sender: 'codexflow[bot]' })],
    ['that somebody put into another’s mouth', commentPayload('/codexflow why', { author: 'somebody-else' })],
    ['of an app that writes in a person’s name', through({ performed_via_github_app: { id: 1 } })],
    ['that may have been changed since', { ...through({ updated_at: '2026-06-02T08:00:00Z' }), fetched: true }],
    ['that nobody dates', through({ created_at: null })],
  ])('are none %s', (_, payload) => expect(commands('issue_comment', payload)).toEqual([]))

  it('stand on lines of a pull request and in reviews as well', () => {
    const { comment: _, issue: __, ...rest } = commentPayload('')
    const user = { login: 'dev-gh', type: 'User' }
    const said = { id: 78, body: '/codexflow done', user, author_association: 'MEMBER' }
    const pull_request = { number: 12, title: 'UAPI-99 by a stranger' }
    expect([
      ...commands('pull_request_review_comment', { ...rest, pull_request, comment: { ...said, created_at: SAID_AT } }),
      ...commands('pull_request_review', {
        ...{ ...rest, action: 'submitted', pull_request },
        review: { ...said, submitted_at: SAID_AT },
      }),
    ]).toEqual([
      { kind: 'command', ...SPOKEN, place: { kind: 'line', id: 78, number: 12 }, lines: ['done'] },
      { kind: 'command', ...SPOKEN, place: { kind: 'review', id: 78, number: 12 }, lines: ['done'] },
    ])
  })

  it.each(['NONE', 'CONTRIBUTOR', 'FIRST_TIMER', null, undefined])('know a stranger: %s', (author_association) => {
    expect(commands('issue_comment', through({ author_association }))[0]?.isStranger).toBe(true)
  })

  it('know somebody from outside of the organisation', () => {
    const outside = { ...through({ author_association: 'COLLABORATOR' }) }
    const owned = { ...REPOSITORY, owner: { type: 'Organization' } }
    expect(commands('issue_comment', { ...outside, repository: owned })[0]?.isOutside).toBe(true)
    expect(commands('issue_comment', outside)[0]?.isOutside).toBeUndefined()
  })

  it.each([
    ['its author belongs here', { author_association: 'MEMBER' }, ['UAPI-12']],
    ['its author is a stranger', { author_association: 'NONE' }, []],
    ['it is a pull request, whose tasks the index knows', { author_association: 'MEMBER', pull_request: {} }, []],
  ])('take the tasks that an issue names where %s', (_, more, named) => {
    const issue = { number: 5, title: 'UAPI-12 leaks', ...more }
    expect(inComment('/codexflow why', { issue })[0]?.named).toEqual(named)
  })

  it('are let in at the door by a word of ours, and nothing else is', () => {
    const source = sourceOf('issue_comment', 'created')!
    expect([
      source.concerns(commentPayload('/codexflow why')),
      source.concerns(commentPayload('nice work')),
      source.concerns(commentPayload('/codexflow why', { type: 'Bot' })),
    ]).toEqual([true, false, false])
  })

  it('are none where a comment is edited into one', () => {
    expect(commands('issue_comment', { ...commentPayload('/codexflow why'), action: 'edited' })).toEqual([])
  })
})

function through(more: object) {
  const payload = commentPayload('/codexflow why')
  return { ...payload, comment: { ...payload.comment, ...more } }
}
