import { type DoorAnswer, type HttpEvent, refusalAnswer } from '../door.ts'
import { Fault } from '../errors.ts'
import type { DoorReceiver } from './receiver.ts'
import { verifySlack } from './verify.ts'

/** What the Slack door needs. `now` gives Unix milliseconds. */
export type SlackDoorOptions = {
  readonly secret: string
  readonly now: () => number
  readonly receiver: Pick<DoorReceiver, 'answer'>
}

/** `POST /slack/events`: commands, interactivity and events. Only what Slack signed goes further. Never throws. */
export function slackDoor({ secret, now, receiver }: SlackDoorOptions): (event: HttpEvent) => Promise<DoorAnswer> {
  if (secret === '') throw new Fault('The Slack signing secret is empty: anybody could sign')
  return async (event) => {
    const request = verifySlack(event, secret, Math.floor(now() / 1000))
    return request.ok ? receiver.answer(request.value) : refusalAnswer(request.error)
  }
}
