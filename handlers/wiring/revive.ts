import { packDigestOrder } from '../../app/queue/digest-orders.ts'
import { packImport } from '../../app/queue/imports.ts'
import { packFollowUp } from '../../app/verbs/follow-up.ts'
import { purgeWorkspace } from '../../app/workspaces/removal.ts'
import { type Revival, revive } from '../../app/workspaces/revive.ts'
import { wiring } from '../wiring.ts'
import { removalPorts } from './removal.ts'
import { alarmClock } from './schedule.ts'
import { tablePorts } from './table.ts'

/** Sets a workspace again, page by page, each a message of its own; the deletion of one that is gone goes on. */
export async function reviveWorkspace({ workspace, project, people, cursor }: Revival): Promise<void> {
  const { config, log, send } = wiring()
  const installation = await tablePorts().installations.find(workspace)
  if (installation?.state === 'removed') {
    return purgeWorkspace(removalPorts(), { workspace, removedAt: installation.removedAt })
  }
  const ports = {
    ...tablePorts(),
    alarm: alarmClock(),
    digest: (order: Parameters<typeof packDigestOrder>[0]) => send(config.queues.digests, packDigestOrder(order)),
    importNext: (order: Parameters<typeof packImport>[0]) => send(config.queues.imports, packImport(order)),
  }
  const next = await revive(ports, {
    workspace,
    ...(project === undefined ? {} : { project }),
    ...(people === undefined ? {} : { people }),
    ...(cursor === undefined ? {} : { cursor }),
  })
  if (next === undefined) return log.info('a workspace is set again', { workspace })
  await send(config.queues['follow-ups'], packFollowUp({ type: 'ReviveWorkspace', ...next }))
}
