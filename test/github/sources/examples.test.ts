import examples from '@octokit/webhooks-examples/api.github.com/index.json' with { type: 'json' }
import { describe, expect, it } from 'vitest'
import { act } from '../../../app/github/act.ts'
import { actsOn, listensTo, sourceOf, sources } from '../../../app/github/sources/registry.ts'
import type { Fields } from '../../../app/untrusted.ts'
import {
  checkPayload,
  closedIssuePayload,
  commentPayload,
  dependencyPayload,
  deploymentPayload,
  pullPayload,
  releasePayload,
  reviewPayload,
  reviewRequestPayload,
  SHA2,
  statusPayload,
  subIssuePayload,
  suitePayload,
  workflowPayload,
} from '../payloads.ts'
import { world } from '../world.ts'

// Recorded payloads of GitHub: https://github.com/octokit/webhooks (payload-examples).
type Example = { readonly name: string; readonly examples: readonly Fields[] }
const corpus = examples as unknown as readonly Example[]
const payloads = corpus.flatMap(({ name, examples }) => examples.map((payload) => ({ name, payload })))

const actionOf = (payload: Fields) => (typeof payload['action'] === 'string' ? payload['action'] : undefined)

describe('every recorded payload of GitHub', () => {
  it('is read, or belongs to nobody', async () => {
    const seen: Record<string, number> = {}
    for (const { name, payload } of payloads) {
      const source = sourceOf(name, actionOf(payload))
      const read = source?.read(payload)
      const kinds = read === undefined ? 'ignored' : read.ok ? read.value.map(({ kind }) => kind).join() : read.error
      const line = listensTo(name) ? `${name}.${actionOf(payload)}: ${kinds}` : 'other events'
      seen[line] = (seen[line] ?? 0) + 1
    }
    expect(seen).toMatchInlineSnapshot(`
      {
        "check_run.completed: check": 3,
        "check_run.created: check": 3,
        "check_run.requested_action: ": 1,
        "check_run.rerequested: check": 2,
        "check_suite.completed: ": 4,
        "check_suite.requested: ignored": 3,
        "check_suite.rerequested: ": 2,
        "deployment.created: deployment": 4,
        "deployment_status.created: deployment": 4,
        "installation.created: life": 2,
        "installation.deleted: life": 2,
        "installation.new_permissions_accepted: life": 1,
        "installation.suspend: life": 1,
        "installation.unsuspend: life": 1,
        "installation_repositories.added: life": 2,
        "installation_repositories.removed: life": 1,
        "issue_comment.created: ": 5,
        "issue_comment.deleted: ignored": 2,
        "issue_comment.edited: ": 2,
        "issues.assigned: issue": 3,
        "issues.deleted: issue": 1,
        "issues.demilestoned: ignored": 2,
        "issues.edited: issue": 3,
        "issues.labeled: issue": 2,
        "issues.locked: ignored": 2,
        "issues.milestoned: ignored": 2,
        "issues.opened: issue": 4,
        "issues.pinned: ignored": 1,
        "issues.reopened: issue": 1,
        "issues.transferred: issue-moved": 1,
        "issues.unassigned: issue": 2,
        "issues.unlabeled: issue": 2,
        "issues.unlocked: ignored": 2,
        "issues.unpinned: ignored": 1,
        "other events": 175,
        "pull_request.assigned: ignored": 2,
        "pull_request.closed: pull": 2,
        "pull_request.converted_to_draft: pull": 3,
        "pull_request.labeled: ignored": 2,
        "pull_request.locked: ignored": 2,
        "pull_request.opened: pull": 1,
        "pull_request.opened: pull,proposal": 3,
        "pull_request.ready_for_review: pull": 3,
        "pull_request.reopened: pull,proposal": 2,
        "pull_request.review_request_removed: review": 1,
        "pull_request.review_requested: review": 1,
        "pull_request.synchronize: pull,proposal": 1,
        "pull_request.unassigned: ignored": 2,
        "pull_request.unlabeled: ignored": 2,
        "pull_request.unlocked: ignored": 2,
        "pull_request_review.dismissed: ": 1,
        "pull_request_review.submitted: ": 3,
        "pull_request_review_comment.created: ": 3,
        "pull_request_review_comment.deleted: ignored": 1,
        "pull_request_review_comment.edited: ignored": 1,
        "push.undefined: ": 5,
        "push.undefined: push": 2,
        "release.created: ignored": 3,
        "release.deleted: ignored": 2,
        "release.edited: ignored": 2,
        "release.prereleased: ignored": 2,
        "release.published: release": 3,
        "release.released: ignored": 1,
        "repository.created: ignored": 2,
        "repository.edited: ignored": 2,
        "repository.privatized: life": 2,
        "repository.publicized: life": 3,
        "repository.renamed: life": 1,
        "repository.transferred: life": 3,
        "status.undefined: check": 4,
        "workflow_run.completed: check": 3,
        "workflow_run.requested: check": 2,
      }
    `)
  })

  it('changes nothing where nobody has connected the repository', async () => {
    for (const { name, payload } of payloads) {
      const read = sourceOf(name, actionOf(payload))?.read(payload)
      const stage = world()
      for (const work of read?.ok ? read.value : []) {
        await act(stage.ports, work, async () => expect.unreachable('nobody is answered'))
      }
      expect([...stage.tasks.values()].map(({ version }) => version)).toEqual([1])
    }
  })
})

const LEAVES: readonly unknown[] = [undefined, null, 7, -1, '', 'text', true, {}, [], 'x'.repeat(3000)]

/** The payload with each of its fields, at any depth, replaced by something else. */
function* broken(value: unknown): Generator<unknown> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, child] of Object.entries(value)) {
    for (const leaf of LEAVES) yield { ...value, [key]: leaf }
    for (const inner of broken(child)) yield { ...value, [key]: inner }
  }
}

describe.each([
  ['pull_request', pullPayload('opened', '09:00:00', { body: 'Task: UAPI-13' })],
  ['check_run', checkPayload('completed', '09:00:00')],
  ['pull_request_review', reviewPayload('submitted', 'approved', '09:00:00', { body: '/codexflow why' })],
  ['pull_request', reviewRequestPayload('review_requested', '09:00:00', { reviewer: 'quinn', team: 'web' })],
  ['workflow_run', workflowPayload('completed', '09:00:00')],
  ['check_suite', suitePayload('completed', '09:00:00')],
  ['status', statusPayload('failure', '09:00:00')],
  ['deployment', deploymentPayload('', '09:00:00', { sha: SHA2 })],
  ['deployment_status', deploymentPayload('success', '09:00:00', { sha: SHA2 })],
  ['release', releasePayload('v1', '09:00:00', ['x.zip'])],
  ['issue_comment', commentPayload('/codexflow link ABCD-1234')],
  [
    'issues',
    closedIssuePayload('09:00:00', 'completed', { labels: [{ name: 'qa' }], assignees: [{ login: 'dev-gh' }] }),
  ],
  ['issue_dependencies', dependencyPayload('blocked_by_added', '09:00:00', { number: 7 }, { number: 8 })],
  ['sub_issues', subIssuePayload('sub_issue_added', '09:00:00', { number: 7 }, { number: 8 })],
  ['installation', { action: 'created', installation: { id: 7 }, repositories: [{ id: 1001 }] }],
  [
    'installation_repositories',
    {
      ...{ action: 'added', installation: { id: 7 } },
      ...{ repositories_added: [{ id: 1001 }], repositories_removed: [{ id: 1002 }] },
    },
  ],
  [
    'repository',
    { action: 'renamed', installation: { id: 7 }, repository: { id: 1001, full_name: 'northwind/user-api' } },
  ],
])('%s', (name, whole) => {
  it('never throws, whichever field is missing or of another type', async () => {
    const outcomes = new Set<string>()
    for (const payload of broken(whole)) {
      const fields = payload as Fields
      expect(typeof actsOn(name, actionOf(fields), fields)).toBe('boolean')
      const read = sourceOf(name, actionOf(whole))!.read(payload)
      outcomes.add(read.ok ? 'read' : read.error)
      for (const work of read.ok ? read.value : []) await act(world().ports, work, async () => {})
    }
    expect([...outcomes].sort()).toMatchSnapshot()
  })
})

describe('the registry', () => {
  it('names each event once', () => {
    expect(sources.map(({ event }) => event)).toEqual([...new Set(sources.map(({ event }) => event))])
  })

  it('acts on what concerns us, and on nothing else', () => {
    const decided = {
      opened: actsOn('pull_request', 'opened', pullPayload('opened', '09:00:00')),
      labeled: actsOn('pull_request', 'labeled', pullPayload('labeled', '09:00:00')),
      'no action': actsOn('pull_request', undefined, {}),
      push: actsOn('push', undefined, {}),
      check: actsOn('check_run', 'completed', checkPayload('completed', '09:00:00')),
      'our own check': actsOn('check_run', 'completed', checkPayload('completed', '09:00:00', { name: 'CodexFlow' })),
      command: actsOn('issue_comment', 'created', commentPayload('/codexflow link ABCD-1234')),
      chatter: actsOn('issue_comment', 'created', commentPayload('Looks good')),
      'an edit': actsOn('issue_comment', 'edited', {
        ...commentPayload('/codexflow link ABCD-1234'),
        action: 'edited',
      }),
      'a bot': actsOn('issue_comment', 'created', commentPayload('/codexflow link ABCD-1234', { type: 'Bot' })),
      'our own comment': actsOn(
        'issue_comment',
        'created',
        commentPayload('/codexflow x', { sender: 'codexflow[bot]' }),
      ),
    }
    expect(decided).toEqual({
      opened: true,
      labeled: false,
      'no action': false,
      push: false,
      check: true,
      'our own check': false,
      command: true,
      chatter: false,
      'an edit': false,
      'a bot': false,
      'our own comment': false,
    })
  })
})
