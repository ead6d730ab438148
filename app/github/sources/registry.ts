import type { Fields } from '../../untrusted.ts'
import { checkRun } from './check-run.ts'
import { checkSuite } from './check-suite.ts'
import { deployment } from './deployment.ts'
import { deploymentStatus } from './deployment-status.ts'
import { installation } from './installation.ts'
import { installationRepositories } from './installation-repositories.ts'
import { issueComment } from './issue-comment.ts'
import { issueDependencies } from './issue-dependencies.ts'
import { issues } from './issues.ts'
import { outputs } from './outputs.ts'
import { pullRequest } from './pull-request.ts'
import { push } from './push.ts'
import { release } from './release.ts'
import { repository } from './repository.ts'
import { review } from './review.ts'
import { reviewComment } from './review-comment.ts'
import { either, type Source } from './source.ts'
import { status } from './status.ts'
import { subIssues } from './sub-issues.ts'
import { workflowRun } from './workflow-run.ts'

/** Every event that we act on. `app.yml` must name the same, but those of `UNASKED`; a test compares them. */
export const sources: readonly Source[] = [
  pullRequest,
  checkRun,
  workflowRun,
  checkSuite,
  either(outputs, issueComment),
  push,
  reviewComment,
  review,
  status,
  deployment,
  deploymentStatus,
  release,
  issues,
  subIssues,
  issueDependencies,
  installation,
  installationRepositories,
  repository,
]

/** Events that every GitHub App receives, and that cannot be subscribed to. */
export const UNASKED: readonly string[] = ['installation', 'installation_repositories']

/** Whether any source acts on events of this name: the door drops the others before it parses them. */
export function listensTo(name: string): boolean {
  return sources.some(({ event }) => event === name)
}

/** Whether some source acts on this very delivery. Never throws, whatever the payload. */
export function actsOn(name: string, action: string | undefined, payload: Fields): boolean {
  return sourceOf(name, action)?.concerns(payload) ?? false
}

/** The source of an event and action, if there is one. */
export function sourceOf(name: string, action: string | undefined): Source | undefined {
  return sources.find(({ event, actions }) => event === name && actions.includes(action))
}
