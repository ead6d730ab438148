import { type DoorAnswer, type HttpEvent, header, jsonAnswer, refusalAnswer, sameText } from './door.ts'
import type { Log } from './log.ts'
import type { Secret } from './secrets/cached-secret.ts'
import type { Apart, Measure } from './telemetry/metrics.ts'

/** The header in which CloudFront says to the API what nobody else knows. */
export const EDGE_HEADER = 'x-codexflow-edge'

/** What a door needs to tell who came by the edge. */
export type EdgeOptions = {
  /** What CloudFront says, and what it said before; nothing: the stage has no edge, and everybody comes straight. */
  readonly marks: Secret<readonly string[]> | undefined
  /** What the door itself will ask for: asked at the same time, so that a cold door waits once. A failure is the door's to tell. */
  readonly meanwhile?: () => Promise<unknown>
  readonly measure: Measure
  readonly log: Log
}

type Knock = Pick<HttpEvent, 'headers'>

/**
 * A door that takes only what came by CloudFront, and so past its firewall: 403, counted, to whoever found the API's own name,
 * and 500 while nobody can tell. Without an edge it is the very door that was given.
 */
export function behindEdge<Event, Answer extends DoorAnswer>(
  name: Apart<'DoorRejections'>['door'],
  { marks, meanwhile, measure, log }: EdgeOptions,
  door: (event: Event) => Promise<Answer>,
): (event: Event & Knock) => Promise<Answer | DoorAnswer> {
  if (marks === undefined) return door
  return async (event) => {
    const said = header(event, EDGE_HEADER)
    // Nothing is asked for whoever says nothing.
    if (said === undefined) return refused(name, measure)
    meanwhile?.().catch(() => {})
    try {
      if (!(await isOneOf(marks, said))) return refused(name, measure)
    } catch (error) {
      log.error('Nobody can tell whether a request came by the edge', { error })
      measure('DoorRejections', 1, { door: name, reason: 'broken' })
      return jsonAnswer(500, { error: 'The request could not be checked; it has to be sent again.' })
    }
    return door(event)
  }
}

// What fits nothing may be newer than what this process has heard of.
async function isOneOf(marks: Secret<readonly string[]>, said: string): Promise<boolean> {
  const known = await marks.now()
  if (isAmong(known, said)) return true
  const others = await marks.again(known)
  return others !== undefined && isAmong(others, said)
}

// Each is compared, so that the time tells nothing of which it was.
function isAmong(known: readonly string[], said: string): boolean {
  return known.reduce((found, one) => sameText(one, said) || found, false)
}

function refused(door: Apart<'DoorRejections'>['door'], measure: Measure): DoorAnswer {
  measure('DoorRejections', 1, { door, reason: '403' })
  return refusalAnswer({ status: 403, why: 'Forbidden.' })
}
