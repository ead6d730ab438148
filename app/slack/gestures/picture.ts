import type { VerbPorts } from '../../verbs/verb.ts'
import type { ActionReply } from '../handlers.ts'
import type { ActionInput } from '../inputs.ts'
import { receiveTyped } from '../typed.ts'
import type { GesturePorts } from './gesture.ts'
import { shown } from './shown.ts'

/** The button below a graph draws what the verb would; the answer with its picture takes the place of the one without. */
export async function showPicture(input: ActionInput, ports: GesturePorts): Promise<ActionReply | undefined> {
  const by = ports.asked(input)
  let isLater = false
  const followUp: VerbPorts['followUp'] = async (job) => {
    isLater = true
    await ports.verbs.followUp(job)
  }
  const reply = await receiveTyped(`graph ${input.value} picture`, by, { ...ports.verbs, followUp })
  // What was said meanwhile would stand below the graph for ever.
  const calls = ports.calls(by.workspace)
  const left = isLater ? undefined : await shown(reply, input, { calls, logger: ports.logger })
  return left === undefined ? undefined : { ...left, place: 'private' }
}
