import type { ConverseCommandInput, ConverseCommandOutput } from '@aws-sdk/client-bedrock-runtime'
import { answerSchema, type DecisionSpec } from '../decisions/spec.ts'

/** What of the configuration shapes a request. */
export type ConverseSettings = {
  readonly modelId: string
  readonly guardrailId?: string | undefined
  readonly guardrailVersion?: string | undefined
  /** Whether to set a cache point; unset: only for models that are known to take one, since others refuse the request. */
  readonly cachePoint?: boolean | undefined
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html */
const TAKES_CACHE_POINT = /claude-(3-5-haiku|3-7-sonnet|(opus|sonnet|haiku)-[4-9])|nova-(micro|lite|pro|premier)/

/**
 * One Converse request. Tools and prompt come first and never change, so that they can be cached; what differs comes
 * last, and so does the reason for a repair. The model has to call the one tool, whose input is the answer.
 */
export function converseRequest<Context, Answer>(
  settings: ConverseSettings,
  spec: DecisionSpec<Context, Answer>,
  ask: string,
  repair?: string,
): ConverseCommandInput {
  const cached = settings.cachePoint ?? TAKES_CACHE_POINT.test(settings.modelId)
  const inputSchema = { json: JSON.parse(JSON.stringify(answerSchema(spec))) }
  return {
    modelId: settings.modelId,
    toolConfig: {
      tools: [{ toolSpec: { name: spec.name, description: 'Gives the answer.', inputSchema } }],
      toolChoice: { tool: { name: spec.name } },
    },
    system: [{ text: spec.prompt }, ...(cached ? [{ cachePoint: { type: 'default' as const } }] : [])],
    messages: [{ role: 'user', content: [{ text: ask }, ...(repair === undefined ? [] : [{ text: repair }])] }],
    inferenceConfig: { maxTokens: spec.maxTokens },
    ...(settings.guardrailId === undefined
      ? {}
      : {
          guardrailConfig: {
            guardrailIdentifier: settings.guardrailId,
            guardrailVersion: settings.guardrailVersion ?? 'DRAFT',
          },
        }),
  }
}

/** What a reply amounts to: an answer, or words on what is wrong with it that the model can act upon. */
export type Reading<Answer> =
  | { readonly is: 'answer'; readonly answer: Answer }
  | { readonly is: 'wrong'; readonly problem: string }
  | { readonly is: 'too-large' }
  | { readonly is: 'guardrail' }

/** Largest answer looked at, in UTF-16 units of JSON; far beyond what any schema of ours admits. */
const MAX_ANSWER = 32_768
/** Longest description of what was wrong, as sent back. */
const MAX_PROBLEM = 1_000

/** Reads a reply. Nothing of it is trusted to have the shape that the SDK's types promise. */
export function readReply<Context, Answer>(
  spec: DecisionSpec<Context, Answer>,
  reply: Partial<ConverseCommandOutput>,
): Reading<Answer> {
  if (reply.stopReason === 'guardrail_intervened' || reply.stopReason === 'content_filtered') return { is: 'guardrail' }
  const content: unknown = reply.output?.message?.content
  const calls = (Array.isArray(content) ? content : []).filter((block) => block?.toolUse?.name === spec.name)
  if (calls.length !== 1) return { is: 'wrong', problem: `The tool ${spec.name} has to be called exactly once.` }
  const input: unknown = calls[0].toolUse.input
  if ((JSON.stringify(input) ?? '').length > MAX_ANSWER) return { is: 'too-large' }
  const parsed = spec.answer.safeParse(input)
  if (parsed.success) return { is: 'answer', answer: parsed.data }
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'answer'}: ${issue.message}`)
  return { is: 'wrong', problem: issues.join('; ').slice(0, MAX_PROBLEM) }
}
