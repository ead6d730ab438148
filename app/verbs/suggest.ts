/** Slips of the finger that still count as meaning a name. */
const MAX_SLIPS = 2
/** Longer words are no slip of any of ours. */
const MAX_LENGTH = 30

/** The names that somebody may have meant, nearest first. */
export function suggest(typed: string, names: readonly string[]): string[] {
  const text = typed.toLowerCase().slice(0, MAX_LENGTH)
  if (text === '') return []
  const near = names.flatMap((name) => {
    const far = Math.min(...[name, ...name.split(' ')].map((part) => distance(text, part)))
    const begins = name.split(' ').some((part) => part.startsWith(text) || text.startsWith(part))
    return begins || far <= Math.min(MAX_SLIPS, Math.floor(text.length / 2)) ? [{ name, far: begins ? 0 : far }] : []
  })
  // What somebody has begun to write is what they mean.
  const begun = near.filter(({ far }) => far === 0)
  return (begun.length > 0 ? begun : near).toSorted((a, b) => a.far - b.far).map(({ name }) => name)
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
export function distance(a: string, b: string): number {
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const steps = [above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + same]
      row.push(Math.min(...steps, ...(swapped ? [before[j - 2]! + 1] : [])))
    }
    before = above
    above = row
  }
  return above[b.length]!
}
