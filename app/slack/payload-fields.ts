import * as z from 'zod'

/** Fields that several of Slack's payloads have in common. */

// Bolt keeps clients in a plain object by team id: a name such as `constructor` must never be one.
export const id = z.string().regex(/^[A-Z0-9][A-Za-z0-9]{0,63}$/)
export const ts = z.string().regex(/^\d{1,12}(\.\d{1,9})?$/)
export const text = (max: number) => z.string().max(max)
export const optional = (max: number) =>
  text(max)
    .nullish()
    .transform((value) => value ?? '')
const responseUrl = z.union([z.url({ protocol: /^https?$/ }).max(500), z.literal('')]).nullish()
export const link = responseUrl.transform((value) => value ?? '')

/** Who did it, and where. */
export const actor = {
  team: z.object({ id, domain: text(100).nullish() }).nullish(),
  user: z.object({ id, team_id: id.nullish() }),
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
