import type { Refusal } from '../../projects/refusal.ts'
import type { Offer } from './offer.ts'

/** An answer to one person, before any surface shows it: lines in the markup of `markup.ts`, in which foreign text is escaped. */
export type Reply = {
  readonly lines: readonly string[]
  readonly offers: readonly Offer[]
  /** A few short lines that stay where the others are cut for want of room. */
  readonly last: readonly string[]
  /** The "no" that it tells, for a surface that shows it in its own way. */
  readonly refusal?: Refusal
  /** Nothing was done, and the lines say why. */
  readonly isNo?: true
  /** There is more to say of it, which follows by itself. */
  readonly hasMore?: true
  /** What was done shows by itself: where a sign can say so, the words may be left out. */
  readonly isPlain?: true
}

/** An answer from its lines. */
export function replyOf(lines: readonly string[], offers: readonly Offer[] = [], last: readonly string[] = []): Reply {
  return { lines, offers, last }
}

/** An answer, and what follows it, as one. */
export function joined(reply: Reply, more: Reply): Reply {
  const { hasMore: _, ...said } = reply
  return { ...said, lines: [...reply.lines, ...more.lines], last: [...more.last, ...reply.last] }
}

/** Lines that fit into `budget` UTF-16 units together with the last ones; what is too long is cut at a line, and says so. */
export function withinBudget(lines: readonly string[], last: readonly string[], budget: number): string[] {
  let length = last.join('\n').length
  const kept: string[] = []
  for (const [index, line] of lines.entries()) {
    length += line.length + 1
    if (length > budget) return [...kept, `…and ${lines.length - index} more lines.`, ...last]
    kept.push(line)
  }
  return [...kept, ...last]
}
