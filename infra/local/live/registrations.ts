import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import * as z from 'zod'
import { type Asked, askedSchema } from './github-preflight.ts'

const ROOT = new URL('../../../', import.meta.url)
const manifestSchema = z.looseObject({
  oauth_config: z.looseObject({ scopes: z.looseObject({ bot: z.array(z.string()) }) }),
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
export function appPermissions(): Asked {
  return askedSchema.parse(parse(readFileSync(new URL('app.yml', ROOT), 'utf8')))
}
