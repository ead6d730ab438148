import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { HttpEvent } from '../app/door.ts'
import { type Bundle, bundleFunctions, bundling } from '../infra/bundles/bundle.ts'
import type { FunctionName } from '../infra/topology.ts'

/** Where the benchmarks build what they run; inside the project, so that unbundled programs find their libraries. */
export const BUILT = fileURLToPath(new URL('../out/bench', import.meta.url))

/** Bundles a function exactly as it is deployed. */
export async function ours(name: FunctionName): Promise<Bundle> {
  return (await bundleFunctions({ outdir: BUILT, names: [name] }))[name]
}

/** Compiles a program of `bench/programs` to CommonJS: with everything in it, or with its libraries left where they are. */
export async function program(name: string, form: 'bundled' | 'unbundled'): Promise<string> {
  const file = join(BUILT, `${name}.${form}.cjs`)
  const { absWorkingDir, platform, target, minify } = bundling
  await build({
    ...{ absWorkingDir, platform, target, format: 'cjs', minify, logLevel: 'error', legalComments: 'none' },
    entryPoints: [`bench/programs/${name}.ts`],
    outfile: file,
    bundle: true,
    ...(form === 'unbundled' && { packages: 'external' }),
  })
  return file
}

export type Start = {
  /** `program('invoke', ...)`. */
  readonly invoke: string
  /** The function to load. */
  readonly file: string
  readonly event: HttpEvent
  readonly env: Readonly<Record<string, string>>
  /** The status that it has to answer; any other is an error. */
  readonly status: number
  /** For `node`. */
  readonly flags?: readonly string[]
}

/** What a cold start takes, in milliseconds: from the start of the process to its answer, and of the processor. */
export type Took = { readonly ms: number; readonly processorMs: number }

/** Starts a fresh Node for one request. */
export async function coldStart({ invoke, file, event, env, status, flags = [] }: Start): Promise<Took> {
  const begun = performance.now()
  const child = spawn(process.execPath, [...flags, invoke, file], {
    // Nothing of our own environment: a compile cache or options for Node would flatter whoever inherits them.
    env: { ...env, EVENT: JSON.stringify(event) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  let failed = ''
  let ms: number | undefined
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    if (ms === undefined && said.includes('\n')) ms = performance.now() - begun
  })
  child.stderr.on('data', (chunk: Buffer) => {
    failed += chunk.toString()
  })
  await new Promise((resolve) => child.once('close', resolve))
  if (ms === undefined) throw new Error(`${file} gave no answer: ${failed.trim()}`)
  const [answered = '', processor] = said.trim().split('\n').slice(-2)
  const answer = JSON.parse(answered) as { statusCode?: number }
  if (answer.statusCode !== status) throw new Error(`${file} answered ${said.trim()} ${failed.trim()}`)
  return { ms, processorMs: Number(processor) / 1_000 }
}

/** Cold starts as variants, and beside them what each took of the processor, which other work does not lengthen. */
export function coldVariants(starts: Readonly<Record<string, () => Start>>) {
  const processor: Record<string, number[]> = {}
  const variants = Object.entries(starts).map(([name, start]) => ({
    name,
    measure: async () => {
      const { ms, processorMs } = await coldStart(start())
      processor[name] = [...(processor[name] ?? []), processorMs]
      return ms
    },
  }))
  return { variants, processor }
}
