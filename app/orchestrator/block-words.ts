import type { Words } from '../handoffs/content.ts'
import { factsBehind } from '../tasks/impediments.ts'
import type { NoticeSubject } from '../tasks/notice.ts'
import type { Task } from '../tasks/task.ts'

/** What a block says: what was recorded, so there is nothing to write and no model is asked. */
export function blockWords(task: Pick<Task, 'impediments'>, subject: NoticeSubject): Words {
  const impediment = subject.kind === 'block' ? task.impediments[subject.source] : undefined
  const reason = impediment?.reason ?? 'something stands in the way'
  const facts = subject.kind === 'block' ? factsBehind(subject.source) : undefined
  return {
    opening: [{ text: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}${/[.!?]$/.test(reason) ? '' : '.'}` }],
    body: [],
    steps: [[{ text: STEPS[facts ?? 'person'] }]],
    priority: 'high',
    writtenBy: 'template',
  }
}

const STEPS = {
  check: 'Look at what failed and push a fix; this lifts by itself when the check is green.',
  deployment: 'Look at what failed and deploy it again; this lifts by itself when a deployment goes well.',
  person: 'Talk to the one who blocked it; it lifts when they unblock it.',
} as const
