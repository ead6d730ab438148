/**
 * Foreign text in which Slack's emphasis begins and ends within itself: a sign without its partner would take one from what
 * stands beside it, and strike out, embolden or turn into code words of ours or of others. Such a sign becomes one that
 * looks like it and does nothing. Whole pairs stay, as their writer meant them. Of one line, and not escaped.
 * https://docs.slack.dev/messaging/formatting-message-text#basic-formatting
 */
export function ownEmphasis(text: string): string {
  // A block of code is the one that would go on over the end of a line.
  const parts = text.replaceAll('```', "'''").split(CODE)
  return parts.map((part, at) => (at % 2 === 1 ? part : paired(part.replaceAll('`', "'")))).join('')
}

/** A span of code that Slack sees as one: it stands apart from letters and digits. */
const CODE = /(?<![\p{L}\p{N}`])(`[^`]+`)(?![\p{L}\p{N}`])/u
/** A pair with no sign in it, else a sign that does not stand between two letters, as in `snake_case` and `2*3`. */
const SIGNS =
  /(?<![\p{L}\p{N}*_~])([*_~])(?![\s*_~])(?:[^*_~]*[^\s*_~])?\1(?![\p{L}\p{N}*_~])|(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])/gu

const LIKE: Readonly<Record<string, string>> = { '*': '∗', _: '＿', '~': '∼' }

function paired(part: string): string {
  return part.replace(SIGNS, (found) => LIKE[found] ?? found)
}
