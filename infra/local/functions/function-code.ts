import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { bundleFile } from '../../bundles/bundle-files.ts'
import type { FunctionName } from '../../topology.ts'
import type { Handler } from './lambda.ts'
import { ownHandlers } from './separate-handlers.ts'

/** Where the functions come from: loads one, which reads its environment no sooner. */
export type FunctionCode = (name: FunctionName) => Promise<Handler>

type Exported = { readonly handler: Handler }

/** The functions as they are written, in `handlers/`. */
export const fromSource: FunctionCode = async (name) => {
  const loaded = (await import(ownHandlers(name))) as Exported
  return loaded.handler
}

/** The functions as they are deployed: what `bundleFunctions` left in `dir`. */
export function fromBundles(dir: string): FunctionCode {
  const require = createRequire(import.meta.url)
  return async (name) => (require(bundleFile(resolve(dir), name)) as Exported).handler
}
