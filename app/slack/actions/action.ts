import type { Action } from '../../projects/permissions.ts'
import type { TaskId } from '../../tasks/ids.ts'
import type { NoticeId } from '../../tasks/notice.ts'
import type { VerbContext, VerbPorts, Wants } from '../../verbs/verb.ts'
import type { TaskAct } from '../../verbs/words/offer.ts'
import type { SlackReply } from '../handlers.ts'
import type { TaskButtonValue } from './task-button.ts'

/** What came of a click. */
export type ActionOutcome = {
  /** Said to the one who clicked alone. */
  readonly reply?: SlackReply
  /** The message of this notice may show an older state of its task: render it again from the task. */
  readonly refresh?: { readonly task: TaskId; readonly notice: NoticeId }
}

/** What a button asks of the world. */
export type ActionPorts = VerbPorts

/** One button on messages about a task. */
export type ButtonAction = {
  readonly id: TaskAct
  /** What the permission table has to allow. */
  readonly action: Action
  /** Whether the task is needed to begin with. */
  readonly reads: boolean
  /** What else it needs to know from the start. */
  readonly wants?: Wants
  /** `later`: as for verbs. The answer comes as the one private message, for nothing said before it could be replaced. */
  readonly answers?: 'later'
  act(button: TaskButtonValue, context: VerbContext, ports: ActionPorts): Promise<ActionOutcome>
}
