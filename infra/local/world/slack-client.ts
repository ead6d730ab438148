import * as z from 'zod'

/** Calls emulate's Slack directly, past the front: what people do is neither counted nor hit by faults. */
export type SlackClient = (method: string, args: Readonly<Record<string, unknown>>) => Promise<SlackAnswer>
export type SlackAnswer = z.output<typeof answerSchema>

const answerSchema = z.looseObject({ ok: z.boolean(), error: z.string().optional() })

/** A client that acts with `token`. An answer that is not ok is thrown, with Slack's own word for it. */
export function slackClient(url: () => string | undefined, token: string): SlackClient {
  return async (method, args) => {
    const response = await fetch(`${url()}/api/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${token}` },
      body: JSON.stringify(args),
      signal: AbortSignal.timeout(10_000),
    })
    const answer = answerSchema.parse(await response.json())
    if (!answer.ok) throw new SlackError(method, answer.error ?? `status ${response.status}`)
    return answer
  }
}

export class SlackError extends Error {
  override readonly name = 'SlackError'
  readonly word: string

  constructor(method: string, word: string) {
    super(`Slack refused ${method}: ${word}`)
    this.word = word
  }
}
