import type { ApproverRole, Outcome } from '../tasks/approval.ts'
import type { PersonId, ProjectKey, TaskId } from '../tasks/ids.ts'
import type { NoticeId, NoticeSubject } from '../tasks/notice.ts'
import type { Phase } from '../tasks/phase.ts'
import type { IssueRef } from '../tasks/task.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { FactLedger } from './facts.ts'
import type { Hold } from './hold.ts'
import type { NotGiven } from './not-given.ts'
import type { Prose } from './prose.ts'

/** The words of a notice: prose whose facts are references into the ledger. */
export type Words = {
  readonly opening: Prose
  readonly body: Prose
  readonly steps: readonly Prose[]
  readonly priority: 'high' | 'medium' | 'low'
  readonly writtenBy: 'model' | 'template'
}

/** Somebody named in a message. */
export type Named = {
  readonly id?: PersonId
  readonly name: string
  readonly slackUser?: string
  readonly githubLogin?: string
}

/** A finished task that the receiver waited for. */
export type FinishedBlocker = {
  readonly id: TaskId
  readonly title: string
  readonly phase: Phase
  readonly by: string
}

/**
 * All that a notice will ever say, frozen when it was written. What it shows at a given moment is this and the present
 * state of its task (`standing.ts`); how it looks is up to each channel.
 */
export type NoticeContent = {
  readonly workspace: Workspace
  readonly notice: NoticeId
  readonly subject: NoticeSubject
  readonly task: TaskId
  readonly title: string
  readonly phase: Phase
  readonly project: { readonly key: ProjectKey; readonly name: string }
  readonly issue?: IssueRef
  /** Who is told; none: the task has no assignee and the phase's channel is told. */
  readonly to?: Named
  /** The name of the assignee, where they have left the workspace: there is no `to` then, and the lead or the channel is told. */
  readonly left?: string
  readonly finished: readonly FinishedBlocker[]
  /** People who wait for this task in turn. */
  readonly waitingNext: number
  /** What the project asks of the work before, and nobody recorded. */
  readonly notGiven?: readonly NotGiven[]
  readonly facts: FactLedger
  readonly words: Words
  /** For what concerns an approval: what was asked of whom, in names. */
  readonly approval?: ApprovalContent
  readonly deliveries: readonly Delivery[]
  /** For a hand-off: when its receiver, then the lead, is asked about it, if nobody answers. ISO 8601. */
  readonly nudgeAt?: readonly string[]
  /** ISO 8601. */
  readonly writtenAt: string
}

/** A request for approval as its messages show it. */
export type ApprovalContent = {
  readonly requestedBy: string
  readonly note?: string
  readonly quorum: number
  /** By role, those who may decide. */
  readonly approvers: Readonly<Record<ApproverRole, readonly { readonly id: PersonId; readonly name: string }[]>>
  /** ISO 8601. */
  readonly expiresAt: string
  /** For the message about the outcome: how it ended. */
  readonly verdict?: Outcome['verdict']
}

/** Where a message goes. A new channel is a variant here; the `channels` record does not compile until it is filled. */
export type Address =
  | {
      readonly channel: 'slack'
      readonly conversation: string
      readonly isPerson: boolean
      /** A second Slack user, for a conversation of the two with us. */
      readonly with?: string
    }
  | {
      readonly channel: 'github'
      readonly repository: string
      readonly installation: number
      readonly issue: number
      /** Login to mention, when GitHub is where the person is told. */
      readonly mention?: string
    }
  | { readonly channel: 'email'; readonly topicArn: string }

/** `notice` is the one that tells the person, and may be held until they work; `record` mentions nobody, and never waits. */
export type Delivery =
  | {
      readonly role: 'notice'
      readonly address: Address
      readonly held?: Hold
      /** For a hand-off: when its turn began. ISO 8601. */
      readonly since?: string
    }
  | { readonly role: 'record'; readonly address: Address }

/** Names a delivery within its notice: one ledger item each. */
export type DeliveryKey = string

/** The key of a delivery: channel and recipient. */
export function deliveryKey({ address }: Delivery): DeliveryKey {
  switch (address.channel) {
    case 'slack':
      return `slack#${address.conversation}${address.with === undefined ? '' : `+${address.with}`}`
    case 'github':
      return `github#${address.repository.toLowerCase()}#${address.issue}`
    case 'email':
      return `email#${address.topicArn}`
  }
}
