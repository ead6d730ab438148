import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { tellConnectionNews } from '../app/connections/connection-news.ts'
import { Fault } from '../app/errors.ts'
import { type VisitPorts, visit } from '../app/github/visit.ts'
import type { Directory } from '../app/ports/directory.ts'
import { eachMessage } from '../app/queue/each-message.ts'
import { unpackVisit } from '../app/queue/visits.ts'
import { inSlack } from '../app/slack/messages/in-slack.ts'
import type { ProjectKey } from '../app/tasks/ids.ts'
import type { Workspace } from '../app/tasks/workspace.ts'
import { note } from '../app/telemetry/scope.ts'
import { connectionNews } from '../app/verbs/words/connection-news.ts'
import { calls } from './wiring/calls.ts'
import { github } from './wiring/github.ts'
import { isPresent } from './wiring/presence.ts'
import { visitLater } from './wiring/schedule.ts'
import { tablePorts } from './wiring/table.ts'
import { wiring } from './wiring.ts'

let made: VisitPorts | undefined

/** Connected repositories: how they stand, what was missed there, and what people have to hear about that. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const { log } = wiring()
  made ??= make()
  const ports = made
  return eachMessage(
    event,
    async (body) => {
      const job = unpackVisit(JSON.parse(body))
      if (job === undefined) throw new Fault('a message is no visit')
      if (job.type === 'tell') note({ workspace: job.workspace })
      await visit(ports, job)
    },
    log,
  )
}

function make(): VisitPorts {
  const { config, clock, log, send } = wiring()
  const { directory, pulls, pullWatch, deployments, issues } = tablePorts()
  return {
    client: github(),
    directory: ofThosePresent(directory),
    pulls,
    watch: pullWatch,
    deployments,
    issues,
    enqueue: (message) => send(config.queues.inbox, message),
    later: visitLater(),
    tell: async ({ workspace, project }) => ((await isPresent(workspace)) ? tell(workspace, project) : undefined),
    now: clock,
    log,
  }
}

function ofThosePresent(directory: Directory): VisitPorts['directory'] {
  return {
    ...directory,
    repository: async (id) => {
      const found = await directory.repository(id)
      return found !== undefined && (await isPresent(found.workspace)) ? found : undefined
    },
  }
}

function tell(workspace: Workspace, key: ProjectKey): Promise<void> {
  const { log } = wiring()
  const say: Parameters<typeof tellConnectionNews>[0]['say'] = async (place, project, news, lead) => {
    const told = await calls('worker')(workspace).postMessage(place, inSlack(connectionNews(project, news, lead)))
    if (!told.ok) log.warn('A project could not be told about its repositories', { project: key, ...told.error })
  }
  return tellConnectionNews({ directory: tablePorts().directory, say, log }, workspace, key)
}
