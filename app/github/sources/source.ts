import type * as z from 'zod'
import { err, ok, type Result } from '../../result.ts'
import type { Fields } from '../../untrusted.ts'
import type { Work } from '../work.ts'

/** One event of GitHub that we act on, and how its payload is read. */
export type Source = {
  readonly event: string
  /** `undefined`: the payload names none. */
  readonly actions: readonly (string | undefined)[]
  /** A cheap look at the door: whether there is anything in the payload for us. Never throws. */
  readonly concerns: (payload: Fields) => boolean
  /** What the payload asks of us; the error names the field that is not what GitHub sends. */
  readonly read: (payload: unknown) => Result<readonly Work[], string>
}

/** A source, from a schema that holds only the fields that are read. `toWork` is pure. */
export function source<S extends z.ZodType>(spec: {
  readonly event: string
  readonly actions: readonly (string | undefined)[]
  readonly concerns?: (payload: Fields) => boolean
  readonly schema: S
  readonly toWork: (payload: z.output<S>) => readonly Work[]
}): Source {
  const { event, actions, concerns = () => true, schema, toWork } = spec
  return {
    event,
    actions,
    concerns,
    read(payload) {
      const parsed = schema.safeParse(payload)
      if (parsed.success) return ok(toWork(parsed.data))
      return err(`The field ${parsed.error.issues[0]?.path.join('.') ?? ''} is not what GitHub sends.`)
    },
  }
}

/**
 * Two readers of one event as one source: `special` reads what concerns it, `usual` everything else. For what different
 * accounts say in the same place.
 */
export function either(special: Source, usual: Source): Source {
  const reader = (payload: Fields) => {
    const fits = (source: Source) => source.actions.includes(payload['action'] as string | undefined)
    if (fits(special) && special.concerns(payload)) return special
    return fits(usual) ? usual : undefined
  }
  return {
    event: usual.event,
    actions: [...new Set([...usual.actions, ...special.actions])],
    concerns: (payload) => reader(payload)?.concerns(payload) ?? false,
    read: (payload) => reader(payload as Fields)?.read(payload) ?? ok([]),
  }
}
