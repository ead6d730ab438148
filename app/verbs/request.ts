import { listed, roleName } from '../projects/phrases.ts'
import { ok } from '../result.ts'
import type { TaskId } from '../tasks/ids.ts'
import { projectOf } from '../tasks/ids.ts'
import { MAX_REMARK } from '../tasks/receipt.ts'
import { atMost, onlyOptions, option, short, taskIn, textIn, wrong } from './arguments.ts'
import { order } from './order.ts'
import { type Line, wordText } from './parse.ts'
import type { Verb } from './verb.ts'
import { command, moment, plain } from './words/markup.ts'
import { refusalReply } from './words/refusal-reply.ts'
import { replyOf } from './words/reply.ts'

const DAY_MS = 24 * 3_600_000
const HOUR_MS = 3_600_000
const USUAL = 3 * DAY_MS
const MOST = 30 * DAY_MS

/** Asks those who may for their approval. */
export const request: Verb<{ readonly id: TaskId; readonly note?: string; readonly withinMs?: number }> = {
  name: 'request',
  group: 'Do your work',
  action: 'approval.request',
  usage: 'request ID ["note"] [within:3d]',
  summary: 'Ask for the approval that a task needs; those who may decide get buttons, and you hear the outcome',
  examples: ['request UAPI-9', 'request UAPI-9 "release 1.4, tested on staging" within:4h'],
  parse(line) {
    const id = taskIn(line.words[0])
    if (!id.ok) return id
    const rest = atMost(line, 2)
    if (!rest.ok) return rest
    const options = onlyOptions(line, ['within'])
    if (!options.ok) return options
    const within = withinOf(line)
    if (within === undefined) {
      return wrong(
        `"${short(wordText(option(line, 'within')!))}" is no time; write hours or days, such as 4h or 3d, at most 30d`,
      )
    }
    if (line.words[1] === undefined) return ok({ id: id.value, withinMs: within })
    const note = textIn(line.words[1], 'the note', MAX_REMARK)
    return note.ok ? ok({ id: id.value, note: note.value, withinMs: within }) : note
  },
  wants: () => ({ projects: true }),
  async act({ id, note, withinMs = USUAL }, context, { log }) {
    const project = context.projects.find(({ key }) => key === projectOf(id))
    const begins = Date.parse(context.at)
    const [remindAt, expiresAt] = [withinMs / 2, withinMs].map((ms) => new Date(begins + ms).toISOString())
    const accepted = await order(context, log, id, 'approval.request', {
      type: 'RequestApproval',
      approvers: project?.approvers ?? {},
      ...(note === undefined ? {} : { note }),
      remindAt: remindAt!,
      expiresAt: expiresAt!,
    })
    if (!accepted.ok) return refusalReply(accepted.error)
    const asked = accepted.value.task.approval
    const roles = Object.keys(asked?.approvers ?? {}).map(roleName)
    return replyOf([
      `I am asking for approval of *${id}* ${plain(accepted.value.task.title)}: its ${plain(listed(roles), 300)} may decide until ${moment(asked?.expiresAt ?? expiresAt!)}.`,
      `You hear the outcome from me. Who has decided: ${command(`why ${id}`)}`,
    ])
  },
}

/** Milliseconds; `undefined` for what is no time, or too long. */
function withinOf(line: Line): number | undefined {
  const word = option(line, 'within')
  if (word === undefined) return USUAL
  const [, number, unit] = /^([1-9]\d{0,2})\s*(h|d)[a-z]*$/i.exec(wordText(word).trim()) ?? []
  const ms = Number(number) * (unit?.toLowerCase() === 'h' ? HOUR_MS : DAY_MS)
  return ms > 0 && ms <= MOST ? ms : undefined
}
