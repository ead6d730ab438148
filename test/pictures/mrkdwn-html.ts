/** Text as it may stand in HTML. Slack's own three entities are entities of HTML as well. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** mrkdwn as HTML: links, mentions and moments, emphasis, code and quotes. https://docs.slack.dev/messaging/formatting-message-text */
export function mrkdwnHtml(text: string): string {
  const lines = text.split('\n').map((line) => {
    const quoted = /^(?:>|&gt;) ?(.*)$/.exec(line)
    return quoted === null ? inline(line) : `<span class="quote">${inline(quoted[1]!)}</span>`
  })
  return lines.join('<br>')
}

function inline(line: string): string {
  // Code is shown as it stands; what is emphasised inside it is not.
  return line
    .split(/(`[^`]+`)/)
    .map((part) =>
      part.startsWith('`') && part.length > 1 ? `<code>${control(part.slice(1, -1))}</code>` : prose(part),
    )
    .join('')
}

function prose(text: string): string {
  return control(text)
    .replace(/(?<![\w*])\*(\S(?:[^*]*?\S)?)\*(?![\w*])/g, '<b>$1</b>')
    .replace(/(?<![\w_/.-])_(\S(?:[^_]*?\S)?)_(?![\w_])/g, '<i>$1</i>')
}

function control(text: string): string {
  return text.replace(/<([^<>|]+)(?:\|([^<>]*))?>/g, (_, target: string, label?: string) => {
    if (target.startsWith('!date^')) return label ?? ''
    return `<a>${label ?? target}</a>`
  })
}
