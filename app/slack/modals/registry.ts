import type { ModalId } from '../callbacks.ts'
import { rejectIt } from './approval-reject.ts'
import { needSomething } from './handoff-need.ts'
import { notMine } from './handoff-notmine.ts'
import { type ListedModal, listedModal } from './modal.ts'
import { newProject } from './project-new.ts'
import { ownSettings } from './settings.ts'
import { reassignTask } from './task-assign.ts'
import { blockTask } from './task-block.ts'
import { finishTask } from './task-done.ts'
import { taskNew } from './task-new.ts'

/** Every form, by its callback id. */
export const FORMS: Readonly<Record<ModalId, ListedModal>> = {
  'task.new': listedModal(taskNew),
  'project.new': listedModal(newProject),
  'task.done': listedModal(finishTask),
  'task.block': listedModal(blockTask),
  'task.assign': listedModal(reassignTask),
  settings: listedModal(ownSettings),
  'handoff.need': listedModal(needSomething),
  'handoff.notmine': listedModal(notMine),
  'approval.reject': listedModal(rejectIt),
}
