import { Fault } from '../../errors.ts'
import type { SlackCalls } from '../calls.ts'
import type { ModalView, SlackReply } from '../handlers.ts'

/**
 * Shows on a page that stands open what came later. Whoever has closed it is told in their conversation with the app. A
 * "no" of Slack's to that, too, is thrown: the queue brings it again, and at last an operator sees it.
 */
export async function showPage(
  calls: Pick<SlackCalls, 'updateView' | 'postMessage'>,
  at: { readonly viewId: string; readonly slackUser: string },
  view: ModalView,
  reply: SlackReply,
): Promise<void> {
  const updated = await calls.updateView(at.viewId, view, '')
  if (updated.ok) return
  const told = await calls.postMessage(at.slackUser, reply)
  if (!told.ok) throw new Fault('nobody could be told what came of a form', { ...told.error })
}
