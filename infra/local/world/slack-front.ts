import * as z from 'zod'
import { type Call, json, type Reply } from './http.ts'
import type { Ephemerals } from './slack-ephemerals.ts'
import { tokenRotation } from './slack-rotation.ts'
import type { Views } from './slack-views.ts'

const blocksSchema = z.array(z.looseObject({}))
type Body = Readonly<Record<string, unknown>>

/** `chat.postMessage` of a call to `/api/chat.postMessage`. */
export function slackMethod(call: Call): string {
  return call.path.replace(/^\/api\//, '')
}

/**
 * Repairs emulate's Slack: message metadata is given only to those who ask for it, tokens rotate, as Slack does it, and views
 * are remembered with ephemeral messages, because emulate shows them to nobody.
 * https://docs.slack.dev/messaging/message-metadata
 */
export function slackRepair(views: Views, ephemerals: Ephemerals): (call: Call, reply: Reply) => Reply {
  const rotated = tokenRotation()
  return (call, reply) => {
    const method = slackMethod(call)
    switch (method) {
      case 'oauth.v2.access':
        return { ...reply, ...json(200, rotated(argumentsOf(call), bodyOf(reply))) }
      case 'conversations.history':
      case 'conversations.replies':
        return String(argumentsOf(call)['include_all_metadata'] ?? '') === 'true' ? reply : withoutMetadata(reply)
      case 'views.open':
      case 'views.push':
      case 'views.update':
      case 'views.publish':
        views.remember(method, argumentsOf(call), bodyOf(reply))
        return reply
      case 'chat.postEphemeral':
        recordEphemeral(ephemerals, argumentsOf(call), bodyOf(reply))
        return reply
      default:
        return reply
    }
  }
}

const postedSchema = z.object({
  channel: z.string(),
  user: z.string(),
  text: z.string().default(''),
  thread_ts: z.string().optional(),
  blocks: z.preprocess((value) => (typeof value === 'string' ? JSON.parse(value) : value), blocksSchema.optional()),
})

function recordEphemeral(ephemerals: Ephemerals, args: Body, answer: Body): void {
  const posted = postedSchema.safeParse(args)
  if (answer['ok'] !== true || !posted.success) return
  const { blocks, thread_ts, ...message } = posted.data
  const content = {
    ...message,
    ...(blocks === undefined ? {} : { blocks }),
    ...(thread_ts === undefined ? {} : { thread_ts }),
  }
  ephemerals.record({ ...content, ts: String(answer['message_ts']), source: 'chat.postEphemeral' })
}

function withoutMetadata(reply: Reply): Reply {
  const body = bodyOf(reply)
  const messages = body['messages']
  if (!Array.isArray(messages)) return reply
  const bare = messages.map(({ metadata: _, ...message }: Body) => message)
  return { ...reply, body: json(reply.status, { ...body, messages: bare }).body }
}

function argumentsOf(call: Call): Body {
  const text = call.body.toString('utf8')
  if (call.headers['content-type']?.includes('application/json')) return parsed(text)
  return Object.fromEntries(new URLSearchParams(text))
}

function bodyOf(reply: Reply): Body {
  return parsed(reply.body.toString('utf8'))
}

function parsed(text: string): Body {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Body) : {}
  } catch {
    return {}
  }
}
