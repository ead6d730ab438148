import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import * as z from 'zod'

const ROOT = new URL('../../../', import.meta.url)
const manifestSchema = z.looseObject({
  oauth_config: z.looseObject({ scopes: z.looseObject({ bot: z.array(z.string()) }) }),
})

/** What `app.yml` asks for. */
export type AppRegistration = z.output<typeof appSchema>
const appSchema = z.object({
  default_events: z.array(z.string()),
  default_permissions: z.record(z.string(), z.string()),
})

/** The text of `manifest.yml`. */
export function manifestText(): string {
  return readFileSync(new URL('manifest.yml', ROOT), 'utf8')
}

/** The scopes of the bot that `manifest.yml` asks for. */
export function botScopes(): readonly string[] {
  return manifestSchema.parse(parse(manifestText())).oauth_config.scopes.bot
}

/** The events and permissions that `app.yml` asks for. */
export function appRegistration(): AppRegistration {
  return appSchema.parse(parse(readFileSync(new URL('app.yml', ROOT), 'utf8')))
}
