import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import type { SourceMapPayload } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BuildFailure, BuildOptions } from 'esbuild'
import { Fault } from '../../app/errors.ts'
import { type FunctionName, functions, routes } from '../topology.ts'
import { bundleFile } from './bundle-files.ts'
import { leftOut, leftOutAtDoors } from './left-out.ts'
import { inParts, type Parts } from './split.ts'

export type BundleOptions<Name extends FunctionName = FunctionName> = {
  /** Bundles are written there, each in a folder of its own: `<name>/<name>.cjs`. */
  readonly outdir: string
  /** All functions when absent. */
  readonly names?: readonly Name[]
}

/** A function as a file, and what has to lie beside it: its folder is all that is deployed. */
export type Bundle = {
  readonly file: string
  /** What V8 reads at each cold start: the file, and the parts that it loads at once. */
  readonly bytes: number
  /** The files beside it that the rest of its code is in, each read at the first call of the `import()` that it stands behind. */
  readonly parts: readonly string[]
  /** What is in all of these: paths from the root of the project, or `left-out:<module>` for what `left-out.ts` replaced. */
  readonly inputs: readonly string[]
  /** Files beside it that it reads when they are needed, by their paths from its folder; most functions have none. */
  readonly beside: readonly string[]
}

/**
 * What a module reads from its packages at run time, by the path of the module: it stays outside of the bundle, where V8
 * would read it at every cold start, and goes into a `node_modules` beside it, where it is found as it is from source.
 */
const READ_AT_RUN_TIME: Readonly<Record<string, readonly string[]>> = {
  'app/picture/assets.ts': [
    '@resvg/resvg-wasm/package.json',
    '@resvg/resvg-wasm/index_bg.wasm',
    'dejavu-fonts-ttf/package.json',
    'dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
    'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf',
  ],
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/**
 * How a function is bundled, before `split.ts` makes CommonJS of it. The ES builds of libraries are taken where they have
 * one: of those only what is used goes in, and V8 reads every byte of a file at a cold start.
 */
export const bundling = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  logLevel: 'silent',
  metafile: true,
  absWorkingDir: ROOT,
  loader: { '.md': 'text' },
  // Empty in CommonJS; libraries take it for their place.
  define: { 'import.meta.url': '__bundleUrl' },
  // Before any schema is made.
  inject: ['infra/bundles/interpreted-schemas.ts'],
  plugins: [leftOut],
} as const satisfies BuildOptions

/**
 * Bundles functions of the topology, each with what it uses and nothing else. Throws a `Fault` when one cannot be built, with
 * its name and what is wrong in which file.
 */
export async function bundleFunctions<Name extends FunctionName>({
  outdir,
  names = Object.keys(functions) as Name[],
}: BundleOptions<Name>): Promise<Record<Name, Bundle>> {
  const made = names.map(async (name) => [name, await bundle(name, bundleFile(resolve(outdir), name))])
  return Object.fromEntries(await Promise.all(made)) as Record<Name, Bundle>
}

/**
 * The maps from the files of a function's bundle to its sources, by their names. They are not deployed: a bundle is the same
 * whenever it is built, and so are its maps.
 */
export async function sourceMapsOf(name: FunctionName): Promise<Readonly<Record<string, SourceMapPayload>>> {
  const { files } = await split(name, bundleFile(join(ROOT, 'out'), name), { maps: true })
  return Object.fromEntries(files.map(({ path, map }) => [basename(path), JSON.parse(map ?? '') as SourceMapPayload]))
}

async function bundle(name: FunctionName, file: string): Promise<Bundle> {
  // What an earlier build left there would be deployed, too.
  await rm(dirname(file), { recursive: true, force: true })
  const { files, inputs } = await split(name, file).catch((failure: BuildFailure) => {
    throw new Fault('a function cannot be bundled', { function: name, problems: problemsOf(failure) })
  })
  await mkdir(dirname(file), { recursive: true })
  for (const { path, code } of files) await writeFile(path, code)
  const beside = inputs.flatMap((input) => READ_AT_RUN_TIME[input] ?? []).map((part) => join('node_modules', part))
  for (const part of beside) await cp(join(ROOT, part), join(dirname(file), part), { dereference: true })
  const bytes = files.reduce((sum, { code, isLazy }) => sum + (isLazy ? 0 : Buffer.byteLength(code)), 0)
  return { file, bytes, parts: files.filter(({ isLazy }) => isLazy).map(({ path }) => basename(path)), inputs, beside }
}

function split(name: FunctionName, file: string, how?: { readonly maps: boolean }): Promise<Parts> {
  // A stack trace says which function it is, whatever part it names.
  return inParts({ ...optionsOf(name), outdir: dirname(file), chunkNames: `${name}-[hash]` }, how)
}

function optionsOf(name: FunctionName) {
  return {
    ...bundling,
    mainFields: [...bundling.mainFields],
    inject: [...bundling.inject],
    plugins: [routes.some((route) => route.function === name) ? leftOutAtDoors : leftOut],
    entryPoints: [entryOf(name)] as [string],
  }
}

function entryOf(name: FunctionName): string {
  return `handlers/${name}.ts`
}

// esbuild itself may fail, too; then there is no list.
function problemsOf({ message, errors = [] }: Partial<BuildFailure>): readonly (string | undefined)[] {
  if (errors.length === 0) return [message]
  return errors.map(({ text, location: at }) => (at ? `${at.file}:${at.line}:${at.column + 1}: ${text}` : text))
}
