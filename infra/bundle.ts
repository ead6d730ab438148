import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build } from 'esbuild'
import { leftOut } from './left-out.ts'
import { type FunctionName, functions } from './topology.ts'

export type BundleOptions<Name extends FunctionName = FunctionName> = {
  /** Bundles are written there, one `<name>.cjs` each. */
  readonly outdir: string
  /** All functions when absent. */
  readonly names?: readonly Name[]
}

/** A function as one file that needs nothing beside it. */
export type Bundle = {
  readonly file: string
  readonly bytes: number
  /** What is in it: paths from the root of the project, or `left-out:<module>` for what `left-out.ts` replaced. */
  readonly inputs: readonly string[]
}

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/**
 * How a function is bundled. One CommonJS file: what stands behind an `import()` stays inside it, unevaluated until the
 * call. `.cjs`, because the root is a package of ES modules. The ES builds of libraries are taken where they have one:
 * of those only what is used goes in, and V8 compiles every byte of a file at a cold start.
 */
export const bundling = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  logLevel: 'silent',
  metafile: true,
  absWorkingDir: ROOT,
  loader: { '.md': 'text' },
  // `import('node:http')` reads every export of it, and with them loads fetch, HTTP/2 and worker threads; `require` does not.
  supported: { 'dynamic-import': false },
  // Empty in CommonJS; libraries take it for their place.
  define: { 'import.meta.url': '__bundleUrl' },
  banner: { js: "const __bundleUrl=require('node:url').pathToFileURL(__filename).href;" },
  // Before any schema is made.
  inject: ['infra/interpreted-schemas.ts'],
  plugins: [leftOut],
} as const satisfies BuildOptions

/** Bundles functions of the topology, each with what it uses and nothing else. Throws when one cannot be built. */
export async function bundleFunctions<Name extends FunctionName>({
  outdir,
  names = Object.keys(functions) as Name[],
}: BundleOptions<Name>): Promise<Record<Name, Bundle>> {
  const made = names.map(async (name) => [name, await bundle(`handlers/${name}.ts`, resolve(outdir, `${name}.cjs`))])
  return Object.fromEntries(await Promise.all(made)) as Record<Name, Bundle>
}

async function bundle(entry: string, file: string): Promise<Bundle> {
  const { metafile } = await build({
    ...bundling,
    mainFields: [...bundling.mainFields],
    inject: [...bundling.inject],
    plugins: [...bundling.plugins],
    entryPoints: [entry],
    outfile: file,
  })
  const [output] = Object.values(metafile.outputs)
  if (output === undefined) throw new Error(`esbuild made nothing of ${entry}`)
  const used = Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0)
  return { file, bytes: output.bytes, inputs: used.map(([input]) => input) }
}
