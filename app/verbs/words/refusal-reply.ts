import type { Refusal } from '../../projects/refusal.ts'
import { sayRefusal } from '../../projects/refusal-words.ts'
import { parseTaskId } from '../../tasks/ids.ts'
import { command, inert } from './markup.ts'
import { offer } from './offer.ts'
import { type Reply, replyOf } from './reply.ts'

/** A "no" that explains itself, with a button that shows more where there is more to see. */
export function refusalReply(refusal: Refusal): Reply {
  const { why, instead } = sayRefusal(refusal)
  return { ...replyOf([inert(why), withCommand(instead)], buttonsFor(refusal)), refusal, isNo: true }
}

/** The same, as lines within a longer answer. */
export function refusalLine(refusal: Refusal): string {
  const { why, instead } = sayRefusal(refusal)
  return `${inert(why)} ${withCommand(instead)}`
}

/** The verbs that refusals advise; they are the same on every surface, and only here begin with a slash. */
const ADVICE =
  /: ((?:after|block|done|help|link|list|people|project connect|project new|project restore|project settings|reopen|request|start|show|task add|unblock|why)\b(?:[^.,]|\.(?=\S))*)/

function withCommand(instead: string): string {
  const found = ADVICE.exec(instead)
  if (found === null) return inert(instead)
  const [before, after] = [instead.slice(0, found.index), instead.slice(found.index + found[0].length)]
  return `${inert(before)}: ${command(found[1]!)}${after === '' ? '' : ` ${inert(after)}`.replace(/^ (?=[.,])/, '')}`
}

function buttonsFor(refusal: Refusal) {
  switch (refusal.kind) {
    case 'not-ready':
    case 'gates-unmet':
    case 'turn-passed':
    case 'no-impediment': {
      const task = parseTaskId(refusal.task)
      if (task === undefined) return []
      const lacksApproval = refusal.kind === 'gates-unmet' && refusal.unmet.some(({ gate }) => gate.kind === 'approved')
      return [...(lacksApproval ? [offer('approval.request', task)] : []), offer('task.why', task)]
    }
    case 'lacks':
      return [offer('task.done', refusal.task)]
    default:
      return []
  }
}
