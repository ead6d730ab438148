import { purge } from '../../app/dynamo/purge.ts'
import { LONGEST_DELAY } from '../../app/queue/send.ts'
import { packFollowUp } from '../../app/verbs/follow-up.ts'
import type { RemovalPorts } from '../../app/workspaces/removal.ts'
import { wiring } from '../wiring.ts'
import { tablePorts } from './table.ts'

/** What removing a workspace, and deleting what it owned, ask of the world. */
export function removalPorts(): RemovalPorts {
  const { config, clock, log, send } = wiring()
  const { installations, directory, audit, store } = tablePorts()
  return {
    installations,
    directory,
    audit,
    purge: purge(store, audit),
    purgeLater: (removal, delayMs) => {
      const seconds = Math.min(LONGEST_DELAY, Math.ceil(delayMs / 1000))
      return send(config.queues['follow-ups'], packFollowUp({ type: 'PurgeWorkspace', ...removal }), seconds)
    },
    now: clock,
    log,
    purgeAfter: config.purgeAfter,
  }
}
