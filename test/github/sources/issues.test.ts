import { describe, expect, it } from 'vitest'
import type { IssueWork } from '../../../app/github/issue-work.ts'
import { issueDependencies } from '../../../app/github/sources/issue-dependencies.ts'
import { issues } from '../../../app/github/sources/issues.ts'
import { subIssues } from '../../../app/github/sources/sub-issues.ts'
import { githubExamples } from '../../support/github-examples.ts'
import { closedIssuePayload, dependencyPayload, issuePayload, subIssuePayload, WEB } from '../payloads.ts'

const only = (payload: unknown) => {
  const result = issues.read(payload)
  if (!result.ok) throw new Error(result.error)
  return result.value[0] as IssueWork
}

describe('an issue', () => {
  it('becomes a record of how it stands', () => {
    const labels = [{ name: 'phase: frontend' }, { name: 'bug' }]
    const assignees = [{ login: 'priya-gh', id: 12 }]
    expect(only(issuePayload('opened', '09:00:00', { labels, assignees }))).toMatchInlineSnapshot(`
      {
        "assignees": [
          {
            "id": 12,
            "login": "priya-gh",
          },
        ],
        "at": "2026-06-01T09:00:00Z",
        "author": {
          "isBot": false,
          "login": "dev-gh",
        },
        "createdAt": "2026-06-01T08:00:00Z",
        "isOpen": true,
        "isRenamed": false,
        "isVouchedFor": true,
        "kind": "issue",
        "labels": [
          "phase: frontend",
          "bug",
        ],
        "number": 7,
        "ordinal": 28484870401,
        "phase": "frontend",
        "repository": {
          "fullName": "northwind/user-api",
          "id": 1001,
        },
        "sender": {
          "login": "dev-gh",
        },
        "title": "Build the endpoint",
      }
    `)
  })

  it('was closed by whoever closes it, and how; seen later, nobody says by whom', () => {
    const closings = [
      closedIssuePayload('10:00:00'),
      closedIssuePayload('10:00:00', 'not_planned'),
      closedIssuePayload('10:00:00', 'duplicate'),
      { ...closedIssuePayload('10:00:00', 'completed', { updated_at: '2026-06-01T11:00:00Z' }), action: 'edited' },
    ].map((payload) => only(payload).closed)
    expect(closings.map((closed) => `${closed?.how} by ${closed?.by?.login}`)).toEqual([
      'completed by dev-gh',
      'not-planned by dev-gh',
      'not-planned by dev-gh',
      'completed by undefined',
    ])
    // The same closing, of which more is known.
    expect(closings[0]!.ordinal - closings[3]!.ordinal).toBe(1)
  })

  it('that was deleted is not planned any more', () => {
    expect(only(issuePayload('deleted', '10:00:00'))).toMatchObject({ isOpen: false, closed: { how: 'not-planned' } })
  })

  it('says what has just been done to it', () => {
    const assigned = only(issuePayload('assigned', '10:00:00', {}, { assignee: { login: 'priya-gh' } }))
    const renamed = only(issuePayload('edited', '10:00:00', {}, { changes: { title: { from: 'Build' } } }))
    const edited = only(issuePayload('edited', '10:00:00', {}, { changes: { body: { from: '' } } }))
    const reopened = only(issuePayload('reopened', '10:00:00'))
    expect([assigned.assignment, renamed.isRenamed, edited.isRenamed, reopened.reopened]).toEqual([
      { who: { login: 'priya-gh' }, assigned: true },
      true,
      false,
      { ordinal: reopened.ordinal + 13 },
    ])
  })

  it('that moved says where to, and where it arrives, where from', () => {
    const changes = { new_issue: { number: 3 }, new_repository: WEB }
    const moved = issues.read(issuePayload('transferred', '10:00:00', {}, { changes }))
    expect(moved).toMatchObject({
      ok: true,
      value: [{ kind: 'issue-moved', number: 7, to: { repository: { id: WEB.id }, number: 3 } }],
    })
    const arrived = { old_issue: { number: 3 }, old_repository: WEB }
    expect(only(issuePayload('opened', '10:00:00', {}, { changes: arrived })).from).toEqual({
      repository: { id: WEB.id, fullName: WEB.full_name },
      number: 3,
    })
  })

  it('has a title that can be shown, whatever stands in it', () => {
    const titles = ['  two\nlines\u202E ', ' \u200B ', 'x'.repeat(300)].map((title) => {
      return only(issuePayload('opened', '09:00:00', { title })).title
    })
    expect(titles).toEqual(['two lines', 'Issue 7', `${'x'.repeat(199)}…`])
  })

  it('is vouched for by GitHub, or by nobody', () => {
    const stranger = { author_association: 'NONE' }
    const publicly = { repository: { id: 1001, full_name: 'northwind/user-api', private: false } }
    expect([
      only(issuePayload('opened', '09:00:00', stranger)).isVouchedFor,
      only(issuePayload('opened', '09:00:00', stranger, publicly)).isVouchedFor,
      only(issuePayload('opened', '09:00:00', {}, publicly)).isVouchedFor,
    ]).toEqual([true, false, true])
  })

  it('that is a pull request is none', () => {
    expect(issues.read(issuePayload('opened', '09:00:00', { pull_request: { url: 'x' } }))).toEqual({
      ok: true,
      value: [],
    })
  })

  it('names the field that is not what GitHub sends', () => {
    expect(issues.read(issuePayload('opened', '09:00:00', { updated_at: 'soon' }))).toEqual({
      ok: false,
      error: 'The field issue.updated_at is not what GitHub sends.',
    })
  })

  it('is read in every example that GitHub publishes', () => {
    const read = githubExamples
      .filter(
        ({ name, payload }) => name === 'issues' && issues.actions.includes((payload as { action: string }).action),
      )
      .map(({ payload }) => issues.read(payload))
    expect([read.length, read.filter(({ ok }) => !ok)]).toEqual([19, []])
  })
})

describe('an edge between issues', () => {
  it('reads the same from either side', () => {
    const [one, other] = [{ number: 7 }, { number: 3, repository: WEB }]
    const told = [
      issueDependencies.read(dependencyPayload('blocked_by_added', '10:00:00', one, other)),
      issueDependencies.read(dependencyPayload('blocking_added', '10:00:00', one, other)),
      subIssues.read(subIssuePayload('sub_issue_added', '10:00:00', one, other)),
      subIssues.read(subIssuePayload('parent_issue_added', '10:00:00', one, other)),
    ].map((read) => (read.ok ? read.value[0] : read.error))
    const edge = {
      kind: 'issue-edge',
      dependent: { repository: { id: 1001, fullName: 'northwind/user-api' }, number: 7 },
      blocker: { repository: { id: 1002, fullName: 'northwind/web' }, number: 3 },
      present: true,
      sender: { login: 'dev-gh' },
    }
    expect(told).toMatchObject([
      { ...edge, tie: 'dependency' },
      { ...edge, tie: 'dependency' },
      { ...edge, tie: 'sub-issue' },
      { ...edge, tie: 'sub-issue' },
    ])
  })

  it('that is gone outranks that it is there, of one second', () => {
    const ordinals = ['blocked_by_added', 'blocked_by_removed'].map((action) => {
      const read = issueDependencies.read(dependencyPayload(action, '10:00:00', { number: 7 }, { number: 8 }))
      const [edge] = read.ok ? read.value : []
      return edge?.kind === 'issue-edge' ? [edge.present, edge.ordinal] : []
    })
    expect(ordinals.map(([present]) => present)).toEqual([true, false])
    expect(Number(ordinals[1]?.[1]) - Number(ordinals[0]?.[1])).toBe(1)
  })
})
