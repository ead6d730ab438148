import { simulate } from '../app/simulate.ts'
import type { LaterPorts } from '../app/slack/commands/verb.ts'
import { tablePorts } from './table-wiring.ts'

/** What only verbs ask for that answer from the queue. */
export function laterPorts(): LaterPorts {
  const { tasks, ledger, directory } = tablePorts()
  return { simulate: (submission) => simulate({ tasks, ledger, directory }, submission) }
}
