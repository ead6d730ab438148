import { registerHooks } from 'node:module'
import type { FunctionName } from '../../topology.ts'

const HANDLERS = new URL('../../../handlers/', import.meta.url).href

/**
 * Where a function is loaded from so that it has a `handlers/` of its own, wiring and all: on Lambda nothing that one function
 * remembers (who is present, a token, a secret) is known to another, and each asks for that itself. What keeps no state,
 * `app/`, is shared.
 */
export function ownHandlers(name: FunctionName): string {
  separate()
  return `${HANDLERS}${name}.ts?function=${name}`
}

let separated = false

function separate(): void {
  if (separated) return
  separated = true
  registerHooks({
    resolve: (specifier, context, next) => {
      const found = next(specifier, context)
      const owner = context.parentURL?.startsWith(HANDLERS) ? new URL(context.parentURL).search : ''
      return found.url.startsWith(HANDLERS) && owner !== '' ? { ...found, url: `${found.url}${owner}` } : found
    },
  })
}
