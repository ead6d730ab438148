import type { Button, ConfirmationDialog } from '@slack/types'
import { parseTaskId, type TaskId } from '../../tasks/ids.ts'
import type { NoticeId } from '../../tasks/notice.ts'
import type { TaskAct } from '../../verbs/words/offer.ts'

/** What a button carries: its task, and the notice on whose message it stands. Never who may, never an address. */
export type TaskButtonValue = { readonly task: TaskId; readonly notice?: NoticeId }

const LABELS: Readonly<Record<TaskAct, { readonly text: string; readonly spoken: string }>> = {
  'task.start': { text: 'Start', spoken: 'Start' },
  'task.done': { text: 'Done…', spoken: 'Finish' },
  'task.block': { text: 'Block…', spoken: 'Say what stands in the way of' },
  'task.assign': { text: 'Reassign…', spoken: 'Give to somebody else:' },
  'task.why': { text: 'Why?', spoken: 'Why is this the state of' },
  'task.show': { text: 'Show', spoken: 'Show' },
  'task.history': { text: 'History', spoken: 'Tell what happened to' },
  'handoff.got': { text: 'Got it', spoken: 'Say that I got' },
  'handoff.need': { text: 'Need something…', spoken: 'Ask for what is missing for' },
  'handoff.notmine': { text: 'Not mine…', spoken: 'Give back' },
  'approval.approve': { text: 'Approve', spoken: 'Approve' },
  'approval.reject': { text: 'Reject…', spoken: 'Reject' },
  'approval.request': { text: 'Ask for approval', spoken: 'Ask for approval of' },
}

/**
 * A button for a message; `spoken` labels name the task, for those who hear them one by one. `isNamed`: what is seen names
 * it too, on a message about several, where none comes before the others.
 */
export function taskButton(
  action: TaskAct,
  task: TaskId,
  { notice, isNamed = false }: { readonly notice?: NoticeId; readonly isNamed?: boolean } = {},
): Button {
  const { text, spoken } = LABELS[action]
  return {
    type: 'button',
    action_id: action,
    value: packTaskButton(notice === undefined ? { task } : { task, notice }),
    text: { type: 'plain_text', text: isNamed ? named(text, task) : text, emoji: true },
    accessibility_label: `${spoken} ${task}`,
    ...(PRIMARY.has(action) && !isNamed ? { style: 'primary' as const } : {}),
    ...(action === 'approval.approve' ? { confirm: confirmation(task) } : {}),
  }
}

// "Reject UAPI-8…": the ellipsis, which says that a form comes, stays at the end.
function named(text: string, task: TaskId): string {
  return text.endsWith('…') ? `${text.slice(0, -1)} ${task}…` : `${text} ${task}`
}

const PRIMARY: ReadonlySet<TaskAct> = new Set(['task.start', 'approval.approve'])

// A decision that stands is worth a second look; a rejection has its form for that.
function confirmation(task: TaskId): ConfirmationDialog {
  const words = (text: string) => ({ type: 'plain_text', text }) as const
  return {
    title: words(`Approve ${task}?`),
    text: words('Your approval counts at once, and whoever asked for it hears of it.'),
    confirm: words('Approve'),
    deny: words('Not yet'),
  }
}

/** The value of a button. */
export function packTaskButton({ task, notice }: TaskButtonValue): string {
  return notice === undefined ? task : `${task} ${notice}`
}

/** Reads a button's value; `undefined` for what no button of ours carries. */
export function unpackTaskButton(value: string): TaskButtonValue | undefined {
  const [id = '', notice, ...rest] = value.split(' ')
  const task = parseTaskId(id)
  if (task === undefined || task !== id || rest.length > 0) return undefined
  if (notice === undefined) return { task }
  return /^n_[0-9a-f]{32}$/.test(notice) ? { task, notice: notice as NoticeId } : undefined
}
