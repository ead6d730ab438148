import type { EventPattern, PatternValue } from '../../topology.ts'

type Fields = { readonly [key: string]: unknown }

/**
 * Whether EventBridge (and a Lambda filter, which speaks the same language) would let this event through: every field
 * of the pattern must match, any one of its alternatives suffices, an array in the event matches when one of its
 * elements does, and operators look at leaves only.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function matches(pattern: EventPattern, event: unknown): boolean {
  return matchesIn(pattern, objectsIn(event)[0] ?? {}, objectsIn(event))
}

/**
 * `chosen` is one element where the event has an array of objects: fields of one element must match together.
 * `all` are its siblings too, because a field is absent only when no element has it.
 */
function matchesIn(pattern: EventPattern, chosen: Fields, all: readonly Fields[]): boolean {
  for (const [key, wanted] of Object.entries(pattern)) {
    if (isAlternatives(wanted)) {
      const values = leavesOf(own(chosen, key))
      const absent = all.every((fields) => leavesOf(own(fields, key)).length === 0)
      if (!wanted.some((alternative) => matchesLeaf(alternative, values, absent))) return false
    } else {
      const below = objectsIn(own(chosen, key))
      const allBelow = all.flatMap((fields) => objectsIn(own(fields, key)))
      // Nothing below still matches a pattern that only asks for absence.
      const candidates = below.length > 0 ? below : [{}]
      if (!candidates.some((candidate) => matchesIn(wanted, candidate, allBelow))) return false
    }
  }
  return true
}

function matchesLeaf(alternative: PatternValue, values: readonly unknown[], absent: boolean): boolean {
  if (typeof alternative !== 'object' || alternative === null) return values.includes(alternative)
  if ('exists' in alternative) return alternative.exists ? values.length > 0 : absent
  if ('prefix' in alternative) {
    return values.some((value) => typeof value === 'string' && value.startsWith(alternative.prefix))
  }
  const unwanted: readonly unknown[] = [alternative['anything-but']].flat()
  return values.some((value) => !unwanted.includes(value))
}

function isAlternatives(wanted: EventPattern | readonly PatternValue[]): wanted is readonly PatternValue[] {
  return Array.isArray(wanted)
}

/** A field of the event itself: `toString` and the like are not data. */
function own(fields: Fields, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] : undefined
}

function leavesOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf)
  return value === undefined || (typeof value === 'object' && value !== null) ? [] : [value]
}

function objectsIn(value: unknown): readonly Fields[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn)
  return typeof value === 'object' && value !== null ? [value as Fields] : []
}
