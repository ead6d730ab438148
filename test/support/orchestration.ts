import { type Decide, decideWithoutModel } from '../../app/decisions/spec.ts'
import type { NoticeContent } from '../../app/handoffs/content.ts'
import { PATIENCE } from '../../app/handoffs/ledger.ts'
import { silentLog } from '../../app/log.ts'
import { type OrchestratorPorts, orchestrate } from '../../app/orchestrator/orchestrate.ts'
import type { Channel } from '../../app/ports/channel.ts'
import type { DigestOrder } from '../../app/ports/digests.ts'
import type { DeliveryOrder } from '../../app/ports/orders.ts'
import type { Person } from '../../app/projects/person.ts'
import type { Project } from '../../app/projects/project.ts'
import type { TaskId } from '../../app/tasks/ids.ts'
import { memory } from './memory.ts'
import { ANN, BEN, CHO, minute, WORKSPACE } from './tasks.ts'

/** People, a project and settings of one workspace, with an orchestrator over a memory in place of the table. */

const PEOPLE: readonly Person[] = [
  { workspace: WORKSPACE, id: ANN, name: 'Ann', role: 'lead', slackUser: 'U0ANN' },
  {
    workspace: WORKSPACE,
    id: BEN,
    name: 'Ben',
    role: 'member',
    phase: 'backend',
    slackUser: 'U0BEN',
    githubLogin: 'ben',
  },
  { workspace: WORKSPACE, id: CHO, name: 'Cho', role: 'member', slackUser: 'U0CHO' },
]
export const PROJECT: Project = {
  workspace: WORKSPACE,
  key: 'UAPI',
  name: 'User API',
  homeChannel: 'C0HOME',
  phaseChannels: {},
  repositories: [{ id: 1, fullName: 'northwind/user-api', installation: 5 }],
  gates: [],
  requiredChecks: [],
  documents: [{ label: 'API Specs', url: 'https://docs.example.com/api' }],
  version: 1,
}
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:northwind'

/** What a test sees: the ports, the memory behind them, and what was put back into the queue. */
export function anOrchestrator(decide: Decide = decideWithoutModel(), over: Partial<Project> = {}) {
  const world = memory({
    people: PEOPLE,
    projects: [{ ...PROJECT, ...over }],
    settings: [{ workspace: WORKSPACE, name: 'Northwind', emailTopic: TOPIC }],
  })
  const redriven: DeliveryOrder[] = []
  const digests: (DigestOrder & { at: number })[] = []
  const sent: string[] = []
  const alarms: { readonly task: TaskId; readonly at: string }[] = []
  const channel = (name: string): Channel<never> => ({
    pace: () => ({ name, intervalMs: 0 }),
    send: async (_address, { content, standing }) => {
      sent.push(`${name}: ${content.task} ${standing.state}`)
      return { outcome: 'sent', receipt: { id: `${name}-${sent.length}` } }
    },
    find: async () => undefined,
    edit: async (_address, receipt, { content, standing }) => {
      sent.push(`${name} edit: ${content.task} ${standing.state}`)
      return { outcome: 'sent', receipt }
    },
  })
  const ports: OrchestratorPorts = {
    tasks: world.log,
    ledger: world.ledger,
    directory: world.directory,
    decide,
    channels: { slack: channel('slack'), github: channel('github'), email: channel('email') },
    redrive: async (order) => void redriven.push(order),
    days: world.days,
    alarm: async (_, task, at) => void alarms.push({ task, at: new Date(at).toISOString() }),
    answerWithin: 240,
    digestLater: async (order, at) => void digests.push({ ...order, at }),
    clock: () => Date.parse(minute(120)),
    wait: async () => {},
    patience: PATIENCE,
    log: silentLog,
  }
  const wake = (task: TaskId) => orchestrate(ports, { workspace: WORKSPACE, task })
  const content = async (task: TaskId): Promise<NoticeContent | undefined> => {
    const [notice] = Object.values(world.task(WORKSPACE, task).notices)
    return notice === undefined ? undefined : world.ledger.content(WORKSPACE, notice.id)
  }
  return { world, ports, redriven, digests, sent, alarms, wake, content }
}
