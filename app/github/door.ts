import { checkedBy, type DoorAnswer, type DoorRefusal, type HttpEvent, jsonAnswer, refusalAnswer } from '../door.ts'
import type { Log } from '../log.ts'
import type { Result } from '../result.ts'
import type { Secret } from '../secrets/cached-secret.ts'
import type { Fields } from '../untrusted.ts'
import { packDelivery } from './inbox.ts'
import { claimOfGitHub, parseDelivery, type VerifiedDelivery } from './verify.ts'

/** What the GitHub door needs. `now` gives Unix milliseconds. */
export type GitHubDoorOptions = {
  /** What GitHub may sign with. */
  readonly signers: Secret<readonly string[]>
  readonly now: () => number
  readonly log: Log
  /** Whether any source acts on events of this name: the others are dropped before they are parsed. */
  readonly listensTo: (name: string) => boolean
  /** Whether some source acts on this very delivery. */
  readonly actsOn: (name: string, action: string | undefined, payload: Fields) => boolean
  /** Puts a message on the inbox queue; settles when it is stored. */
  readonly enqueue: (message: string) => Promise<void>
}

/**
 * `POST /github/webhooks`: one durable write, then 202. GitHub never sends again by itself; 500 lets our sweep find the
 * delivery among the failed ones. Never throws.
 */
export function githubDoor(options: GitHubDoorOptions): (event: HttpEvent) => Promise<DoorAnswer> {
  const { signers, now, log, listensTo, actsOn, enqueue } = options
  return async (event) => {
    let verified: Result<VerifiedDelivery, DoorRefusal>
    try {
      verified = await checkedBy(signers, claimOfGitHub(event))
    } catch (error) {
      log.error('No delivery of GitHub can be checked', { error })
      return jsonAnswer(500, { error: 'The delivery could not be checked; it has to be sent again.' })
    }
    if (!verified.ok) return refusalAnswer(verified.error)
    const { id, name } = verified.value
    try {
      if (name === 'ping') return jsonAnswer(200, { pong: true })
      if (!listensTo(name)) return jsonAnswer(200, { ignored: name })
      const delivery = parseDelivery(verified.value)
      if (!delivery.ok) return refusalAnswer(delivery.error)
      const { action, payload } = delivery.value
      if (!actsOn(name, action, payload)) return jsonAnswer(200, { ignored: action ? `${name}.${action}` : name })
      const message = packDelivery(delivery.value, new Date(now()).toISOString())
      if (!message.ok) return refusalAnswer({ status: 400, why: message.error })
      await enqueue(message.value)
      return jsonAnswer(202, { accepted: id })
    } catch (error) {
      log.error('A GitHub delivery could not be taken in', { delivery: id, event: name, error })
      return jsonAnswer(500, { error: 'The delivery could not be stored; it has to be sent again.' })
    }
  }
}
