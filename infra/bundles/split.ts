import { basename, join } from 'node:path'
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild'

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

type Options = BuildOptions & {
  readonly entryPoints: [string]
  readonly absWorkingDir: string
  readonly outdir: string
}

/**
 * Bundles one entry as CommonJS files: what it loads at once is one file, and what stands behind an `import()` a file of its
 * own, which is read at the call and not at every cold start. esbuild splits ES modules alone, and cuts wherever two of them
 * share something. So it does that first; then what is loaded at once is put together again, and the others borrow from it.
 * `.cjs`, because the root is a package of ES modules. `docs/decisions/0042-bundles-in-parts.md`
 */
export async function inParts(options: Options, { maps = false } = {}): Promise<Parts> {
  const { absWorkingDir, entryPoints, minify, outdir, platform, target } = options
  const { outputFiles, metafile } = await build({
    ...options,
    format: 'esm',
    splitting: true,
    outExtension: { '.js': '.cjs' },
    metafile: true,
    write: false,
    ...(maps ? { sourcemap: 'inline' } : {}),
  })
  const cut: Cut = {
    texts: new Map(outputFiles.map(({ path, text }) => [basename(path), text])),
    atOnce: reached(metafile, entryPoints[0], ['import-statement']),
    // Of an `import()` that turned out to be dead, esbuild still writes what stands behind it.
    ever: reached(metafile, entryPoints[0], ['import-statement', 'dynamic-import']),
  }
  const [main = '', ...others] = cut.atOnce.keys()
  const lent = others.map((name) => `export * as ${lentAs(name)} from './${name}'`)
  const entries = [main, ...[...cut.ever.keys()].filter((name) => !cut.atOnce.has(name))]
  const files = entries.map(async (name) => {
    const texts = (name === main ? [...cut.atOnce.keys()] : [name]).map((each) => cut.texts.get(each) ?? '')
    const whole = name === main ? [`export * from './${main}'`, ...lent] : texts
    const made = await build({
      absWorkingDir,
      stdin: { contents: whole.join('\n'), sourcefile: `<${name}>`, resolveDir: outdir },
      outfile: join(outdir, name),
      bundle: true,
      format: 'cjs',
      packages: 'external',
      // `import('node:http')` reads every export of it, and with them loads fetch, HTTP/2 and worker threads; `require` does not.
      supported: { 'dynamic-import': false },
      ...(isCommonJs(metafile, cut.ever.get(name)) ? { footer: { js: 'module.exports=module.exports.default;' } } : {}),
      ...(texts.some((text) => text.includes('__bundleUrl')) ? { banner: { js: URL_OF_FILE } } : {}),
      ...(minify === undefined ? {} : { minify }),
      ...(platform === undefined ? {} : { platform }),
      ...(target === undefined ? {} : { target }),
      ...(maps ? { sourcemap: 'external' } : {}),
      legalComments: 'none',
      logLevel: 'silent',
      plugins: [puttingTogether(cut, main, name)],
      write: false,
    })
    const [code, map] = ['.cjs', '.map'].map((end) => made.outputFiles.find(({ path }) => path.endsWith(end))?.text)
    const isLazy = name !== main
    return { path: join(outdir, name), code: code ?? '', isLazy, ...(map === undefined ? {} : { map }) }
  })
  return { files: await Promise.all(files), inputs: usedInputs([...cut.ever.values()]) }
}

/** What esbuild made of it at first: ES modules by their names, the entry's own first. */
type Cut = {
  readonly texts: ReadonlyMap<string, string>
  readonly atOnce: ReadonlyMap<string, Output>
  readonly ever: ReadonlyMap<string, Output>
}
type Output = Metafile['outputs'][string]

const URL_OF_FILE = "const __bundleUrl=require('node:url').pathToFileURL(__filename).href;"

// esbuild makes of such a module an ES module that has a default alone; an `import()` is to find the names, too.
function isCommonJs({ inputs }: Metafile, output: Output | undefined): boolean {
  return output?.entryPoint !== undefined && inputs[output.entryPoint]?.format === 'cjs'
}

/** Puts into `main` all that is loaded at once; whoever is made besides takes that from there. */
function puttingTogether({ texts, atOnce }: Cut, main: string, made: string): Plugin {
  return {
    name: 'putting-together',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\/.*\.cjs$/ }, ({ path, namespace }) => {
        const name = basename(path)
        if (!atOnce.has(name) || namespace === 'borrowed') return { path, external: true }
        return { path: name, namespace: made === main ? 'own' : 'borrowed' }
      })
      onLoad({ filter: /./, namespace: 'own' }, ({ path }) => ({ contents: texts.get(path) ?? '', loader: 'js' }))
      onLoad({ filter: /./, namespace: 'borrowed' }, ({ path }) => ({
        contents: `module.exports = require('./${main}').${lentAs(path)}`,
        loader: 'js',
      }))
    },
  }
}

function lentAs(name: string): string {
  return `_${name.replace(/\W/g, '_')}`
}

/** The output of the entry, and what is loaded from there by imports of these kinds, and so on; by their names. */
function reached({ outputs }: Metafile, entry: string, kinds: readonly string[]): ReadonlyMap<string, Output> {
  // What stands behind an `import()` is an entry to esbuild, too.
  const found = new Set(Object.keys(outputs).filter((path) => outputs[path]!.entryPoint === entry))
  for (const path of found) {
    for (const { kind, path: next } of outputs[path]!.imports)
      if (kinds.includes(kind) && next in outputs) found.add(next)
  }
  return new Map([...found].map((path) => [basename(path), outputs[path]!]))
}

function usedInputs(outputs: readonly Output[]): readonly string[] {
  const used = outputs.flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? [input] : [])),
  )
  return [...new Set(used)]
}
