import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { Fault } from '../app/errors.ts'
import { importStep } from '../app/github/import/run.ts'
import { eachMessage } from '../app/queue/each-message.ts'
import { unpackImport } from '../app/queue/imports.ts'
import { note } from '../app/telemetry/scope.ts'
import { githubActPorts } from './github-acts-wiring.ts'
import { github } from './github-wiring.ts'
import { importBeginning } from './import-wiring.ts'
import { isPresent } from './presence-wiring.ts'
import { tablePorts } from './table-wiring.ts'
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
