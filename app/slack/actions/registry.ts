import type { TaskAct } from '../../verbs/words/offer.ts'
import type { ButtonAction } from './action.ts'
import { approveButton } from './approve-button.ts'
import { formAction } from './form-action.ts'
import { gotButton } from './got-button.ts'
import { historyButton } from './history-button.ts'
import { requestButton } from './request-button.ts'
import { showButton } from './show-button.ts'
import { startButton } from './start-button.ts'
import { whyButton } from './why-button.ts'

/** Every button on messages about a task, by its action id. */
export const BUTTONS: Readonly<Record<TaskAct, ButtonAction>> = {
  'task.start': startButton,
  'task.done': formAction('task.done', 'task.complete'),
  'task.block': formAction('task.block', 'task.block'),
  'task.assign': formAction('task.assign', 'task.assign'),
  'task.why': whyButton,
  'task.show': showButton,
  'task.history': historyButton,
  'handoff.got': gotButton,
  'handoff.need': formAction('handoff.need', 'handoff.answer'),
  'handoff.notmine': formAction('handoff.notmine', 'handoff.answer'),
  'approval.approve': approveButton,
  'approval.reject': formAction('approval.reject', 'approval.decide'),
  'approval.request': requestButton,
}
