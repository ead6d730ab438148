import * as z from 'zod'

/** What Slack sends through the socket, as the client library passes it on. */
export type Envelope = {
  readonly type: string
  readonly body: unknown
  /** How often Slack sent this event before; commands and clicks come once. */
  readonly retry_num?: number | undefined
}

/** The very request that Slack would make of a public address. */
export type DoorRequest = { readonly contentType: string; readonly body: string; readonly retryNum?: number }

const FORM = 'application/x-www-form-urlencoded'
const fieldsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))

/**
 * Turns an envelope into that request: a command is form fields, an interaction is one form field of JSON, an event is
 * JSON. Undefined for a type that no app of ours asks for. https://docs.slack.dev/apis/events-api/using-socket-mode
 */
export function doorRequest({ type, body, retry_num }: Envelope): DoorRequest | undefined {
  switch (type) {
    case 'slash_commands': {
      const fields = fieldsSchema.safeParse(body)
      if (!fields.success) return undefined
      const entries = Object.entries(fields.data).map(([name, value]): [string, string] => [name, String(value)])
      return { contentType: FORM, body: new URLSearchParams(entries).toString() }
    }
    case 'interactive':
      return { contentType: FORM, body: new URLSearchParams({ payload: JSON.stringify(body) }).toString() }
    case 'events_api': {
      const retry = retry_num === undefined || retry_num === 0 ? {} : { retryNum: retry_num }
      return { contentType: 'application/json', body: JSON.stringify(body), ...retry }
    }
    default:
      return undefined
  }
}
