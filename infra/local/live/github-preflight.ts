import * as z from 'zod'
import type { Request } from '../../../app/github/client.ts'
import type { AppRegistration } from '../people/registrations.ts'
import type { Credentials } from './credentials.ts'
import { Unready } from './unready.ts'

/** The GitHub App, and what is amiss with it although it works. */
export type LiveGitHub = { readonly slug: string; readonly installations: number; readonly warnings: readonly string[] }

const appSchema = z.object({
  slug: z.string(),
  events: z.array(z.string()).default([]),
  permissions: z.record(z.string(), z.string()).default({}),
})
const hookSchema = z.object({ url: z.string().default(''), content_type: z.string().default('form') })
const installationsSchema = z.array(z.object({ id: z.number() }))
const RANK = ['read', 'write', 'admin']

/**
 * Asks GitHub whether the key is the app's, and whether the app is what `app.yml` says and sends its webhooks to the
 * proxy. Throws `Unready` when the key is not taken.
 */
export async function githubPreflight(
  asApp: Request,
  { proxyUrl }: Credentials,
  asked: AppRegistration,
): Promise<LiveGitHub> {
  const get = (route: string) => asApp(`GET ${route}`, {}, AbortSignal.timeout(10_000))
  const app = appSchema.parse(await get('/app').catch(refused))
  const hook = hookSchema.parse(await get('/app/hook/config').catch(refused))
  const installations = installationsSchema.parse(await get('/app/installations').catch(refused))
  const warnings = [...hookWarnings(hook, proxyUrl), ...appWarnings(app, asked)]
  const none = 'The GitHub App is installed nowhere yet: open its page, Install App, and choose the repositories.'
  return {
    slug: app.slug,
    installations: installations.length,
    warnings: installations.length === 0 ? [...warnings, none] : warnings,
  }
}

function hookWarnings({ url, content_type }: z.output<typeof hookSchema>, proxyUrl: string): string[] {
  const same = (a: string) => a.replace(/\/$/, '')
  return [
    ...(same(url) === same(proxyUrl)
      ? []
      : ['The Webhook URL of the GitHub App is not GITHUB_PROXY_URL, so nothing will be heard of GitHub.']),
    ...(content_type === 'json'
      ? []
      : ['The GitHub App sends its webhooks as form fields. Set their content type to application/json.']),
  ]
}

function appWarnings({ events, permissions }: z.output<typeof appSchema>, asked: AppRegistration): string[] {
  const unheard = asked.default_events.filter((event) => !events.includes(event))
  const denied = Object.entries(asked.default_permissions).filter(([name, level]) => {
    return RANK.indexOf(permissions[name] ?? '') < RANK.indexOf(level)
  })
  return [
    ...(unheard.length === 0 ? [] : [`The GitHub App does not subscribe to: ${unheard.join(', ')}.`]),
    ...(denied.length === 0
      ? []
      : [`The GitHub App lacks permissions: ${denied.map(([name, level]) => `${name} (${level})`).join(', ')}.`]),
  ]
}

const failureSchema = z.object({ status: z.number() })

function refused(error: unknown): never {
  const failure = failureSchema.safeParse(error)
  if (failure.success && (failure.data.status === 401 || failure.data.status === 404)) {
    throw new Unready(
      'GitHub does not take the key: GITHUB_APP_ID and GITHUB_PRIVATE_KEY must be of the same app, and the clock of this machine right.',
      error,
    )
  }
  if (failure.success && failure.data.status < 500)
    throw new Unready(`GitHub refuses the app (${failure.data.status}).`, error)
  if (error instanceof Error && /DECODER|asn1|key/i.test(error.message)) {
    throw new Unready(
      'GITHUB_PRIVATE_KEY cannot be read as a key. Copy the whole .pem file, both lines of dashes included.',
      error,
    )
  }
  throw new Unready('GitHub does not answer. Is this machine online?', error)
}
