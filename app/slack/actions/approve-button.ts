import { decideOn } from '../../verbs/decide-approval.ts'
import { inSlack } from '../messages/in-slack.ts'
import type { ButtonAction } from './action.ts'

/** Approves what the message asks for. The message shows who decided, and when, wherever it stands. */
export const approveButton: ButtonAction = {
  id: 'approval.approve',
  action: 'approval.decide',
  reads: false,
  async act({ task, notice }, context, ports) {
    const seen = notice === undefined ? {} : { notice }
    const reply = inSlack(await decideOn({ id: task, verdict: 'approved', ...seen }, context, ports))
    // What was accepted redraws the message by itself; a refused click was made on one that is out of date.
    return reply.refusal !== undefined && notice !== undefined ? { reply, refresh: { task, notice } } : { reply }
  },
}
