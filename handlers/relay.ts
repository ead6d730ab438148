import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import { eventBus } from '../app/bus/publish.ts'
import { eachChange } from '../app/dynamo/stream.ts'
import type { Publish } from '../app/ports/history.ts'
import type { AuditAct, AuditAction } from '../app/projects/audit.ts'
import { auditedEvents } from '../app/projects/audited-events.ts'
import type { PersonId } from '../app/tasks/ids.ts'
import type { Workspace } from '../app/tasks/workspace.ts'
import { packFollowUp } from '../app/verbs/follow-up.ts'
import { isPresent } from './wiring/presence.ts'
import { tablePorts } from './wiring/table.ts'
import { wiring } from './wiring.ts'

let publish: Publish | undefined

/** The stream of tasks: one log item a version, then its events onto the bus. Acts of administration go into the audit. */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const { log } = wiring()
  const { history, audit, approvals } = tablePorts()
  publish ??= bus()
  const send = publish
  return eachChange(
    event,
    async (image) => {
      if (!(await isPresent(image.task.workspace))) return
      await history.write(image)
      const { task, events } = image
      for (const act of auditedEvents(task, events)) await audit.record(task.workspace, act)
      await approvals.settle(image)
      await send(image)
    },
    log,
    async ({ workspace, act }) => {
      if (LINKS.has(act.action)) await adopt(workspace, act)
      await audit.record(workspace, act)
    },
  )
}

const LINKS: ReadonlySet<AuditAction> = new Set(['login.linked', 'login.vouched'])

// Whoever was linked may have been known from GitHub alone before. The act stands in the transaction that linked them, so
// that this is never lost.
function adopt(workspace: Workspace, { subject, cause }: AuditAct): Promise<void> {
  const { config, send } = wiring()
  const job = { type: 'AdoptTasks' as const, workspace, person: subject as PersonId, cause }
  return send(config.queues['follow-ups'], packFollowUp(job))
}

function bus(): Publish {
  const { bus, region, endpoints } = wiring().config
  return eventBus({ bus, region, endpoint: endpoints.events })
}
