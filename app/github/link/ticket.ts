import * as z from 'zod'
import { readSigned, type Seal, signature, signed } from '../../browser/signed.ts'
import { once } from '../../lazily.ts'
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
  secret: string,
  { workspace, person, cause, at }: { workspace: Workspace; person: PersonId; cause: string; at: number },
): string {
  const seal = sealOf(secret)
  return signed(seal, JSON.stringify([workspace, person, signature(seal, cause)]), at + TICKET_LIFETIME)
}

/** Reads a ticket. Total for whatever strangers send. */
export function readTicket(secret: string, text: string, now: number): ReadTicket {
  const read = readSigned(sealOf(secret), text, now)
  if (read.is !== 'valid') return read
  const [workspace, person, name] = stated().parse(JSON.parse(read.value))
  return { is: 'valid', ticket: { workspace, person, name, until: read.until } }
}

// Our own record: it was signed here.
const stated = once(() =>
  z.tuple([z.string().transform((id) => workspaceOf(id)), z.templateLiteral(['per_', z.string()]), z.string()]),
)

function sealOf(secret: string): Seal {
  return { secret, purpose: 'ticket of a link' }
}
