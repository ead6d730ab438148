import { unreachable } from '../errors.ts'
import type { TaskEvent } from '../tasks/events.ts'
import type { CheckFact, DeploymentFact } from '../tasks/external.ts'

/**
 * What an event is called on the bus, in the past tense; `undefined` for what is of no concern outside. A new event does
 * not compile until it is named here.
 */
export function detailType(event: TaskEvent): string | undefined {
  switch (event.type) {
    case 'PullRecorded':
      return pullDetailType(event.pull.state)
    case 'CheckRecorded':
      return TESTS[event.check.conclusion]
    case 'DeploymentRecorded':
      return DEPLOYMENTS[event.deployment.state]
    case 'ImpedimentRaised':
      return 'BlockerDetected'
    case 'StatusDeclared':
    case 'ImpedimentCleared':
    case 'NoticeForgotten':
      return undefined
    case 'TaskCreated':
    case 'TaskReassigned':
    case 'IssueRecorded':
    case 'ReviewRecorded':
    case 'ResourcesRecorded':
    case 'BlockerAdded':
    case 'BlockerRemoved':
    case 'BlockerSettled':
    case 'HandoffWritten':
    case 'HandoffSuppressed':
    case 'BlockNoticeWritten':
    case 'BlockNoticeSuppressed':
    case 'MessageWritten':
    case 'MessageSuppressed':
    case 'HandoffAccepted':
    case 'HandoffDeclined':
    case 'HandoffUnanswered':
    case 'QuestionAsked':
    case 'ApprovalRequested':
    case 'ApprovalVoted':
    case 'ApprovalReminded':
    case 'ApprovalSettled':
    case 'TaskStarted':
    case 'ReviewStarted':
    case 'TaskReturned':
    case 'TaskCompleted':
    case 'TaskCancelled':
    case 'TaskReopened':
    case 'TaskReady':
    case 'TaskUnready':
    case 'TaskBlocked':
    case 'TaskUnblocked':
      return event.type
    default:
      return unreachable(event)
  }
}

function pullDetailType(state: string): string {
  if (state === 'merged') return 'CodeMerged'
  return state === 'reverted' ? 'CodeReverted' : 'PullRequestRecorded'
}

const TESTS: Readonly<Record<CheckFact['conclusion'], string>> = {
  success: 'TestsPassed',
  failure: 'TestsFailed',
  pending: 'TestsPending',
}
const DEPLOYMENTS: Readonly<Record<DeploymentFact['state'], string>> = {
  success: 'DeploymentSucceeded',
  failure: 'DeploymentFailed',
  pending: 'DeploymentPending',
  superseded: 'DeploymentSuperseded',
}
