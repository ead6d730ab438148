import type { Log } from '../../log.ts'
import type { Workspace } from '../../tasks/workspace.ts'
import type { AskedInSlack } from '../../verbs/asked.ts'
import type { VerbPorts } from '../../verbs/verb.ts'
import type { SlackCalls } from '../calls.ts'
import type { ActionInput, CommandInput, OptionsInput, ShortcutInput, ViewInput } from '../inputs.ts'

/** What a person does in Slack, beside writing to the app. */
export type Gesture = CommandInput | ActionInput | ViewInput | ShortcutInput | OptionsInput

/** What acting on a gesture asks of the world. */
export type GesturePorts = {
  readonly verbs: VerbPorts
  readonly calls: (workspace: Workspace) => SlackCalls
  readonly logger: Log
  /** Who asks: only the verified door may say in which tenant. */
  readonly asked: (gesture: Gesture) => AskedInSlack
}
