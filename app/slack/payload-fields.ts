import * as z from 'zod/mini'

/** Fields that several of Slack's payloads have in common. */

// Bolt keeps clients in a plain object by team id: a name such as `constructor` must never be one.
export const id = z.string().check(z.regex(/^[A-Z0-9][A-Za-z0-9]{0,63}$/))
export const ts = z.string().check(z.regex(/^\d{1,12}(\.\d{1,9})?$/))
export const text = (max: number) => z.string().check(z.maxLength(max))
export const optional = (max: number) =>
  z.pipe(
    z.nullish(text(max)),
    z.transform((value) => value ?? ''),
  )
const responseUrl = z.nullish(z.union([z.url({ protocol: /^https?$/ }).check(z.maxLength(500)), z.literal('')]))
export const link = z.pipe(
  responseUrl,
  z.transform((value) => value ?? ''),
)

/** Who did it, and where. */
export const actor = {
  team: z.nullish(z.object({ id, domain: z.nullish(text(100)) })),
  user: z.object({ id, team_id: z.nullish(id) }),
  trigger_id: optional(300),
}
const actorSchema = z.object(actor)

/** The gesture's own fields; `occasion` is what tells it from every other gesture, empty when Slack gave nothing. */
export function gesture(it: z.output<typeof actorSchema>, fallback = '') {
  const teamId = it.team?.id ?? it.user.team_id ?? ''
  const home = it.user.team_id ?? teamId
  return {
    teamId,
    userId: it.user.id,
    triggerId: it.trigger_id,
    occasion: it.trigger_id || fallback,
    ...(home !== teamId && { isForeign: true as const }),
  }
}
