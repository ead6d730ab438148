import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { json, type Reply } from './http.ts'
import type { SlackClient } from './slack-client.ts'

/** A message that only one person sees: the answer to a command, or to a click, or `chat.postEphemeral`. */
export type Ephemeral = z.output<typeof ephemeralSchema>
export const ephemeralSchema = z.object({
  ts: z.string(),
  at: z.string(),
  user: z.string(),
  channel: z.string(),
  text: z.string(),
  blocks: z.array(z.looseObject({})).optional(),
  /** The message in whose thread it stands. */
  thread_ts: z.string().optional(),
  source: z.enum(['acknowledgement', 'response_url', 'chat.postEphemeral']),
  /** Which command or click it answers. */
  responseId: z.string().optional(),
})

/** What a `response_url` was made for; `message` is the message that was clicked. */
export type Occasion = {
  readonly user: string
  readonly channel: string
  readonly message?: { readonly ts: string; readonly isEphemeral: boolean }
}

export type Ephemerals = {
  /** A new `response_url`, good for five answers in thirty minutes. */
  open(occasion: Occasion): { readonly id: string; readonly url: string }
  /** Somebody posts to a `response_url`. */
  respond(id: string, body: unknown): Promise<Reply>
  record(message: Omit<Ephemeral, 'ts' | 'at'> & { readonly ts?: string }): void
  to(user: string | undefined): readonly Ephemeral[]
}

const answerSchema = z.looseObject({
  text: z.string().default(''),
  blocks: z.array(z.looseObject({})).optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().default(false),
  thread_ts: z.string().optional(),
})

const LIFETIME_MS = 30 * 60_000
const USES = 5

/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
export function ephemeralMessages(bridgeUrl: () => string, slack: SlackClient): Ephemerals {
  const occasions = new Map<string, Occasion & { readonly openedAt: number; uses: number }>()
  let kept: Ephemeral[] = []
  let count = 0
  const record: Ephemerals['record'] = (message) => {
    count += 1
    const now = new Date()
    const ts = message.ts ?? `${Math.floor(now.getTime() / 1000)}.9${String(count).padStart(5, '0')}`
    kept.push({ ...message, ts, at: now.toISOString() })
  }
  return {
    open: (occasion) => {
      const id = randomUUID()
      occasions.set(id, { ...occasion, openedAt: Date.now(), uses: 0 })
      return { id, url: `${bridgeUrl()}/slack/respond/${id}` }
    },
    record,
    to: (user) => kept.filter((message) => user === undefined || message.user === user),
    respond: async (id, body) => {
      const occasion = occasions.get(id)
      if (occasion === undefined) return json(404, { ok: false, error: 'no_such_url' })
      if (Date.now() - occasion.openedAt > LIFETIME_MS) return json(404, { ok: false, error: 'expired_url' })
      if (occasion.uses === USES) return json(404, { ok: false, error: 'used_url' })
      const parsed = answerSchema.safeParse(body)
      if (!parsed.success) return json(400, { ok: false, error: 'invalid_payload' })
      occasion.uses += 1
      const { user, channel, message } = occasion
      const { text, blocks, response_type, replace_original, delete_original, thread_ts } = parsed.data
      const content = { text, ...(blocks === undefined ? {} : { blocks }) }
      const original = message?.ts ?? kept.findLast((m) => m.responseId === id)?.ts
      const isEphemeral = message?.isEphemeral ?? true
      if (delete_original && original !== undefined) {
        if (isEphemeral) kept = kept.filter(({ ts }) => ts !== original)
        else await slack('chat.delete', { channel, ts: original })
      } else if (replace_original === true && original !== undefined) {
        if (isEphemeral) kept = kept.map((m) => (m.ts === original ? { ...m, blocks: undefined, ...content } : m))
        else await slack('chat.update', { channel, ts: original, ...content })
      } else if (response_type === 'in_channel') {
        await slack('chat.postMessage', { channel, ...content, ...(thread_ts === undefined ? {} : { thread_ts }) })
      } else {
        const thread = thread_ts === undefined ? {} : { thread_ts }
        record({ user, channel, ...content, ...thread, source: 'response_url', responseId: id })
      }
      return { status: 200, headers: { 'content-type': 'text/plain' }, body: Buffer.from('ok') }
    },
  }
}
