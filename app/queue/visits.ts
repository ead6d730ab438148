import * as z from 'zod'
import type { Visit } from '../ports/visits.ts'
import type { ProjectKey } from '../tasks/ids.ts'
import { workspaceOf } from '../tasks/workspace.ts'

const id = z.number().int().positive()
const tries = z.number().int().min(0).default(0)
const time = z.number().int().min(0)

const visit = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('look'),
    repository: id,
    compare: z.boolean(),
    installation: id.exactOptional(),
    tries,
  }),
  z.object({
    type: z.literal('compare'),
    repository: id,
    begun: time,
    since: time.exactOptional(),
    stage: z.enum(['changed', 'open']),
    part: z.enum(['deployments', 'issues']).exactOptional(),
    page: id.default(1),
    after: id.exactOptional(),
    tries,
  }),
  z.object({
    type: z.literal('tell'),
    workspace: z.string().min(1).transform(workspaceOf),
    project: z
      .string()
      .min(1)
      .transform((key) => key as ProjectKey),
  }),
])

/** A visit as the body of a queue message. */
export function packVisit(wanted: Visit): string {
  return JSON.stringify(wanted)
}

/** Reads a visit from a queue message; `undefined` when it is something else. Only we write to that queue. */
export function unpackVisit(body: unknown): Visit | undefined {
  const parsed = visit.safeParse(body)
  return parsed.success ? parsed.data : undefined
}
