import type { Log } from '../../log.ts'
import type { SlackCalls } from '../calls.ts'
import type { SlackReply } from '../handlers.ts'

/** Where a gesture was made, as far as it matters for showing its answer. */
type Gesture = {
  readonly userId: string
  readonly triggerId: string
  readonly responseUrl?: string
  readonly view?: { readonly surface: 'modal' | 'home' }
}

type Ports = { readonly calls: SlackCalls; readonly logger: Pick<Log, 'warn'> }

/**
 * Shows an answer where it cannot simply be said: a form opens as a modal, and what was asked in a view is answered by a
 * page of it. Gives back what is left to say, such as the button that opens the form when its time had run out. In a view
 * nothing can be said beside it; the conversation with the app hears of it then. One call to Slack, or a second one where
 * the first came too late.
 */
export async function shown(reply: SlackReply, gesture: Gesture, ports: Ports): Promise<SlackReply | undefined> {
  const { userId, triggerId, view, responseUrl = '' } = gesture
  const modal =
    reply.modal ?? (view === undefined ? undefined : (await import('./on-screen.ts')).pageView('CodexFlow', reply))
  if (modal === undefined) return reply
  const { calls, logger } = ports
  try {
    const opened = await (view?.surface === 'modal'
      ? calls.pushView(triggerId, modal)
      : calls.openView(triggerId, modal))
    if (opened.ok) return undefined
    logger.warn('A modal could not be opened', opened.error)
    if (responseUrl !== '') return reply
    const said = await calls.postMessage(userId, reply)
    if (!said.ok) logger.warn('Nobody could be told that a modal did not open', said.error)
  } catch (error) {
    logger.warn('A modal could not be opened', { error })
    if (responseUrl !== '') return reply
  }
  return undefined
}
