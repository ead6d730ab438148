import type { VerbPorts } from '../../verbs/verb.ts'
import { meanwhileReply } from '../../verbs/words/meanwhile-reply.ts'
import { receiveAction } from '../actions/run.ts'
import type { ActionReply } from '../handlers.ts'
import type { ActionInput } from '../inputs.ts'
import { inSlack } from '../messages/in-slack.ts'
import { pageView } from '../modals/form-view.ts'
import type { GesturePorts } from './gesture.ts'
import { shown } from './shown.ts'

/**
 * Acts on a button that speaks of a task. The message on which it stands is rendered anew from the task by a worker, and so
 * is the Home tab: that takes reads and calls to Slack.
 */
export async function click(input: ActionInput, ports: GesturePorts): Promise<ActionReply | undefined> {
  const { actionId, value, view } = input
  const by = ports.asked(input)
  const { workspace } = by
  const calls = ports.calls(workspace)
  let isLater = false
  // A page that stands open is where a later answer can be shown: beside a view there is no other place.
  const withPage: VerbPorts['followUp'] = async (job) => {
    isLater = true
    const opening = view?.surface === 'modal' ? calls.pushView : calls.openView
    const page = await opening(input.triggerId, pageView('CodexFlow', inSlack(meanwhileReply())))
    if (!page.ok) ports.logger.warn('A later answer has no page to be shown on', page.error)
    const viewId = page.ok ? { viewId: page.value.viewId } : {}
    await ports.verbs.followUp(job.type === 'RunAction' ? { ...job, asked: { ...job.asked, ...viewId } } : job)
  }
  const verbs = view === undefined ? ports.verbs : { ...ports.verbs, followUp: withPage }
  const { reply, refresh } = await receiveAction({ actionId, value }, by, verbs)
  if (refresh !== undefined) await ports.verbs.followUp({ type: 'RefreshNotice', workspace, ...refresh })
  if (view?.surface === 'home' && reply?.modal === undefined && reply?.refusal === undefined && !isLater) {
    await ports.verbs.followUp({ type: 'PublishHome', workspace, slackUser: by.slackUser })
  }
  const left = reply === undefined ? undefined : await shown(reply, input, { calls, logger: ports.logger })
  return left === undefined ? undefined : { ...left, place: 'private' }
}
