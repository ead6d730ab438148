import type { Log } from '../log.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { AskedInSlack } from '../verbs/asked.ts'
import type { SlackCalls } from './calls.ts'
import { showPage } from './gestures/show-page.ts'
import type { SlackReply } from './handlers.ts'
import { pageView } from './modals/form-view.ts'
import { answerFollowUp } from './response-url.ts'

/** How answers from behind the queue reach the one who asked. */
export type AnswerPorts = {
  readonly calls: (workspace: Workspace) => Pick<SlackCalls, 'postEphemeral' | 'postMessage' | 'updateView'>
  /** An origin other than Slack's that may be written to, such as that of the laptop's own Slack. */
  readonly localOrigin: string
  readonly log: Log
}

/**
 * Says it where it was asked, to the one who asked alone: on the page of a modal, by the gesture's `response_url`, else in the thread or channel of
 * the message that asked, else (the Home tab, a modal, a channel that is closed to us) in their direct messages.
 */
export async function answer(
  { workspace, slackUser, channel, thread, responseUrl, viewId, cause }: AskedInSlack,
  reply: SlackReply,
  { replaces = false }: { readonly replaces?: boolean },
  { calls, localOrigin, log }: AnswerPorts,
): Promise<void> {
  if (viewId !== undefined)
    return showPage(calls(workspace), { viewId, slackUser }, pageView('CodexFlow', reply), reply)
  if (responseUrl !== '') {
    await answerFollowUp(responseUrl, reply, { replaces, localOrigin })
    return
  }
  const { postEphemeral, postMessage } = calls(workspace)
  const isDirect = channel.startsWith('D')
  if (channel !== '' && !isDirect && (await postEphemeral(channel, slackUser, reply, thread)).ok) return
  const posted = await (isDirect ? postMessage(channel, reply, thread) : postMessage(slackUser, reply))
  if (!posted.ok) log.warn('An answer reached nobody', { cause, why: posted.error })
}
