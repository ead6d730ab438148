import type { ButtonAction } from './action.ts'
import { formAction } from './form-action.ts'
import { showButton } from './show-button.ts'
import { startButton } from './start-button.ts'
import type { TaskAction } from './task-button.ts'
import { whyButton } from './why-button.ts'

/** Every button on messages about a task, by its action id. */
export const BUTTONS: Readonly<Record<TaskAction, ButtonAction>> = {
  'task.start': startButton,
  'task.done': formAction('task.done'),
  'task.block': formAction('task.block'),
  'task.assign': formAction('task.assign'),
  'task.why': whyButton,
  'task.show': showButton,
}
