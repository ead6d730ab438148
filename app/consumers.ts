import type { TaskEventType } from './tasks/events.ts'

/**
 * Who wakes for which events, as the application tells it to people; by the names of the rules of the bus. The wiring
 * itself is `infra/topology.ts`, and a test holds the two equal.
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
} as const satisfies Record<string, readonly TaskEventType[]>
export type RuleName = keyof typeof CONSUMERS

/** Whether the rule brings such an event to its consumer. */
export function wakes(rule: RuleName, event: TaskEventType): boolean {
  return (CONSUMERS[rule] as readonly TaskEventType[]).includes(event)
}
