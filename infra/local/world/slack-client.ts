import * as z from 'zod'

/** Calls emulate's Slack directly, past the front: what people do is neither counted nor hit by faults. */
export type SlackClient = (method: string, args: Readonly<Record<string, unknown>>) => Promise<SlackAnswer>
export type SlackAnswer = z.output<typeof answerSchema>

const answerSchema = z.looseObject({ ok: z.boolean(), error: z.string().optional() })

/** A client that acts with the token given for each call. An answer that is not ok is thrown, with Slack's own word for it. */
export function slackClient(url: () => string | undefined, tokenOf: () => string): SlackClient {
  return async (method, args) => {
    const response = await fetch(`${url()}/api/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${tokenOf()}` },
      body: JSON.stringify(args),
      signal: AbortSignal.timeout(10_000),
    })
    const read = answerSchema.safeParse(await response.json())
    if (!read.success) throw new SlackError(method, `no answer of Slack's (status ${response.status})`)
    const answer = read.data
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
