import * as z from 'zod'
import type { StatementOrder } from '../ports/statements.ts'
import type { TaskId } from '../tasks/ids.ts'
import { workspaceOf } from '../tasks/workspace.ts'

const common = {
  workspace: z.string().min(1),
  slot: z.number().int().exactOptional(),
  again: z.literal(true).exactOptional(),
}
const number = z.number().int().positive()
const order = z.object({
  statement: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('pull'), repository: number, number, ...common }),
    z.object({ kind: z.literal('task'), task: z.string(), ...common }),
  ]),
})

/** A statement order as the body of a queue message. */
export function packStatementOrder(wanted: StatementOrder): string {
  return JSON.stringify({ statement: wanted })
}

/** Reads a statement order; `undefined` when it is something else. Only we write to that queue. */
export function unpackStatementOrder(body: unknown): StatementOrder | undefined {
  const parsed = order.safeParse(body)
  if (!parsed.success) return undefined
  const { statement } = parsed.data
  const workspace = workspaceOf(statement.workspace)
  return statement.kind === 'task'
    ? { ...statement, workspace, task: statement.task as TaskId }
    : { ...statement, workspace }
}
