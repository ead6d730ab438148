import * as z from 'zod'

const signing = {
  /** Pretends that Slack repeats itself. */
  retryNum: z.int().positive().optional(),
  /** Pretends that the request was signed so long ago. */
  ageSeconds: z.int().optional(),
}
/** A slash command: `as` is anybody's name, e-mail, login or Slack id; `channel` a name, an id or `@name`. */
export const commandSchema = z.object({
  as: z.string(),
  text: z.string().default(''),
  channel: z.string().optional(),
  command: z.string().default('/codexflow'),
  ...signing,
})
/** A click. */
export const actionSchema = z.object({
  as: z.string(),
  actionId: z.string(),
  value: z.string().optional(),
  blockId: z.string().optional(),
  /** Where the button is: on a message (`channel` and `ts`), on an ephemeral one (`ts`), or in a view. */
  channel: z.string().optional(),
  ts: z.string().optional(),
  view: z.enum(['modal', 'home']).optional(),
  /** What the person's screen still shows, when that is no longer what Slack holds. */
  shown: z.looseObject({ ts: z.string() }).optional(),
  ...signing,
})
/** The submit button of the open modal. */
export const submitSchema = z.object({
  as: z.string(),
  /** By block id or action id. */
  values: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
  ...signing,
})
/** An event of the Events API. */
export const eventSchema = z.object({
  event: z.looseObject({ type: z.string() }),
  eventId: z.string().optional(),
  ...signing,
})
