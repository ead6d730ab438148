import { escapeSlack } from '../../handoffs/escape.ts'
import { type Reply, replyOf } from './reply.ts'

/** What is said until the answer comes, which takes its place where Slack lets it. */
export function meanwhileReply(doing = 'Working on it'): Reply {
  return replyOf([`${escapeSlack(doing)}…`])
}

/** Whether an answer only promises another: nothing else that we say ends so. */
export function isMeanwhile(text: string): boolean {
  return text.endsWith('…') && !text.includes('\n')
}
