import { unreachable } from '../errors.ts'
import type { TaskEvent } from '../tasks/events.ts'
import type { DeploymentFact } from '../tasks/external.ts'

/**
 * What an event is called on the bus, in the past tense; `undefined` for what is of no concern outside. A new event does
 * not compile until it is named here.
 */
export function detailType(event: TaskEvent): string | undefined {
  switch (event.type) {
    case 'PullRecorded':
      return pullDetailType(event.pull.state)
    case 'CheckRecorded':
      if (event.check.conclusion === 'pending') return undefined
      return event.check.conclusion === 'success' ? 'TestsPassed' : 'TestsFailed'
    case 'DeploymentRecorded':
      return deploymentDetailType(event.deployment.state)
    case 'ImpedimentRaised':
      return 'BlockerDetected'
    case 'StatusDeclared':
    case 'ResourcesRecorded':
    case 'ImpedimentCleared':
    case 'BlockerSettled':
    case 'NoticeForgotten':
    case 'IssueRecorded':
      return undefined
    case 'TaskCreated':
    case 'TaskReassigned':
    case 'BlockerAdded':
    case 'BlockerRemoved':
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

function pullDetailType(state: string): string | undefined {
  if (state === 'merged') return 'CodeMerged'
  return state === 'reverted' ? 'CodeReverted' : undefined
}

function deploymentDetailType(state: DeploymentFact['state']): string | undefined {
  if (state === 'success') return 'DeploymentSucceeded'
  return state === 'failure' ? 'DeploymentFailed' : undefined
}
