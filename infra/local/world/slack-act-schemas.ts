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
const values = z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({})
/** Fields of the open modal, by action id, block id or label. */
export const fillSchema = z.object({ as: z.string(), values, ...signing })
/** The submit button of the open modal. */
export const submitSchema = fillSchema
/** The close button of the open modal; `all` is the cross that closes those under it too. */
export const closeSchema = z.object({ as: z.string(), all: z.boolean().default(false), ...signing })
/** Typing into an external select. */
export const optionsSchema = z.object({
  as: z.string(),
  view: z.enum(['modal', 'home']).default('modal'),
  actionId: z.string(),
  value: z.string().default(''),
  ...signing,
})
/** A shortcut; with a `ts` it is one from the menu of that message, in `channel` or in the direct messages. */
export const shortcutSchema = z.object({
  as: z.string(),
  callbackId: z.string(),
  channel: z.string().optional(),
  ts: z.string().optional(),
  ...signing,
})
/**
 * A message that a person writes: in `channel`, or to the app itself when there is none. `text` is as Slack keeps it,
 * with mentions such as `<@U0…>`.
 */
export const messageSchema = z.object({
  as: z.string(),
  text: z.string(),
  channel: z.string().optional(),
  /** The message in whose thread it stands. */
  thread: z.string().optional(),
})
/** Looking at the app's Home tab. */
export const homeSchema = z.object({ as: z.string() })
/** An event of the Events API. */
export const eventSchema = z.object({
  event: z.looseObject({ type: z.string() }),
  eventId: z.string().optional(),
  ...signing,
})
