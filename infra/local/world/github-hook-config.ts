import { readFileSync, writeFileSync } from 'node:fs'
import * as z from 'zod'
import { type Call, json, type Reply } from './http.ts'

/** What GitHub signs the deliveries of the app with. */
export type Hook = { secret(): string; change(secret: string): void }

const keptSchema = z.object({ secret: z.string().min(1) })
const PATH = '/app/hook/config'

/** The secret of the hook, in `file`; `first` until somebody changes it. Without a `file` it is forgotten with the world. */
export function keptHook(file: string | undefined, first: string): Hook {
  let secret = (file === undefined ? undefined : read(file)) ?? first
  return {
    secret: () => secret,
    change: (next) => {
      secret = next
      if (file !== undefined) writeFileSync(file, JSON.stringify({ secret }), { mode: 0o600 })
    },
  }
}

/**
 * The routes by which an app looks at its hook and changes it, which emulate lacks. The secret is never shown.
 * https://docs.github.com/en/rest/apps/webhooks#update-a-webhook-configuration-for-an-app
 */
export function hookConfigApi(
  hook: Hook,
  ask: (path: string, authorization?: string) => Promise<Response>,
): (call: Call) => Promise<Reply | undefined> {
  return async (call) => {
    if (call.path !== PATH || (call.method !== 'GET' && call.method !== 'PATCH')) return undefined
    const app = await ask('/app', call.headers.authorization ?? '')
    if (!app.ok) return json(app.status, await app.json())
    if (call.method === 'PATCH') {
      const asked = keptSchema.partial().safeParse(JSON.parse(call.body.toString('utf8')))
      if (!asked.success) return json(422, { message: 'Validation Failed' })
      if (asked.data.secret !== undefined) hook.change(asked.data.secret)
    }
    return json(200, { content_type: 'json', insecure_ssl: '0', secret: '********' })
  }
}

function read(file: string): string | undefined {
  try {
    return keptSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).secret
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
