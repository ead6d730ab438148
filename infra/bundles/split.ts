import { join } from 'node:path'
import { type BuildOptions, build, type Metafile, transform } from 'esbuild'

/** A file that a bundle consists of. */
export type Part = {
  readonly path: string
  readonly code: string
  /** To the sources, as JSON, where maps were asked for. */
  readonly map?: string
  /** It is loaded only when some `import()` is called. */
  readonly isLazy: boolean
}

export type Parts = {
  readonly files: readonly Part[]
  /** What is in them: paths from the working directory. */
  readonly inputs: readonly string[]
}

/**
 * Bundles one entry as CommonJS files: what stands behind an `import()` becomes a file of its own, which is read at the call and
 * not at every cold start, and what several of them use another one. esbuild splits ES modules alone, so it does that first,
 * and makes CommonJS of each part afterwards: Lambda reads that sooner, and a name that a module does not use costs nothing.
 * `.cjs`, because the root is a package of ES modules. `docs/decisions/0042-bundles-in-parts.md`
 */
export async function inParts(
  options: BuildOptions & { readonly entryPoints: [string]; readonly absWorkingDir: string; readonly outdir: string },
  { maps = false } = {},
): Promise<Parts> {
  const { absWorkingDir, minify, platform, target } = options
  const [entry] = options.entryPoints
  const { outputFiles, metafile } = await build({
    ...options,
    format: 'esm',
    splitting: true,
    outExtension: { '.js': '.cjs' },
    metafile: true,
    write: false,
    ...(maps ? { sourcemap: 'inline' } : {}),
  })
  const atOnce = reached(metafile, entry, ['import-statement'])
  // Of an `import()` that turned out to be dead, esbuild still writes what stands behind it.
  const sometimes = reached(metafile, entry, ['import-statement', 'dynamic-import'])
  const files = [...sometimes].map(async (output) => {
    const path = join(absWorkingDir, output)
    const { text } = outputFiles.find((file) => file.path === path)!
    const { code, map } = await transform(text, {
      format: 'cjs',
      // `import('node:http')` reads every export of it, and with them loads fetch, HTTP/2 and worker threads; `require` does not.
      supported: { 'dynamic-import': false },
      ...(text.includes('__bundleUrl') ? { banner: URL_OF_FILE } : {}),
      ...(minify === undefined ? {} : { minify }),
      ...(platform === undefined ? {} : { platform }),
      ...(target === undefined ? {} : { target }),
      ...(maps ? { sourcemap: 'external' } : {}),
      legalComments: 'none',
    })
    return { path, code, isLazy: !atOnce.has(output), ...(maps ? { map } : {}) }
  })
  return { files: await Promise.all(files), inputs: usedInputs(metafile, sometimes) }
}

const URL_OF_FILE = "const __bundleUrl=require('node:url').pathToFileURL(__filename).href;"

/** The output of the entry, and what is loaded from there by imports of these kinds, and so on. */
function reached({ outputs }: Metafile, entry: string, kinds: readonly string[]): ReadonlySet<string> {
  const found = new Set(Object.keys(outputs).filter((path) => outputs[path]!.entryPoint === entry))
  for (const path of found) {
    for (const { kind, path: next } of outputs[path]!.imports)
      if (kinds.includes(kind) && next in outputs) found.add(next)
  }
  return found
}

function usedInputs({ outputs }: Metafile, among: ReadonlySet<string>): readonly string[] {
  const used = [...among].flatMap((output) =>
    Object.entries(outputs[output]!.inputs).flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? [input] : [])),
  )
  return [...new Set(used)]
}
