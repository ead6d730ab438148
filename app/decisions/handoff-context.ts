import type { FactLedger } from '../handoffs/facts.ts'
import type { Phase } from '../tasks/phase.ts'

/** How a task that was waited for stopped standing in the way. */
export type ReleasedBy = 'completed' | 'merged' | 'checked' | 'deployed' | 'approved' | 'cancelled' | 'removed'

/** One thing that made the task ready. */
export type ReadyCause = {
  readonly taskId: string
  readonly title: string
  readonly phase?: Phase
  /** Name of the person who did it; absent when nobody we know did, or the receiver. */
  readonly closedBy?: string
  readonly how: ReleasedBy
}

/** All that the words of a hand-off may be made from. Free text in it is foreign. */
export type HandoffContext = {
  readonly task: { readonly id: string; readonly title: string; readonly phase?: Phase }
  /** Empty when a gate, a timer or an assignment made the task ready, rather than another task. */
  readonly becauseOf: readonly ReadyCause[]
  /** A person, or the phase's team when nobody is assigned. */
  readonly receiver: { readonly name: string; readonly role: string }
  readonly project: { readonly key: string; readonly name: string; readonly goals?: string }
  /** How many people wait for this task in turn. */
  readonly waitingNext: number
  readonly facts: FactLedger
  readonly tone?: 'friendly' | 'plain'
  /** BCP 47, such as `en` or `pt-BR`. The template writes English. */
  readonly locale?: string
}

/** A model's, or the template's, words for one hand-off: text with references, not yet verified. */
export type HandoffAnswer = {
  readonly opening: string
  /** May be empty. */
  readonly body: string
  readonly nextSteps: readonly string[]
  readonly priority: 'high' | 'medium' | 'low'
}
