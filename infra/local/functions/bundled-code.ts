import { join, relative } from 'node:path'
import type { Bundle } from '../../bundles/bundle.ts'
import { functions } from '../../topology.ts'
import { type FunctionCode, fromBundles } from './function-code.ts'

/** Bundles every function into `dir`, and says how many they are, how large, and how long it took. Throws as `bundleFunctions`. */
export async function bundledCode(dir: string, print: (line: string) => void): Promise<FunctionCode> {
  const outdir = join(dir, 'bundles')
  const begun = performance.now()
  // Whoever runs the source needs no bundler.
  const { bundleFunctions } = await import('../../bundles/bundle.ts')
  print(`Bundling ${Object.keys(functions).length} functions, as they are deployed…`)
  const bundles = await bundleFunctions({ outdir })
  print(bundledWords(bundles, performance.now() - begun, relative('.', outdir)))
  return fromBundles(outdir)
}

/** Says what was bundled; `ms` is how long that took. */
export function bundledWords(bundles: Readonly<Record<string, Bundle>>, ms: number, outdir: string): string {
  const sizes = Object.entries(bundles).map(([name, { bytes }]) => ({ name, bytes }))
  const [largest = { name: 'none', bytes: 0 }, ...smaller] = sizes.toSorted((a, b) => b.bytes - a.bytes)
  const all = smaller.reduce((sum, { bytes }) => sum + bytes, largest.bytes)
  const most = `the largest is ${largest.name} (${megabytes(largest.bytes)})`
  return `${sizes.length} bundles in ${(ms / 1000).toFixed(1)} s, ${megabytes(all)} in ${outdir}; ${most}.`
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
