import { ok } from '../../result.ts'
import { MAX_REMARK } from '../../tasks/receipt.ts'
import { type NotmineArguments, notmine } from '../../verbs/notmine.ts'
import { personField, textField } from './fields.ts'
import { errorsOf, type Modal } from './modal.ts'
import { memberIn, textOf } from './readers.ts'
import { taskTitle } from './task-title.ts'

/** Gives a hand-off back, or on to the one whose work it is. */
export const notMine: Modal<NotmineArguments> = {
  id: 'handoff.notmine',
  verb: notmine,
  title: 'Not mine',
  submit: 'Give it back',
  blocks: ({ task, title }, values) => [
    ...taskTitle(task, title, 'The lead hears of it with your reason, or the team’s channel where there is no lead.'),
    personField(values, { id: 'to', label: 'Whose is it?', placeholder: 'Pick somebody, if you know', optional: true }),
    textField(values, { id: 'reason', label: 'Why it is not yours', most: MAX_REMARK, lines: true }),
  ],
  read(values, { task, notice }) {
    const reason = textOf(values, 'reason', 'the reason', MAX_REMARK)
    if (task === undefined || !reason.ok) return { ok: false, error: errorsOf({ reason }) }
    const to = memberIn(values, 'to')
    const seen = notice === undefined ? {} : { notice }
    return ok({ id: task, reason: reason.value, ...(to === undefined ? {} : { to }), ...seen })
  },
  fieldOf: ({ kind }) => (kind === 'person-not-found' || kind === 'already-assigned' ? 'to' : undefined),
}
