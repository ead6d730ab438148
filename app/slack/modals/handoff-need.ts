import { ok } from '../../result.ts'
import { MAX_REMARK } from '../../tasks/receipt.ts'
import { type NeedArguments, need } from '../../verbs/need.ts'
import { textField } from './fields.ts'
import { errorsOf, type Modal } from './modal.ts'
import { textOf } from './readers.ts'
import { taskTitle } from './task-title.ts'

/** Asks for what a hand-off lacks. */
export const needSomething: Modal<NeedArguments> = {
  id: 'handoff.need',
  verb: need,
  title: 'Need something',
  submit: 'Ask for it',
  blocks: ({ task, title }, values) => [
    ...taskTitle(task, title, 'The one who finished the work before gets your question, in a conversation with you.'),
    textField(values, {
      id: 'text',
      label: 'What is missing',
      most: MAX_REMARK,
      lines: true,
      placeholder: 'Which region is the table in?',
    }),
  ],
  read(values, { task, notice }) {
    const text = textOf(values, 'text', 'what is missing', MAX_REMARK)
    if (task === undefined || !text.ok) return { ok: false, error: errorsOf({ text }) }
    return ok({ id: task, text: text.value, ...(notice === undefined ? {} : { notice }) })
  },
}
