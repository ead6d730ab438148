import type { Action } from '../projects/permissions.ts'
import type { FormId } from './forms.ts'

/** The headings of `help`, in its order. */
export const GROUPS = ['Do your work', 'See how things stand', 'Plan', 'Projects and people'] as const

/** What `help` says about a verb. */
export type VerbCard = {
  /** One or two words. */
  readonly name: string
  readonly group: (typeof GROUPS)[number]
  /** What the permission table has to allow. */
  readonly action: Action
  /** What stands behind `/codexflow`; brackets: may be left out. */
  readonly usage: string
  /** One sentence without its full stop. */
  readonly summary: string
  readonly examples: readonly [string, ...string[]]
  /** Other names that people type for it, of one or two words. */
  readonly aliases?: readonly string[]
  /**
   * Where ids of tasks stand: the places of words, from 0, and the keys of options; left out, where the usage says ID. A
   * bare number there means the task of that number in the project whose channel it is typed in.
   */
  readonly tasks?: readonly (number | string)[]
  /**
   * `later`: it needs more than the door may spend (DESIGN section 6: two rounds of reads and one write). The door then
   * only judges who asks, and the `follow-up` function acts and answers. Twice is once: a job may come again.
   */
  readonly answers?: 'later'
  /** What was done shows by itself: where a sign can say so, the words may be left out. */
  readonly isPlain?: true
  /** Why it is asked in Slack alone, as half a sentence. */
  readonly slackOnly?: string
  /** The form that opens, on a surface that has forms, when nothing stands behind the verb, or nothing but the task that it is about. */
  readonly form?: { readonly id: FormId; readonly about?: 'task' }
}

/** Everything that people may type to mean a verb, its own name first. */
export function namesOf({ name, aliases = [] }: Pick<VerbCard, 'name' | 'aliases'>): readonly string[] {
  return [name, ...aliases]
}

/** Where ids of tasks stand in the lines of a verb. */
export function idPlaces({ name, usage, tasks }: VerbCard): readonly (number | string)[] {
  if (tasks !== undefined) return tasks
  const words = usage.slice(name.length).trim().split(' ')
  return words.flatMap((word, index) => (/(?:^|[[|])ID\]?$/.test(word) ? [index] : []))
}
