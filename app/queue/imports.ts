import * as z from 'zod'
import type { ImportOrder } from '../ports/imports.ts'
import { workspaceOf } from '../tasks/workspace.ts'

const order = z.object({
  import: z.object({
    workspace: z.string().min(1).transform(workspaceOf),
    repository: z.number().int(),
    run: z.string().min(1),
    step: z.number().int(),
  }),
})

/** The next slice of an import as the body of a queue message. */
export function packImport(wanted: ImportOrder): string {
  return JSON.stringify({ import: wanted })
}

/** Reads it back; `undefined` when it is something else. Only we write to that queue. */
export function unpackImport(body: unknown): ImportOrder | undefined {
  const parsed = order.safeParse(body)
  return parsed.success ? parsed.data.import : undefined
}
