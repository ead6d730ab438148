import type { VerbPorts } from '../../verbs/verb.ts'
import { meanwhileReply } from '../../verbs/words/meanwhile-reply.ts'
import type { ActionReply } from '../handlers.ts'
import type { ActionInput } from '../inputs.ts'
import { inSlack } from '../messages/in-slack.ts'
import { pageView } from '../modals/form-view.ts'
import { receiveTyped } from '../typed.ts'
import type { GesturePorts } from './gesture.ts'
import { shown } from './shown.ts'

/** The button that links a GitHub account does what the verb does, and shows its answer to the one who clicked alone. */
export async function linkAccount(input: ActionInput, ports: GesturePorts): Promise<ActionReply | undefined> {
  const by = ports.asked(input)
  const calls = ports.calls(by.workspace)
  let isLater = false
  // Whom nobody has met is put down behind the queue; their answer takes the place of what is shown meanwhile.
  const followUp: VerbPorts['followUp'] = async (job) => {
    isLater = true
    const page = await calls.openView(input.triggerId, pageView('CodexFlow', inSlack(meanwhileReply())))
    if (!page.ok) ports.logger.warn('A later answer has no page to be shown on', page.error)
    const viewId = page.ok ? { viewId: page.value.viewId } : {}
    await ports.verbs.followUp(job.type === 'RunCommand' ? { ...job, asked: { ...job.asked, ...viewId } } : job)
  }
  const reply = await receiveTyped('link', by, { ...ports.verbs, followUp })
  const left = isLater ? undefined : await shown(reply, input, { calls, logger: ports.logger })
  return left === undefined ? undefined : { ...left, place: 'private' }
}
