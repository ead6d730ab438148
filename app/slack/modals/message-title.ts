import { shortened, visibleLine } from '../../handoffs/invisible.ts'
import { MAX_TITLE } from '../../tasks/task.ts'

/**
 * What a message would be called as a task: its first line, as people read it. Slack writes mentions and links in angle
 * brackets and escapes the rest (https://docs.slack.dev/messaging/formatting-message-text). Empty: it has no words.
 */
export function messageTitle(text: string): string {
  const lines = text.split('\n').map((line) => visibleLine(readable(line)))
  return shortened(lines.find((line) => line !== '') ?? '', MAX_TITLE)
}

function readable(line: string): string {
  return (
    line
      .replace(/<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>/g, (_, sign: string, target: string, label = '') => {
        if (sign === '') return label || target
        return `${sign === '#' ? '#' : '@'}${label || target}`
      })
      // Bold, italics and the like, and what begins a list or a quotation.
      .replace(/(?<![^\s])(?:[>•-]\s|[*_~`]+)|[*_~`]+(?![^\s.,:;!?])/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&')
  )
}
