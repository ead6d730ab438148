import type { ApprovalDesk } from '../ports/approval-desk.ts'
import { approversOf, undecided } from '../tasks/approval.ts'
import type { TaskEvent } from '../tasks/events.ts'
import type { TaskId } from '../tasks/ids.ts'
import type { Store } from './store.ts'
import { rowsUnder } from './sweep.ts'
import { keys, partitions, prefixes } from './table.ts'

/** Which requests wait for whom: a row for each approver, behind the task, so that nobody's decisions are scanned for. */
export function approvalDesk(store: Store): ApprovalDesk {
  return {
    async settle({ task, events }) {
      const { approval, workspace, id, version } = task
      if (approval === undefined || !events.some(moves)) return
      const open = approval.outcome === undefined ? undecided(approval) : []
      for (const person of approversOf(approval)) {
        const row = { ...keys.approval(workspace, person, id), kind: 'approval', task: id, version }
        const waits = open.includes(person)
        // A version that comes again, or late, takes nothing back that a newer one has written.
        const expires = Math.ceil(Date.parse(approval.expiresAt) / 1000) + THIRTY_DAYS
        await store.put({ ...row, waits, expires }, { ...NEWER, values: { ':version': version } })
      }
    },
    async waitingFor(workspace, person) {
      const waiting: TaskId[] = []
      for await (const row of rowsUnder(store, partitions.person(workspace, person), prefixes.approvals)) {
        if (row['waits'] === true) waiting.push(row['task'] as TaskId)
      }
      return waiting
    },
  }
}

function moves({ type }: TaskEvent): boolean {
  return type === 'ApprovalRequested' || type === 'ApprovalVoted' || type === 'ApprovalSettled'
}

const THIRTY_DAYS = 30 * 24 * 3600

const NEWER = {
  expression: 'attribute_not_exists(pk) OR #version <= :version',
  names: { '#version': 'version' },
} as const
