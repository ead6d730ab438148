import * as z from 'zod/mini'
import { readSigned, type Seal, signature, signed } from '../../browser/signed.ts'
import { once } from '../../lazily.ts'
import type { KeyRing } from '../../secrets/key-ring.ts'
import type { PersonId } from '../../tasks/ids.ts'
import { type Workspace, workspaceOf } from '../../tasks/workspace.ts'

/** Whose Slack account is to be linked. `name` names this one attempt: it links once. `until`: epoch milliseconds. */
export type Ticket = {
  readonly workspace: Workspace
  readonly person: PersonId
  readonly name: string
  readonly until: number
}
export type ReadTicket = { readonly is: 'valid'; readonly ticket: Ticket } | { readonly is: 'expired' | 'forged' }

/** How long an address to link with can be opened. Milliseconds. */
export const TICKET_LIFETIME = 15 * 60_000

/**
 * What an address to link with says, under our signature: given to one person alone, in private. The same cause gets the same
 * one. Whoever else comes by it can link an account of their own to that person, and is asked whether they want that.
 */
export function newTicket(
  keys: KeyRing,
  { workspace, person, cause, at }: { workspace: Workspace; person: PersonId; cause: string; at: number },
): string {
  const seal = sealOf(keys)
  return signed(
    seal,
    JSON.stringify([workspace, person, signature(keys[0], seal.purpose, cause)]),
    at + TICKET_LIFETIME,
  )
}

/** Reads a ticket. Total for whatever strangers send. */
export function readTicket(keys: KeyRing, text: string, now: number): ReadTicket {
  const read = readSigned(sealOf(keys), text, now)
  if (read.is !== 'valid') return read
  const [workspace, person, name] = stated().parse(JSON.parse(read.value))
  return { is: 'valid', ticket: { workspace, person, name, until: read.until } }
}

// Our own record: it was signed here.
const stated = once(() =>
  z.tuple([
    z.pipe(
      z.string(),
      z.transform((id) => workspaceOf(id)),
    ),
    z.templateLiteral(['per_', z.string()]),
    z.string(),
  ]),
)

function sealOf(keys: KeyRing): Seal {
  return { keys, purpose: 'ticket of a link' }
}
