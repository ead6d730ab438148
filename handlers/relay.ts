import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import { eachChange } from '../app/dynamo/stream.ts'
import { wiring } from './wiring.ts'

/** The stream of tasks: one log item a version, then its events onto the bus. */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const { history, publish, log } = wiring()
  return eachChange(
    event,
    async (image) => {
      await history.write(image)
      await publish(image)
    },
    log,
  )
}
