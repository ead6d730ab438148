import { describe, expect, it } from 'vitest'
import { actsOn, sourceOf, sources } from '../../app/github/sources/registry.ts'
import type { Fields } from '../../app/untrusted.ts'
import { githubExamples } from '../support/github-examples.ts'

const actionOf = (payload: Fields) => (typeof payload['action'] === 'string' ? payload['action'] : undefined)
const taken = githubExamples.flatMap(({ name, payload }) => {
  const fields = payload as Fields
  const source = sourceOf(name, actionOf(fields))
  return source === undefined ? [] : [{ name, fields, source }]
})

/** Every way of changing one field of the payload, at any depth: where it is, and the payload with it changed. */
function* changed(value: unknown, to: readonly unknown[], path = ''): Generator<readonly [string, unknown]> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, child] of Object.entries(value)) {
    // One of a list stands for all.
    const at = path === '' ? key : `${path}.${Array.isArray(value) ? '0' : key}`
    const put = (inner: unknown) => (Array.isArray(value) ? value.with(Number(key), inner) : { ...value, [key]: inner })
    for (const other of to) yield [at, put(other)]
    for (const [inner, whole] of changed(child, to, at)) yield [inner, put(whole)]
  }
}

describe('each of the published examples that a source takes', () => {
  it('is taken by that source alone', () => {
    for (const { name, fields } of taken) {
      const fits = sources.filter(({ event, actions }) => event === name && actions.includes(actionOf(fields)))
      expect(fits).toHaveLength(1)
    }
    expect(new Set(taken.map(({ name }) => name)).size).toBeGreaterThan(6)
  })

  it('is read or refused by the name of a field, whichever field is of another type', () => {
    const others = [7, -1, '', 'text', true, [], {}]
    for (const { name, fields, source } of taken) {
      for (const [, payload] of changed(fields, others)) {
        actsOn(name, actionOf(payload as Fields), payload as Fields)
        const read = source.read(payload)
        if (!read.ok) expect(read.error).toMatch(/^The field [\w.]+ is not what GitHub sends\.$/)
      }
    }
  })

  it('cannot do without these fields, and without any other', () => {
    const needed: Record<string, Set<string>> = {}
    for (const { name, fields, source } of taken) {
      for (const [path, payload] of changed(fields, [undefined, null])) {
        if (source.read(payload).ok) continue
        needed[name] = (needed[name] ?? new Set()).add(path)
      }
    }
    const lines = Object.entries(needed).map(([name, paths]) => `${name}: ${[...paths].toSorted().join(', ')}`)
    expect(lines.toSorted()).toMatchInlineSnapshot(`
      [
        "check_run: action, check_run, check_run.head_sha, check_run.html_url, check_run.name, check_run.status, repository, repository.full_name, repository.id",
        "check_suite: action, check_suite, check_suite.head_sha, check_suite.latest_check_runs_count, check_suite.updated_at, repository, repository.full_name, repository.id",
        "deployment: deployment, deployment.created_at, deployment.creator.login, deployment.environment, deployment.id, deployment.sha, repository, repository.full_name, repository.id, sender, sender.login",
        "deployment_status: deployment, deployment.created_at, deployment.creator.login, deployment.environment, deployment.id, deployment.sha, deployment_status, deployment_status.created_at, deployment_status.creator.login, deployment_status.id, deployment_status.state, repository, repository.full_name, repository.id, sender, sender.login",
        "installation: action, installation, installation.id, repositories.0, repositories.0.id",
        "installation_repositories: installation, installation.id, repositories_added.0, repositories_added.0.id, repositories_removed.0, repositories_removed.0.id",
        "issue_comment: comment, comment.id, comment.user.login, issue, issue.number, repository, repository.full_name, repository.id, sender, sender.login",
        "issues: action, assignee.login, changes.new_issue.number, changes.new_repository.full_name, changes.new_repository.id, changes.old_issue.number, changes.old_repository.full_name, changes.old_repository.id, issue, issue.assignees.0, issue.assignees.0.login, issue.created_at, issue.labels.0, issue.number, issue.title, issue.updated_at, issue.user.login, repository, repository.full_name, repository.id, sender, sender.login",
        "pull_request: action, pull_request, pull_request.base.ref, pull_request.head, pull_request.head.ref, pull_request.head.repo.id, pull_request.head.sha, pull_request.html_url, pull_request.number, pull_request.state, pull_request.title, pull_request.updated_at, pull_request.user.login, repository, repository.full_name, repository.id, sender, sender.login",
        "pull_request_review: action, pull_request, pull_request.number, pull_request.user.login, repository, repository.full_name, repository.id, review, review.id, review.user.login, sender, sender.login",
        "pull_request_review_comment: comment, comment.id, comment.user.login, pull_request, pull_request.number, repository, repository.full_name, repository.id, sender, sender.login",
        "push: after, before, commits.0, commits.0.added.0, commits.0.id, commits.0.message, ref, repository, repository.default_branch, repository.full_name, repository.id, sender, sender.login",
        "release: release, release.html_url, release.published_at, release.tag_name, repository, repository.full_name, repository.id, sender, sender.login",
        "repository: installation.id, repository, repository.full_name, repository.id",
        "status: commit, commit.html_url, context, created_at, repository, repository.full_name, repository.id, sender, sender.login, sha, state",
        "workflow_run: repository, repository.full_name, repository.id, workflow_run, workflow_run.created_at, workflow_run.head_sha, workflow_run.html_url, workflow_run.status, workflow_run.updated_at",
      ]
    `)
  })
})
