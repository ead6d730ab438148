import type { Item } from './store.ts'

/** Makes an item of one version into one of the next: pure, and total for whatever was ever written as that version. */
export type Upcast = (item: Item) => Item

/**
 * A kind of item, and the versions of its shape. Every item carries as `v` the lowest version that a reader has to know;
 * one without `v` is of version 1. How shapes change while old and new code run side by side: docs/decisions/0032.
 */
export type Kind = {
  /** What is written is stamped with this. */
  readonly writes: number
  /** From version 1 to 2, from 2 to 3, and so on: an item is read as the last, and a version behind the last is unknown. */
  readonly upcasts: readonly Upcast[]
  /** Attributes that conditions compare whole. No upcast changes them: the condition would look for what is not stored. */
  readonly whole?: readonly string[]
}

const FIRST: Kind = { writes: 1, upcasts: [] }

/** Every kind of item that is stored. The keys of each stand in `table.ts`; a kind that is not here cannot be written. */
export const KINDS = {
  act: FIRST,
  approval: FIRST,
  'asked-again': FIRST,
  attempt: FIRST,
  audit: FIRST,
  cause: FIRST,
  check: FIRST,
  code: FIRST,
  compared: FIRST,
  content: FIRST,
  counter: FIRST,
  day: { ...FIRST, whole: ['digest'] },
  delivery: FIRST,
  deployment: FIRST,
  edge: FIRST,
  feedback: FIRST,
  finder: FIRST,
  graph: FIRST,
  incident: FIRST,
  history: FIRST,
  import: FIRST,
  installation: FIRST,
  installed: FIRST,
  issue: FIRST,
  landed: FIRST,
  member: FIRST,
  merge: FIRST,
  'open-pull': FIRST,
  pace: FIRST,
  person: { ...FIRST, whole: ['person'] },
  // Two versions at once, as below: no release has stored one, but whoever ran from source has. A clear token cannot be sealed here.
  'pipeline-wait': { writes: 2, upcasts: [(item) => item] },
  preview: FIRST,
  project: FIRST,
  // Nothing that ran before asked for a version, and so nothing is shut out: read and written by the same release.
  pull: { writes: 2, upcasts: [saysWhetherListed] },
  release: FIRST,
  repository: FIRST,
  revert: FIRST,
  review: FIRST,
  settings: { ...FIRST, whole: ['settings'] },
  stated: FIRST,
  sweep: FIRST,
  'taking-back': FIRST,
  task: FIRST,
} as const satisfies Readonly<Record<string, Kind>>

export type KindName = keyof typeof KINDS

// Pull requests of before there was a list of the open ones stand in none; the rows of their heads never say.
function saysWhetherListed(item: Item): Item {
  return 'ever' in item ? { ...item, isListed: item['isListed'] ?? false } : item
}
