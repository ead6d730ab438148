import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import { eventBus } from '../app/bus/publish.ts'
import { eachChange } from '../app/dynamo/stream.ts'
import type { Publish } from '../app/ports/history.ts'
import type { AuditAct, AuditAction } from '../app/projects/audit.ts'
import { auditedEvents } from '../app/projects/audited-events.ts'
import type { PersonId, ProjectKey } from '../app/tasks/ids.ts'
import type { Workspace } from '../app/tasks/workspace.ts'
import { type FollowUp, packFollowUp } from '../app/verbs/follow-up.ts'
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
      if (act.action === 'project.changed') await restate(workspace, act)
      await audit.record(workspace, act)
    },
  )
}

const LINKS: ReadonlySet<AuditAction> = new Set(['login.linked', 'login.vouched'])

// Whoever was linked may have been known from GitHub alone before. The act stands in the transaction that linked them, so
// that this is never lost.
function adopt(workspace: Workspace, { subject, cause }: AuditAct): Promise<void> {
  return hand({ type: 'AdoptTasks', workspace, person: subject as PersonId, cause })
}

// Whatever changed it, in Slack or by its file: what stands on its pull requests follows from its rules, and no task tells of that.
function restate(workspace: Workspace, { subject }: AuditAct): Promise<void> {
  return hand({ type: 'RestateProject', workspace, project: subject as ProjectKey })
}

function hand(job: FollowUp): Promise<void> {
  const { config, send } = wiring()
  return send(config.queues['follow-ups'], packFollowUp(job))
}

function bus(): Publish {
  const { bus, region, endpoints } = wiring().config
  return eventBus({ bus, region, endpoint: endpoints.events })
}
