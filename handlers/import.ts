import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { Fault } from '../app/errors.ts'
import { importStep } from '../app/github/import/run.ts'
import { eachMessage } from '../app/queue/each-message.ts'
import { unpackImport } from '../app/queue/imports.ts'
import { note } from '../app/telemetry/scope.ts'
import { github } from './wiring/github.ts'
import { githubActPorts } from './wiring/github-acts.ts'
import { importBeginning } from './wiring/import.ts'
import { isPresent } from './wiring/presence.ts'
import { tablePorts } from './wiring/table.ts'
import { wiring } from './wiring.ts'

/** The history of a repository: one slice, and the message for the next. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const { log } = wiring()
  return eachMessage(
    event,
    async (body) => {
      const order = unpackImport(JSON.parse(body))
      if (order === undefined) throw new Fault('a message is no slice of an import')
      note({ workspace: order.workspace, cause: order.run })
      if (!(await isPresent(order.workspace))) return
      const { directory } = tablePorts()
      await importStep({ ...importBeginning(), acts: githubActPorts(), directory, client: github(), log }, order)
    },
    log,
  )
}
