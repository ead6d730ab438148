import { ok } from '../../result.ts'
import { MAX_REMARK } from '../../tasks/receipt.ts'
import { type ApprovalArguments, reject } from '../../verbs/decide-approval.ts'
import { textField } from './fields.ts'
import { errorsOf, type Modal } from './modal.ts'
import { textOf } from './readers.ts'
import { taskTitle } from './task-title.ts'

/** Rejects what was asked for, and says what has to change. */
export const rejectIt: Modal<ApprovalArguments> = {
  id: 'approval.reject',
  verb: reject,
  title: 'Reject',
  submit: 'Reject it',
  blocks: ({ task, title }, values) => [
    ...taskTitle(task, title, 'Whoever asked for approval hears of it, with your reason. It can be asked for again.'),
    textField(values, { id: 'comment', label: 'What has to change', most: MAX_REMARK, lines: true }),
  ],
  read(values, { task, notice }) {
    const comment = textOf(values, 'comment', 'the reason', MAX_REMARK)
    if (task === undefined || !comment.ok) return { ok: false, error: errorsOf({ comment }) }
    return ok({ id: task, comment: comment.value, ...(notice === undefined ? {} : { notice }) })
  },
}
