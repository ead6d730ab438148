import * as z from 'zod'
import { NoSuch } from './directory.ts'
import { type Call, json, type Outcome, type Reply, refuse } from './http.ts'
import { SlackError } from './slack-client.ts'
import { AppAway } from './slack-door.ts'

/** A request that was matched: its path parameters, and its JSON body unparsed by any schema. */
export type Matched = { readonly call: Call; readonly params: Readonly<Record<string, string>>; readonly body: unknown }
export type Route = (matched: Matched) => unknown
export type Routes = Readonly<Record<`${'GET' | 'POST'} /${string}`, Route>>

/** Marks a value that is a whole reply already and no JSON to be wrapped. */
export function isReply(value: unknown): value is Reply {
  return typeof value === 'object' && value !== null && 'status' in value && 'headers' in value && 'body' in value
}

/**
 * Answers by the first route that fits; mistakes of the caller are told in words. Pages of a browser get nothing: they
 * may neither send JSON here (no CORS answer) nor reach us under another host name.
 */
export function answerBy(routes: Routes): (call: Call) => Promise<Outcome> {
  const table = Object.entries(routes).map(([key, route]) => {
    const [method = '', path = ''] = key.split(' ')
    const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
    return { method, pattern: new RegExp(`^${path.replace(/:\w+/g, '([^/]+)')}$`), names, route }
  })
  return async (call) => {
    const host = call.headers.host?.replace(/:\d+$/, '')
    if (host !== '127.0.0.1' && host !== 'localhost') return refuse(403, 'Ask 127.0.0.1 or localhost.')
    const fits = table.filter(({ pattern }) => pattern.test(call.path))
    const entry = fits.find(({ method }) => method === call.method)
    if (entry === undefined) {
      if (fits.length > 0) return refuse(405, `Use ${fits.map(({ method }) => method).join(' or ')}.`)
      return refuse(404, `There is no ${call.path}. There is: ${Object.keys(routes).join(', ')}.`)
    }
    const body = bodyOf(call)
    if (body === undefined) return refuse(415, 'Send JSON with content-type application/json.')
    const values = entry.pattern.exec(call.path)?.slice(1) ?? []
    const params = Object.fromEntries(entry.names.map((name, i) => [name, decodeURIComponent(values[i] ?? '')]))
    try {
      const value = await entry.route({ call, params, body: body.value })
      return isReply(value) ? value : json(200, value)
    } catch (error) {
      return refusal(error)
    }
  }
}

function bodyOf(call: Call): { readonly value: unknown } | undefined {
  if (call.method === 'GET' || call.body.length === 0) return { value: {} }
  if (!call.headers['content-type']?.startsWith('application/json')) return undefined
  try {
    return { value: JSON.parse(call.body.toString('utf8')) }
  } catch {
    return undefined
  }
}

function refusal(error: unknown): Reply {
  if (error instanceof NoSuch) return refuse(404, error.message)
  if (error instanceof AppAway) return refuse(502, error.message)
  if (error instanceof SlackError) return refuse(502, error.message)
  if (error instanceof z.ZodError) return refuse(400, z.prettifyError(error))
  throw error
}
