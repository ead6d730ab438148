import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import { eventBus } from '../app/bus/publish.ts'
import { eachChange } from '../app/dynamo/stream.ts'
import type { Publish } from '../app/ports.ts'
import { tablePorts } from './table-wiring.ts'
import { wiring } from './wiring.ts'

let publish: Publish | undefined

/** The stream of tasks: one log item a version, then its events onto the bus. */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const { log } = wiring()
  const { history } = tablePorts()
  publish ??= bus()
  const send = publish
  return eachChange(
    event,
    async (image) => {
      await history.write(image)
      await send(image)
    },
    log,
  )
}

function bus(): Publish {
  const { bus, region, endpoints } = wiring().config
  return eventBus({ bus, region, endpoint: endpoints.events })
}
