import { listed, roleName } from '../projects/phrases.ts'
import { ok, type Result } from '../result.ts'
import { openRoles, type Verdict } from '../tasks/approval.ts'
import type { TaskId } from '../tasks/ids.ts'
import type { NoticeId } from '../tasks/notice.ts'
import { MAX_REMARK } from '../tasks/receipt.ts'
import type { Task } from '../tasks/task.ts'
import { onlyOptions, onlyTask, taskAndText } from './arguments.ts'
import { isInGithub } from './asked.ts'
import { order } from './order.ts'
import type { Line, Wrong } from './parse.ts'
import { passed } from './seen-notice.ts'
import type { Verb, VerbContext, VerbPorts } from './verb.ts'
import { command, plain } from './words/markup.ts'
import { refusalReply } from './words/refusal-reply.ts'
import { type Reply, replyOf } from './words/reply.ts'

/** `notice`: the message on which it is decided; left out: it is about the request that stands. */
export type ApprovalArguments = { readonly id: TaskId; readonly comment?: string; readonly notice?: NoticeId }

/** Approves what somebody asked for. */
export const approve: Verb<ApprovalArguments> = {
  name: 'approve',
  group: 'Do your work',
  action: 'approval.decide',
  usage: 'approve ID ["comment"]',
  summary: 'Approve what you were asked for',
  examples: ['approve UAPI-9', 'approve UAPI-9 "good to go"'],
  parse: (line) => argumentsIn(line, 'optional'),
  act: (args, context, ports) => decideOn({ ...args, verdict: 'approved' }, context, ports),
}

/** Rejects it, and says why. */
export const reject: Verb<ApprovalArguments> = {
  name: 'reject',
  group: 'Do your work',
  action: 'approval.decide',
  usage: 'reject ID "why"',
  summary: 'Reject what you were asked for, and say what has to change',
  form: { id: 'approval.reject', about: 'task' },
  examples: ['reject UAPI-9 "the rollback plan is missing"'],
  parse: (line) => argumentsIn(line, 'needed'),
  act: (args, context, ports) => decideOn({ ...args, verdict: 'rejected' }, context, ports),
}

type Decision = ApprovalArguments & { readonly verdict: Verdict }

/** The answer of the verbs and of their buttons. */
export async function decideOn(
  { id, verdict, comment, notice }: Decision,
  context: VerbContext,
  { log }: Pick<VerbPorts, 'log'>,
): Promise<Reply> {
  const { person, asked } = context
  if (isInGithub(asked) && person.vouchedBy !== undefined) {
    return refusalReply({ kind: 'login-not-proved', login: asked.account.login })
  }
  const vote = {
    type: 'CastVote' as const,
    verdict,
    ...(comment === undefined ? {} : { comment }),
    ...(person.also === undefined ? {} : { also: person.also }),
  }
  // A message about an older request says nothing about this one; one that is decided says itself how.
  const accepted = await order(context, log, id, 'approval.decide', vote, (seen) =>
    seen.approval?.outcome === undefined ? passed(seen, notice) : undefined,
  )
  if (!accepted.ok) return refusalReply(accepted.error)
  return replyOf([said(accepted.value.task, verdict), `How it stands: ${command(`why ${id}`)}`])
}

function said({ id, title, approval }: Task, verdict: Verdict): string {
  const what = `*${id}* ${plain(title)}`
  if (approval?.outcome?.verdict === 'rejected') return `${what} is rejected. Whoever asked for it hears why from me.`
  if (approval?.outcome !== undefined) return `${what} is approved. Whoever asked for it hears of it from me.`
  const open = approval === undefined ? [] : openRoles(approval).map(roleName)
  const still = open.length === 0 ? 'somebody else' : `its ${plain(listed(open), 300)}`
  return `You have ${verdict} ${what}. Still to decide: ${still}.`
}

function argumentsIn(line: Line, comment: 'optional' | 'needed'): Result<ApprovalArguments, Wrong> {
  const options = onlyOptions(line, [])
  if (!options.ok) return options
  if (comment === 'optional' && line.words[1] === undefined) return onlyTask(line)
  const read = taskAndText(line, comment === 'needed' ? 'the reason' : 'the comment', MAX_REMARK)
  return read.ok ? ok({ id: read.value.id, comment: read.value.text }) : read
}
