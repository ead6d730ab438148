const isPlain = (text: string) => !/[^ -~]/.test(text)

/**
 * A text without the characters that people cannot see but machines obey: controls, format characters (zero-width,
 * bidirectional, tags U+E0000-E007F), variation selectors, surrogate halves, private and unassigned ones. They smuggle
 * instructions to models and split words that a check looks for.
 */
function withoutInvisible(text: string): string {
  // In here, where V8 reads it at the first text that needs it: putting these classes together takes it a millisecond.
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}\u2800]/gu, '')
}

/** Whether `text` holds an invisible character other than ordinary white space. */
export function hasInvisible(text: string): boolean {
  if (isPlain(text)) return false
  const spaced = text.replace(/[\t\n\r]/g, ' ')
  return withoutInvisible(spaced) !== spaced
}

/** What people see of `text`, on one line: white space of every kind is one space, invisible characters go. */
export function visibleText(text: string): string {
  const seen = isPlain(text) ? text : withoutInvisible(text.replace(/\s+/gu, ' '))
  return seen.replace(/ {2,}/g, ' ')
}

/** The same without space at its ends. */
export function visibleLine(text: string): string {
  return visibleText(text).trim()
}

/** At most `most` UTF-16 units; what is cut off is shown by an ellipsis, and no surrogate pair is cut in two. */
export function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${cut(text, most - 1)}…`
}

/** The same without an ellipsis: half a pair is no text, and whoever gets it in JSON may refuse all of it. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')
}
