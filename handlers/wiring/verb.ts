import type { Config } from '../../app/config.ts'
import { addDependency, createTask, removeDependency } from '../../app/dependencies.ts'
import { Fault } from '../../app/errors.ts'
import { packDigestOrder } from '../../app/queue/digest-orders.ts'
import { packFollowUp } from '../../app/verbs/follow-up.ts'
import { linkCode } from '../../app/verbs/link-code.ts'
import type { VerbPorts } from '../../app/verbs/verb.ts'
import { wiring } from '../wiring.ts'
import { keys } from './secret.ts'
import { tablePorts } from './table.ts'

let made: VerbPorts | undefined

/** What verbs and buttons ask of the world, at the door and behind the queue alike, but for what only answers later. */
export function verbPorts(): VerbPorts {
  made ??= make()
  return made
}

function make(): VerbPorts {
  const { config, send } = wiring()
  const { tasks, graph, views, directory, linkCodes, logins, history, audit, feedback, imports } = tablePorts()
  return {
    log: tasks,
    graph,
    views,
    directory,
    logins,
    linkCodes,
    history,
    audit,
    feedback,
    imports,
    newCode: linkCode(keys),
    ...linking(config.github.user),
    followUp: (job) => send(config.queues['follow-ups'], packFollowUp(job)),
    // The door hands on what takes longer; whatever only a worker needs must not be carried there.
    later: () => Promise.reject(new Fault('a door was asked for what answers from the queue')),
    digest: (order) => send(config.queues.digests, packDigestOrder(order)),
    createTask,
    addDependency,
    removeDependency,
  }
}

function linking(user: Config['github']['user']): Pick<VerbPorts, 'linkUrl'> {
  if (user === undefined) return {}
  return {
    linkUrl: async ({ at, ...who }) => {
      const { newTicket } = await import('../../app/github/link/ticket.ts')
      const url = new URL(user.linkUrl)
      url.searchParams.set('ticket', newTicket(await keys(), { ...who, at: Date.parse(at) }))
      return url.href
    },
  }
}
