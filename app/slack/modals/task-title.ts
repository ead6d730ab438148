import type { KnownBlock } from '@slack/types'
import type { TaskId } from '../../tasks/ids.ts'
import { plain } from '../../verbs/words/markup.ts'

/** What a form is about, and what it asks. */
export function taskTitle(task: TaskId | undefined, title: string | undefined, asks: string): KnownBlock[] {
  const about = task === undefined ? [] : [`*${task}* ${plain(title ?? '', 200)}`.trim()]
  return [
    {
      type: 'section',
      block_id: 'about',
      text: { type: 'mrkdwn', text: [...about, asks].join('\n'), verbatim: true },
    },
  ]
}
