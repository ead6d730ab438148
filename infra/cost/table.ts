/** A table; `numbers` says which columns are set to the right. */
export type Table = {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly numbers: readonly number[]
}

/** As the pages of `docs` have it, columns aligned. */
export function asMarkdown({ head, rows, numbers }: Table): string {
  const widths = widthsOf([head, ...rows], 3)
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const pad = (row: readonly string[]) =>
    line(row.map((cell, column) => padded(cell, widths[column] ?? 0, numbers.includes(column))))
  const rule = line(
    widths.map((width, column) => (numbers.includes(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))),
  )
  return [pad(head), rule, ...rows.map(pad)].join('\n')
}

/** For a terminal: no lines but one below the head, and no marks of Markdown. */
export function asText({ head, rows, numbers }: Table): string {
  const plain = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll(/[`*]|\b_|_\b/g, '')))
  const widths = widthsOf(plain, 0)
  const [first = '', ...rest] = plain.map((row) =>
    row
      .map((cell, column) => padded(cell, widths[column] ?? 0, numbers.includes(column)))
      .join('  ')
      .trimEnd(),
  )
  return [first, '─'.repeat(Math.max(first.length, ...rest.map((line) => line.length))), ...rest].join('\n')
}

function widthsOf(rows: readonly (readonly string[])[], least: number): readonly number[] {
  return (rows[0] ?? []).map((_, column) => Math.max(least, ...rows.map((row) => lengthOf(row[column] ?? ''))))
}

function padded(cell: string, width: number, right: boolean): string {
  const blank = ' '.repeat(Math.max(0, width - lengthOf(cell)))
  return right ? blank + cell : cell + blank
}

function lengthOf(text: string): number {
  return [...text].length
}
