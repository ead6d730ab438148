import { awsClient } from '../aws/client.ts'
import { Fault } from '../errors.ts'
import { lazily } from '../lazily.ts'
import type { Publish } from '../ports/history.ts'
import { presentTrace } from '../telemetry/scope.ts'
import { envelopes } from './envelope.ts'

export type BusSettings = { readonly bus: string; readonly region: string; readonly endpoint?: string | undefined }

/** EventBridge takes ten entries a call. */
const MOST_ENTRIES = 10

/** Publishes a version's events, in the present trace. Throws if any entry was not taken: the whole version then comes again. */
export function eventBus(settings: BusSettings): Publish {
  const connect = lazily(() => connected(settings))
  return async (image) => {
    const all = envelopes(image)
    if (all.length === 0) return
    const { sdk, client } = await connect()
    const trace = presentTrace()
    const inTrace = trace === undefined ? {} : { TraceHeader: trace }
    for (let from = 0; from < all.length; from += MOST_ENTRIES) {
      const some = all.slice(from, from + MOST_ENTRIES)
      const Entries = some.map(({ source, detailType, time, detail }) => ({
        EventBusName: settings.bus,
        Source: source,
        DetailType: detailType,
        Time: new Date(time),
        Detail: JSON.stringify(detail),
        ...inTrace,
      }))
      const answer = await client.send(new sdk.PutEventsCommand({ Entries }))
      const failed = (answer.Entries ?? []).flatMap(({ ErrorCode }, index) =>
        ErrorCode === undefined ? [] : [{ eventId: some[index]?.detail.eventId, ErrorCode }],
      )
      if (failed.length > 0) throw new Fault('the bus did not take every event', { failed })
    }
  }
}

async function connected({ region, endpoint }: BusSettings) {
  const sdk = await import('@aws-sdk/client-eventbridge')
  return { sdk, client: new sdk.EventBridgeClient(awsClient({ region, endpoint })) }
}
