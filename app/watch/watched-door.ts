import type { DoorAnswer, HttpEvent } from '../door.ts'
import { type Apart, METRICS, type Measure } from '../telemetry/metrics.ts'

type Reason = Apart<'DoorRejections'>['reason']
const REASONS: readonly string[] = METRICS.DoorRejections.by.reason

/** A door that counts what it turned away, by why; a request that it took is counted by the API. */
export function watchedDoor(
  name: Apart<'DoorRejections'>['door'],
  door: (event: HttpEvent) => Promise<DoorAnswer>,
  measure: Measure,
): (event: HttpEvent) => Promise<DoorAnswer> {
  return async (event) => {
    const answer = await door(event)
    const { statusCode } = answer
    if (statusCode >= 400) {
      const reason = REASONS.includes(String(statusCode)) ? (String(statusCode) as Reason) : 'broken'
      measure('DoorRejections', 1, { door: name, reason })
    }
    return answer
  }
}
