import type { Item } from '../../app/dynamo/store.ts'

/** What items of a kind are made of: each place in them, and the types of values that stand there. */
export type Shape = ReadonlyMap<string, ReadonlySet<string>>

/** Keys of the table and of its indexes: `table.ts` has them. */
const KEYS = new Set(['pk', 'sk', 'v', 'projectPk', 'projectSk', 'assigneePk', 'assigneeSk', 'owedPk', 'owedSk'])
/** A name that we gave; everything else is somebody's: an id, a login, a subject. */
const OURS = /^[a-z][a-zA-Z]*$/

/** The shape of several items; `*` stands for any key of a map, `[]` for any place of a list. */
export function shapeOf(items: readonly Item[]): Shape {
  const shape = new Map<string, Set<string>>()
  for (const item of items) {
    for (const [name, value] of Object.entries(item)) if (!KEYS.has(name)) walk(name, value, shape)
  }
  return shape
}

function walk(path: string, value: unknown, shape: Map<string, Set<string>>): void {
  if (value === undefined) return
  const type = typeOf(value)
  shape.set(path, (shape.get(path) ?? new Set()).add(type))
  if (type === 'list') for (const each of value as unknown[]) walk(`${path}[]`, each, shape)
  if (type !== 'map') return
  for (const [name, each] of Object.entries(value as object))
    walk(`${path}.${OURS.test(name) ? name : '*'}`, each, shape)
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'list'
  if (value instanceof Set) return 'set'
  return typeof value === 'object' ? 'map' : typeof value
}

/** A line for each place. */
export function shapeLines(shape: Shape): string[] {
  return [...shape].map(([path, types]) => `  ${path}: ${[...types].toSorted().join(' | ')}`).toSorted()
}
