import { type IsPresent, presence } from '../../app/workspaces/presence.ts'
import { wiring } from '../wiring.ts'
import { tablePorts } from './table.ts'

let made: IsPresent | undefined

/** Whether a workspace is still with us, as far as this process has heard. */
export const isPresent: IsPresent = (workspace) => {
  made ??= presence(tablePorts().installations, wiring().clock)
  return made(workspace)
}
