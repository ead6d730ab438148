import { join } from 'node:path'
import type { FunctionName } from '../topology.ts'

/** Where the bundle of a function lies in the folder of all bundles: in a folder of its own, with what it reads beside it. */
export function bundleFile(outdir: string, name: FunctionName): string {
  return join(outdir, name, `${name}.cjs`)
}
