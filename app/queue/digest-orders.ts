import * as z from 'zod'
import { once } from '../lazily.ts'
import type { DigestOrder } from '../ports/digests.ts'
import type { PersonId } from '../tasks/ids.ts'
import { workspaceOf } from '../tasks/workspace.ts'

// Pure: the door only packs, and carries no schema for it.
const order = /* @__PURE__ */ once(() =>
  z.object({ digest: z.object({ workspace: z.string().min(1), person: z.string().regex(/^per_/) }) }),
)

/** A digest order as the body of a queue message. */
export function packDigestOrder(wanted: DigestOrder): string {
  return JSON.stringify({ digest: wanted })
}

/** Reads a digest order; `undefined` when it is something else. Only we write to that queue. */
export function unpackDigestOrder(body: unknown): DigestOrder | undefined {
  const parsed = order().safeParse(body)
  if (!parsed.success) return undefined
  const { workspace, person } = parsed.data.digest
  return { workspace: workspaceOf(workspace), person: person as PersonId }
}
