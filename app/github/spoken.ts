/** What its author says in a Markdown text, line by line, and the fenced blocks in it. */
export type Spoken = {
  readonly lines: readonly string[]
  readonly blocks: readonly { readonly info: string; readonly lines: readonly string[] }[]
}

// Up to the very end: a line of Markdown may hold what ends a line for a dot.
const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/s

/**
 * Cuts a Markdown text as GitHub would: quotes, indented code and HTML comments hold other people's words, examples and
 * templates, so they are left out; fenced blocks are kept apart. An unclosed fence or comment runs to the end.
 */
export function spoken(markdown: string): Spoken {
  const lines: string[] = []
  const blocks: { info: string; lines: string[] }[] = []
  let fence: string | undefined
  let inComment = false
  for (const raw of markdown.split(/\r\n|\r|\n/)) {
    const mark = FENCE.exec(raw)
    if (fence !== undefined) {
      if (mark !== null && closes(mark[1]!, fence) && mark[2]!.trim() === '') fence = undefined
      else blocks.at(-1)?.lines.push(raw)
    } else if (inComment || /^ {0,3}<!--/.test(raw)) {
      inComment = !raw.includes('-->')
    } else if (mark !== null && !(mark[1]!.startsWith('`') && mark[2]!.includes('`'))) {
      fence = mark[1]!
      blocks.push({ info: mark[2]!.trim(), lines: [] })
    } else if (!/^ {0,3}>|^ {4}|^ {0,3}\t/.test(raw)) {
      lines.push(withoutComments(raw))
    }
  }
  return { lines, blocks }
}

function closes(mark: string, fence: string): boolean {
  return mark[0] === fence[0] && mark.length >= fence.length
}

// One look at each character: an expression would begin anew behind every `<!--` that nothing closes.
function withoutComments(line: string): string {
  let kept = ''
  let from = 0
  for (let open = line.indexOf('<!--'); open !== -1; open = line.indexOf('<!--', from)) {
    const end = line.indexOf('-->', open + 4)
    if (end === -1) break
    kept += line.slice(from, open)
    from = end + 3
  }
  return kept + line.slice(from)
}
