import { setTimeout as delay } from 'node:timers/promises'
import { BUTTONS } from '../../../app/slack/actions/registry.ts'
import { isMeanwhile } from '../../../app/verbs/words/meanwhile-reply.ts'
import { TASK_ACTS } from '../../../app/verbs/words/offer.ts'
import type { Outside, SlackAnswer } from '../world/outside.ts'

/** A worker that has not answered by then has failed, and its queue brings the job again. */
const PATIENCE_MS = 20_000

/** Waits until what was said meanwhile has become the answer, and gives it in the place of what was said. */
export async function answered(
  bridge: Outside,
  user: string,
  answer: SlackAnswer,
  isPromised: (said: string) => boolean,
): Promise<SlackAnswer> {
  const { responseId } = answer
  if (responseId === undefined || answer.status !== 200 || !isPromised(wordsOf(answer))) return answer
  const deadline = Date.now() + PATIENCE_MS
  while (Date.now() < deadline) {
    const ours = (await bridge.ephemerals(user)).filter((message) => message.responseId === responseId)
    const responses = ours.filter(({ text }) => !isMeanwhile(text))
    if (responses.length > 0) return { ...answer, body: '', responses }
    await delay(30)
  }
  return answer
}

/** Whether a click on this button is answered later; what was said at once is the answer already. */
export function answersLater(actionId: string): (said: string) => boolean {
  const id = TASK_ACTS.find((known) => known === actionId)
  return (said) => said === '' && id !== undefined && BUTTONS[id].answers === 'later'
}

/** The words of an acknowledgement, and what came by `response_url` before it. */
export function wordsOf({ body, responses }: SlackAnswer): string {
  const said = typeof body === 'string' ? body : textIn(body)
  return [said, ...responses.map(({ text }) => text)].filter((text) => text !== '').join('\n')
}

function textIn(body: unknown): string {
  return typeof body === 'object' && body !== null && 'text' in body && typeof body.text === 'string' ? body.text : ''
}
