/**
 * What GitHub asks of an app, by the calls that the code makes and by the events that it hears. Levels as `app.yml` writes them.
 * https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps
 */

type Level = 'read' | 'write'
type Needs = Readonly<Partial<Record<string, Level>>>

/** Calls as the app itself, with a token of our own signature: they need no permission of a repository. */
const AS_APP: Needs = {}

export const CALLS: Readonly<Record<string, Needs>> = {
  'GET /app': AS_APP,
  'GET /app/hook/config': AS_APP,
  'PATCH /app/hook/config': AS_APP,
  'GET /app/hook/deliveries': AS_APP,
  'POST /app/hook/deliveries/{}/attempts': AS_APP,
  'GET /app/installations': AS_APP,
  'GET /app/installations/{}': AS_APP,
  'POST /app/installations/{}/access_tokens': AS_APP,
  'GET /repos/{}/{}/installation': AS_APP,
  'GET /repos/{}/{}': { metadata: 'read' },
  'GET /repos/{}/{}/collaborators/{}/permission': { metadata: 'read' },
  'GET /repos/{}/{}/commits': { contents: 'read' },
  'GET /repos/{}/{}/commits/{}/check-runs': { checks: 'read' },
  'GET /repos/{}/{}/commits/{}/pulls': { pull_requests: 'read' },
  'GET /repos/{}/{}/commits/{}/statuses': { statuses: 'read' },
  'GET /repos/{}/{}/compare/{}': { contents: 'read' },
  'GET /repos/{}/{}/contents/{}': { contents: 'read' },
  'GET /repos/{}/{}/check-runs/{}': { checks: 'read' },
  'POST /repos/{}/{}/check-runs': { checks: 'write' },
  'PATCH /repos/{}/{}/check-runs/{}': { checks: 'write' },
  'GET /repos/{}/{}/deployments': { deployments: 'read' },
  'GET /repos/{}/{}/deployments/{}': { deployments: 'read' },
  'GET /repos/{}/{}/deployments/{}/statuses': { deployments: 'read' },
  'GET /repos/{}/{}/issues': { issues: 'read' },
  'GET /repos/{}/{}/issues/{}': { issues: 'read' },
  'GET /repos/{}/{}/issues/{}/comments': { issues: 'read' },
  // On a pull request an app needs both: https://github.com/github/rest-api-description/issues/6994
  'POST /repos/{}/{}/issues/{}/comments': { issues: 'write', pull_requests: 'write' },
  'GET /repos/{}/{}/issues/comments/{}': { issues: 'read' },
  'PATCH /repos/{}/{}/issues/comments/{}': { issues: 'write' },
  'DELETE /repos/{}/{}/issues/comments/{}': { issues: 'write' },
  'POST /repos/{}/{}/issues/comments/{}/reactions': { issues: 'write' },
  'GET /repos/{}/{}/pulls': { pull_requests: 'read' },
  'GET /repos/{}/{}/pulls/{}': { pull_requests: 'read' },
  'GET /repos/{}/{}/pulls/{}/files': { pull_requests: 'read' },
  'POST /repos/{}/{}/pulls/comments/{}/reactions': { pull_requests: 'write' },
}

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads */
export const EVENTS: Readonly<Record<string, Needs>> = {
  pull_request: { pull_requests: 'read' },
  pull_request_review: { pull_requests: 'read' },
  pull_request_review_comment: { pull_requests: 'read' },
  check_run: { checks: 'read' },
  check_suite: { checks: 'read' },
  workflow_run: { actions: 'read' },
  status: { statuses: 'read' },
  deployment: { deployments: 'read' },
  deployment_status: { deployments: 'read' },
  push: { contents: 'read' },
  release: { contents: 'read' },
  issues: { issues: 'read' },
  issue_comment: { issues: 'read' },
  issue_dependencies: { issues: 'read' },
  sub_issues: { issues: 'read' },
  repository: { metadata: 'read' },
  installation: AS_APP,
  installation_repositories: AS_APP,
}

/** The calls in a source text, with `{}` for whatever is filled in; `GET` where a client of reads alone names no method. */
export function callsIn(text: string): string[] {
  const written = text.matchAll(
    /(['`])(?:(GET|POST|PUT|PATCH|DELETE) )?(\/(?:app|repos|orgs|users|installation)\b(?:(?!\1)[^\n])*)\1/g,
  )
  // What a docstring cuts short is no call.
  const calls = [...written].filter(([, , , path = '']) => !path.includes('…'))
  return calls.map(([, , method = 'GET', path = '']) => `${method} ${shape(path)}`)
}

// `${nameOf(repository)}` is an owner and a name.
function shape(path: string): string {
  return path.replaceAll(/\$\{nameOf\((?:[^()]|\([^()]*\))*\)\}/g, '{}/{}').replaceAll(/\$?\{[^{}]*\}/g, '{}')
}

/** All of these together: of each permission the higher level. */
export function together(needs: readonly Needs[]): Record<string, Level> {
  const all: Record<string, Level> = {}
  for (const [permission, level] of needs.flatMap((each) => Object.entries(each))) {
    if (level !== undefined && all[permission] !== 'write') all[permission] = level
  }
  return all
}
