import { checkedBy, type DoorAnswer, type DoorRefusal, type HttpEvent, jsonAnswer, refusalAnswer } from '../door.ts'
import type { Log } from '../log.ts'
import type { Result } from '../result.ts'
import type { Secret } from '../secrets/cached-secret.ts'
import type { DoorReceiver } from './receiver.ts'
import { claimOfSlack, type VerifiedSlackRequest } from './verify.ts'

/** What the Slack door needs. `now` gives Unix milliseconds. */
export type SlackDoorOptions = {
  /** What Slack may sign with. */
  readonly signers: Secret<readonly string[]>
  readonly now: () => number
  readonly log: Log
  readonly receiver: Pick<DoorReceiver, 'answer'>
}

/**
 * `POST /slack/events`: commands, interactivity and events. Only what Slack signed goes further; 500 while nobody can tell
 * whether it did. Never throws.
 */
export function slackDoor(options: SlackDoorOptions): (event: HttpEvent) => Promise<DoorAnswer> {
  const { signers, now, log, receiver } = options
  return async (event) => {
    let request: Result<VerifiedSlackRequest, DoorRefusal>
    try {
      request = await checkedBy(signers, claimOfSlack(event, Math.floor(now() / 1000)))
    } catch (error) {
      log.error('No request of Slack can be checked', { error })
      return jsonAnswer(500, { error: 'The request could not be checked; it has to be sent again.' })
    }
    return request.ok ? receiver.answer(request.value) : refusalAnswer(request.error)
  }
}
