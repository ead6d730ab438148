import * as z from 'zod'
import { visibleLine } from '../handoffs/invisible.ts'

/**
 * A question to a model, whole: what to ask, what counts as an answer, and what to say when no answer comes. Without a
 * fallback it does not compile, so that no hand-off ever depends on a model.
 */
export type DecisionSpec<Context, Answer> = {
  /** Names the decision in logs and as the tool that the model has to call: letters, digits, `_` and `-`, at most 64. */
  readonly name: string
  /** The text of the prompt file; the same for every call, so that it can be cached. */
  readonly prompt: string
  /** What differs from call to call. Everything that others wrote goes through `dataBlock`. */
  readonly ask: (context: Context) => string
  /** What counts as an answer; its JSON schema is the tool's. */
  readonly answer: z.ZodType<Answer>
  /** Total: an answer made from the context alone. */
  readonly fallback: (context: Context) => Answer
  /** Most tokens that the answer may cost. */
  readonly maxTokens: number
}

/** Why the fallback was taken, for the log and the operator. */
export type FallbackReason =
  | 'broken-spec'
  | 'deadline'
  | 'denied'
  | 'guardrail'
  | 'no-model'
  | 'over-budget'
  | 'throttled'
  | 'too-large'
  | 'unavailable'
  | 'unreadable'
  | 'wrong-answer'

/** Tokens that the provider counted over all attempts. */
export type Usage = { readonly input: number; readonly output: number; readonly cached: number }

/** An answer, and where it came from. */
export type Decided<Answer> = {
  readonly answer: Answer
  readonly by: 'model' | 'fallback'
  readonly reason?: FallbackReason
  /** Calls made: 0 without a model, 2 when the first answer had to be repaired. */
  readonly attempts: number
  readonly usage?: Usage
}

/** Asks a model within a deadline (milliseconds, repair included). Never rejects: whatever fails, the fallback answers. */
export type Decide = <Context, Answer>(
  spec: DecisionSpec<Context, Answer>,
  context: Context,
  options?: { readonly deadlineMs?: number },
) => Promise<Decided<Answer>>

/** The port without any model: every decision is its fallback. Also for what lies beyond the calls that are paid for. */
export function decideWithoutModel(reason: 'no-model' | 'over-budget' = 'no-model'): Decide {
  return async (spec, context) => ({ answer: spec.fallback(context), by: 'fallback', reason, attempts: 0 })
}

/** The schema of the answer as JSON Schema, for forced tool use. */
export function answerSchema<Context, Answer>(spec: DecisionSpec<Context, Answer>): Record<string, unknown> {
  const { $schema: _dialect, '~standard': _zod, ...schema } = z.toJSONSchema(spec.answer, { io: 'input' })
  return schema
}

/**
 * Data from outside as a fenced block of JSON. No string in it can end the fence, since angle brackets are written as
 * JSON escapes, or carry invisible instructions, since those characters go.
 */
export function dataBlock(name: string, data: unknown): string {
  const json = JSON.stringify(data, (_key, value) => (typeof value === 'string' ? visibleLine(value) : value), 1)
  return `<data name="${name}">\n${json.replace(/</g, '\\u003c').replace(/>/g, '\\u003e')}\n</data>`
}
