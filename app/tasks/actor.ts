import type { PersonId } from './ids.ts'

/** Who did something: a person we know, a GitHub account nobody has linked, or CodexFlow itself. */
export type Actor =
  | { readonly kind: 'person'; readonly id: PersonId }
  | { readonly kind: 'github'; readonly login: string }
  | { readonly kind: 'system' }

export const SYSTEM: Actor = { kind: 'system' }

/** Whether the actor is this person; used for "nobody is told about their own act". */
export function isPerson(actor: Actor | undefined, person: PersonId): boolean {
  return actor?.kind === 'person' && actor.id === person
}
