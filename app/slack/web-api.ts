import * as z from 'zod/mini'
import { Fault } from '../errors.ts'
import { once } from '../lazily.ts'
import { err, ok, type Result } from '../result.ts'
import type { Workspace } from '../tasks/workspace.ts'
import { type CallRefusal, callRefusal } from './call-refusal.ts'
import type { TokenOf } from './client.ts'

export type ApiOptions = {
  readonly tokenOf: TokenOf
  /** Slack's API: `https://slack.com/api/`. */
  readonly apiUrl: string
  /** Milliseconds for one call. */
  readonly timeoutMs: number
}

/** One method of Slack's Web API, by its name. */
export type SlackApi = (
  method: string,
  given: Readonly<Record<string, unknown>>,
) => Promise<Result<Answer, CallRefusal>>

/** What we read of answers. */
export type Answer = z.output<ReturnType<typeof answer>>

const answer = once(() =>
  z.object({
    ok: z.boolean(),
    error: z.optional(z.string().check(z.maxLength(200))),
    channel: z.catch(z.optional(z.string()), undefined),
    ts: z.catch(z.optional(z.string()), undefined),
    view: z.catch(z.optional(z.object({ id: z.string() })), undefined),
    upload_url: z.optional(z.string()),
    file_id: z.optional(z.string()),
    user: z.catch(
      z.optional(
        z.object({
          tz: z.optional(z.string().check(z.maxLength(100))),
          is_restricted: z.optional(z.boolean()),
          is_ultra_restricted: z.optional(z.boolean()),
          is_stranger: z.optional(z.boolean()),
        }),
      ),
      undefined,
    ),
  }),
)

/**
 * Slack's Web API by its wire: one form, one answer, nothing tried again. The SDK's client would cost a door the time of
 * loading it. Time-outs, 429, 5xx and errors that only a bug explains are thrown, so that a queue may bring the work again.
 * https://docs.slack.dev/apis/web-api/#posting-json
 */
export function slackApi({ tokenOf, apiUrl, timeoutMs }: ApiOptions, workspace: Workspace): SlackApi {
  return async (method, given) => {
    const token = await tokenOf(workspace)
    if (token === undefined) return err({ why: 'shut-out', code: 'not_installed' })
    const response = await posted(new URL(method, apiUrl), formOf(given), timeoutMs, method, {
      authorization: `Bearer ${token}`,
    })
    const parsed = answer().safeParse(await response.json().catch(() => undefined))
    if (!parsed.success) throw new Fault("an answer was not Slack's", { method })
    if (parsed.data.ok) return ok(parsed.data)
    const code = parsed.data.error ?? ''
    const refusal = callRefusal(code)
    if (refusal === undefined) throw new Fault('Slack refused a call', { method, code })
    return err(refusal)
  }
}

/** Posts once; whatever is not answered with 2xx is thrown. */
export async function posted(
  url: URL,
  body: URLSearchParams | Uint8Array<ArrayBuffer>,
  timeoutMs: number,
  method: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  let response: Response
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    response = await fetch(url, { method: 'POST', body, headers, redirect: 'error', signal })
  } catch (error) {
    throw new Fault('Slack gave no answer', { method }, { cause: error })
  }
  if (response.ok) return response
  await response.body?.cancel()
  throw new Fault('Slack did not take a call', { method, status: response.status })
}

function formOf(given: Readonly<Record<string, unknown>>): URLSearchParams {
  const form = new URLSearchParams()
  for (const [key, value] of Object.entries(given)) {
    form.set(key, typeof value === 'string' ? value : JSON.stringify(value))
  }
  return form
}
