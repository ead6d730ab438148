import type { TaskEventType } from './tasks/events.ts'

/**
 * Who wakes for which events, by their names on the bus, as the application tells it to people; by the names of the rules.
 * The wiring itself is `infra/topology.ts`, and a test holds the two equal.
 */
export const CONSUMERS = {
  'wake-the-orchestrator': [
    ...['TaskReady', 'TaskUnready', 'TaskReopened', 'TaskReassigned', 'TaskBlocked', 'TaskUnblocked'],
    ...['HandoffAccepted', 'HandoffDeclined', 'HandoffUnanswered', 'QuestionAsked'],
    ...['ApprovalRequested', 'ApprovalReminded', 'ApprovalSettled'],
  ],
  'deliver-what-was-written': ['HandoffWritten', 'BlockNoticeWritten', 'MessageWritten'],
  'redraw-what-was-told': [
    ...['TaskStarted', 'ReviewStarted', 'TaskCompleted', 'TaskCancelled', 'TaskReopened'],
    ...['HandoffAccepted', 'ApprovalVoted'],
  ],
  'state-it-on-github': [
    ...['TaskCreated', 'TaskReassigned', 'TaskStarted', 'ReviewStarted', 'TaskReturned', 'TaskCompleted'],
    ...['TaskCancelled', 'TaskReopened', 'TaskReady', 'TaskUnready', 'TaskUnblocked', 'BlockerDetected'],
    ...['BlockerAdded', 'BlockerRemoved', 'BlockerSettled', 'PullRequestRecorded', 'CodeMerged', 'CodeReverted'],
    ...['TestsPassed', 'TestsFailed', 'TestsPending', 'DeploymentSucceeded', 'DeploymentFailed', 'DeploymentPending'],
    ...['DeploymentSuperseded', 'IssueRecorded', 'ResourcesRecorded', 'ReviewRecorded'],
    ...['HandoffWritten', 'BlockNoticeWritten', 'HandoffAccepted'],
    ...['ApprovalRequested', 'ApprovalVoted', 'ApprovalSettled'],
  ],
  'answer-the-pipeline': ['ApprovalSettled'],
} as const satisfies Record<string, readonly string[]>
export type RuleName = keyof typeof CONSUMERS

/** Whether the rule brings such an event to its consumer. */
export function wakes(rule: RuleName, event: TaskEventType): boolean {
  return (CONSUMERS[rule] as readonly string[]).includes(event)
}
