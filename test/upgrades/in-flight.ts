import { envelopes } from '../../app/bus/envelope.ts'
import type { Item } from '../../app/dynamo/store.ts'
import { eventsOf, taskOf } from '../../app/dynamo/task-item.ts'
import { packDelivery } from '../../app/github/inbox.ts'
import type { LedgerEntry } from '../../app/handoffs/ledger.ts'
import { packAlarm } from '../../app/queue/alarms.ts'
import { packDigestOrder } from '../../app/queue/digest-orders.ts'
import { packImport } from '../../app/queue/imports.ts'
import { packOrder } from '../../app/queue/orders.ts'
import { packStatementOrder } from '../../app/queue/statement-orders.ts'
import { packVisit } from '../../app/queue/visits.ts'
import type { AskedInSlack } from '../../app/verbs/asked.ts'
import { packFollowUp } from '../../app/verbs/follow-up.ts'

/** Bodies of messages, as they wait on each queue while a new version is brought out. */
export type InFlight = Readonly<Record<string, readonly string[]>>

const REPOSITORY = 11

/** What this code puts on queues: events of these tasks, and one of each order about this delivery. */
export function inFlight(tasks: readonly Item[], { workspace, task, notice, key }: LedgerEntry, at: string): InFlight {
  const events = tasks.flatMap((item) => envelopes({ task: taskOf(item), events: eventsOf(item) }))
  const asked: AskedInSlack = {
    ...{ workspace, at, cause: 'slack:1', channel: 'C1', slackUser: 'U1', userName: 'amy' },
    responseUrl: 'https://hooks.slack.com/commands/T0/1/x',
  }
  const connect = { project: 'UAPI', fullName: 'northwind/user-api', person: 'per_amy' } as const
  const payload = {
    action: 'created',
    installation: { id: 5 },
    repository: { id: REPOSITORY, full_name: 'northwind/user-api' },
  }
  const delivery = { id: 'e5f1', name: 'issue_comment', action: 'created', text: JSON.stringify(payload), payload }
  const packed = packDelivery(delivery, at)
  const about = { workspace, repository: REPOSITORY } as const
  return {
    events: events.map(({ detailType, ...rest }) =>
      JSON.stringify({ version: '0', 'detail-type': detailType, ...rest }),
    ),
    inbox: packed.ok ? [packed.value] : [],
    deliveries: [
      packOrder({ workspace, task, notice, key }),
      packOrder({ workspace, task, notice, key, line: { slot: 1 } }),
    ],
    alarms: [packAlarm({ workspace, task })],
    digests: [packDigestOrder({ workspace, person: 'per_amy' })],
    imports: [packImport({ ...about, run: 'r', step: 1 })],
    statements: [
      packStatementOrder({ kind: 'task', workspace, task }),
      packStatementOrder({ kind: 'pull', ...about, number: 12, again: true }),
    ],
    visits: [
      packVisit({ type: 'look', repository: REPOSITORY, compare: true, tries: 0 }),
      packVisit({ type: 'compare', repository: REPOSITORY, begun: 1, since: 1, stage: 'open', page: 1, tries: 0 }),
      packVisit({ type: 'tell', workspace, project: 'UAPI' }),
    ],
    followUps: [
      packFollowUp({ type: 'ConnectRepository', ...connect, asked }),
      packFollowUp({ type: 'RefreshNotice', workspace, task, notice }),
      packFollowUp({ type: 'RunCommand', text: 'mine', asked }),
      packFollowUp({ type: 'RunAction', actionId: 'task.why', value: task, asked }),
      packFollowUp({ type: 'PurgeWorkspace', workspace, removedAt: 1 }),
      packFollowUp({ type: 'NoteStay', workspace, slackUser: 'U1', state: 'gone', since: at, cause: 'left' }),
    ],
  }
}
