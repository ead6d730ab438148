import type { Button } from '@slack/types'
import type { TaskId } from '../../tasks/ids.ts'
import type { NoticeId } from '../../tasks/notice.ts'
import type { TaskAct } from '../../verbs/words/offer.ts'
import { taskButton } from '../actions/task-button.ts'

/** What a message offers when its time is over: the task as it stands, and what happened to it since. */
export function pastButtons(task: TaskId, notice: NoticeId): Button[] {
  return [noticeButton('task.show', task, notice), noticeButton('task.history', task, notice)]
}

/** A button on the message of a notice. There the question is not why the task stands so, but why the message came. */
export function noticeButton(action: TaskAct, task: TaskId, notice: NoticeId): Button {
  const button = taskButton(action, task, { notice })
  if (action !== 'task.why') return button
  return {
    ...button,
    text: { type: 'plain_text', text: 'Why am I getting this?' },
    accessibility_label: `Why am I getting this message about ${task}?`,
  }
}
