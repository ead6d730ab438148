import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import { eachChange } from '../app/dynamo/stream.ts'
import { propagate } from '../app/propagate.ts'
import { isPresent } from './wiring/presence.ts'
import { tablePorts } from './wiring/table.ts'
import { nowIso, wiring } from './wiring.ts'

/** The stream of tasks that closed or opened: settle each task that waits for them. */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const { log } = wiring()
  const { tasks } = tablePorts()
  return eachChange(
    event,
    async ({ task }) => {
      if (await isPresent(task.workspace)) await propagate(tasks, task.workspace, task.id, nowIso())
    },
    log,
  )
}
